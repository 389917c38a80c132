"""Sandler et al., MobileNetV2: inverted residuals and linear bottlenecks, 2018."""

from keras import layers
from ._common import divisible, halving_pad, image_input, model

# Filters, blocks and first stride of each stage.
STAGES = [(16, 1, 1), (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)]


def _norm(x, name):
    return layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=name)(x)


def inverted_residual(x, filters, stride, i):
    shortcut, channels = x, x.shape[-1]
    name = f'block_{i}' if i else 'expanded_conv'
    if i:
        x = layers.Conv2D(6 * channels, 1, padding='same', use_bias=False, name=f'{name}_expand')(x)
        x = layers.ReLU(6.0, name=f'{name}_expand_relu')(_norm(x, f'{name}_expand_BN'))
    if stride == 2:
        x = layers.ZeroPadding2D(halving_pad(x, 3), name=f'{name}_pad')(x)
    padding = 'valid' if stride == 2 else 'same'
    x = layers.DepthwiseConv2D(3, strides=stride, padding=padding, use_bias=False, name=f'{name}_depthwise')(x)
    x = layers.ReLU(6.0, name=f'{name}_depthwise_relu')(_norm(x, f'{name}_depthwise_BN'))
    x = layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{name}_project')(x)
    x = _norm(x, f'{name}_project_BN')
    if stride == 1 and channels == filters:
        return layers.Add(name=f'{name}_add')([shortcut, x])
    return x


def MobileNetV2(input_shape=None, alpha=1.0, include_top=True, weights='imagenet', input_tensor=None, pooling=None,
                classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 224)
    x = layers.Conv2D(divisible(32 * alpha), 3, strides=2, padding='same', use_bias=False, name='Conv1')(image)
    x = layers.ReLU(6.0, name='Conv1_relu')(_norm(x, 'bn_Conv1'))
    i = 0
    for filters, depth, first in STAGES:
        for j in range(depth):
            x = inverted_residual(x, divisible(int(filters * alpha)), first if j == 0 else 1, i)
            i += 1
    x = layers.Conv2D(divisible(1280 * max(1.0, alpha)), 1, use_bias=False, name='Conv_1')(x)
    x = layers.ReLU(6.0, name='out_relu')(_norm(x, 'Conv_1_bn'))
    if include_top or pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    if include_top:
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    return model(input_tensor, image, x, name or f'mobilenetv2_{alpha:0.2f}_{image.shape[1]}')


def preprocess_input(x, data_format=None):
    return x
