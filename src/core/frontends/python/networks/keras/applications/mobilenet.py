"""Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications, 2017."""

from keras import layers
from ._common import image_input, model

# Filters and stride of each depthwise separable block.
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]


def _activated(x, name):
    return layers.ReLU(6.0, name=f'{name}_relu')(layers.BatchNormalization(name=f'{name}_bn')(x))


def depthwise_block(x, filters, multiplier, stride, i):
    if stride > 1:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f'conv_pad_{i}')(x)
    padding = 'valid' if stride > 1 else 'same'
    x = layers.DepthwiseConv2D(3, strides=stride, padding=padding, depth_multiplier=multiplier,
                               use_bias=False, name=f'conv_dw_{i}')(x)
    x = _activated(x, f'conv_dw_{i}')
    x = layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'conv_pw_{i}')(x)
    return _activated(x, f'conv_pw_{i}')


def head(x, classes, activation, dropout):
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(dropout, name='dropout')(x)
    x = layers.Conv2D(classes, 1, padding='same', name='conv_preds')(x)
    x = layers.Reshape((classes,), name='reshape_2')(x)
    return layers.Activation(activation, name='predictions')(x)


def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True, weights='imagenet',
              input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 224)
    x = layers.Conv2D(int(32 * alpha), 3, strides=2, padding='same', use_bias=False, name='conv1')(image)
    x = _activated(x, 'conv1')
    for i, (filters, stride) in enumerate(BLOCKS, 1):
        x = depthwise_block(x, int(filters * alpha), depth_multiplier, stride, i)
    if include_top:
        x = head(x, classes, classifier_activation, dropout)
    elif pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return model(input_tensor, image, x, name or f'mobilenet_{alpha:0.2f}_{image.shape[1]}')


def preprocess_input(x, data_format=None):
    return x
