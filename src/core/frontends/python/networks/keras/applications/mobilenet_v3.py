"""Howard et al., Searching for MobileNetV3, 2019."""

from keras import layers
from ._common import divisible, halving_pad, image_input, model, pooled

# Expansion, filters, kernel, stride, squeeze and excite, hard swish. Minimalistic ones know neither of the last two.
SMALL = [(1, 16, 3, 2, 1, 0), (72 / 16, 24, 3, 2, 0, 0), (88 / 24, 24, 3, 1, 0, 0), (4, 40, 5, 2, 1, 1),
         (6, 40, 5, 1, 1, 1), (6, 40, 5, 1, 1, 1), (3, 48, 5, 1, 1, 1), (3, 48, 5, 1, 1, 1), (6, 96, 5, 2, 1, 1),
         (6, 96, 5, 1, 1, 1), (6, 96, 5, 1, 1, 1)]
LARGE = [(1, 16, 3, 1, 0, 0), (4, 24, 3, 2, 0, 0), (3, 24, 3, 1, 0, 0), (3, 40, 5, 2, 1, 0), (3, 40, 5, 1, 1, 0),
         (3, 40, 5, 1, 1, 0), (6, 80, 3, 2, 0, 1), (2.5, 80, 3, 1, 0, 1), (2.3, 80, 3, 1, 0, 1),
         (2.3, 80, 3, 1, 0, 1), (6, 112, 3, 1, 1, 1), (6, 112, 3, 1, 1, 1), (6, 160, 5, 2, 1, 1),
         (6, 160, 5, 1, 1, 1), (6, 160, 5, 1, 1, 1)]


def _activated(x, swish):
    return layers.Activation('hard_swish')(x) if swish else layers.ReLU()(x)


def _norm(x, name):
    return layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=name)(x)


def squeeze_excite(x, name):
    channels = x.shape[-1]
    name = f'{name}_squeeze_excite'
    se = layers.GlobalAveragePooling2D(keepdims=True, name=f'{name}_avg_pool')(x)
    se = layers.Conv2D(divisible(channels * 0.25), 1, padding='same', name=f'{name}_conv')(se)
    se = layers.ReLU(name=f'{name}_relu')(se)
    se = layers.Conv2D(channels, 1, padding='same', name=f'{name}_conv_1')(se)
    se = layers.Activation('hard_sigmoid')(se)
    return layers.Multiply(name=f'{name}_mul')([x, se])


def inverted_residual(x, expansion, filters, kernel, stride, squeezes, swish, i):
    shortcut, channels = x, x.shape[-1]
    name = f'expanded_conv_{i}' if i else 'expanded_conv'
    if i:
        x = layers.Conv2D(divisible(channels * expansion), 1, padding='same', use_bias=False, name=f'{name}_expand')(x)
        x = _activated(_norm(x, f'{name}_expand_bn'), swish)
    if stride == 2:
        x = layers.ZeroPadding2D(halving_pad(x, kernel), name=f'{name}_depthwise_pad')(x)
    padding = 'valid' if stride == 2 else 'same'
    x = layers.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, name=f'{name}_depthwise')(x)
    x = _activated(_norm(x, f'{name}_depthwise_bn'), swish)
    if squeezes:
        x = squeeze_excite(x, name)
    x = layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{name}_project')(x)
    x = _norm(x, f'{name}_project_bn')
    return layers.Add(name=f'{name}_add')([shortcut, x]) if stride == 1 and channels == filters else x


def head(x, units, classes, activation, dropout, swish):
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = _activated(layers.Conv2D(units, 1, padding='same', name='conv_2')(x), swish)
    if dropout > 0:
        x = layers.Dropout(dropout)(x)
    x = layers.Flatten()(layers.Conv2D(classes, 1, padding='same', name='logits')(x))
    return layers.Activation(activation, name='predictions')(x)


def _mobilenet_v3(blocks, units, usual_name, input_shape=None, alpha=1.0, minimalistic=False, include_top=True,
                  weights='imagenet', input_tensor=None, classes=1000, pooling=None, dropout_rate=0.2,
                  classifier_activation='softmax', include_preprocessing=True, name=None, **kwargs):
    image = x = image_input(input_tensor, input_shape, False, None)
    if include_preprocessing:
        x = layers.Rescaling(1.0 / 127.5, offset=-1.0)(x)
    swish = not minimalistic
    x = layers.Conv2D(16, 3, strides=2, padding='same', use_bias=False, name='conv')(x)
    x = _activated(_norm(x, 'conv_bn'), swish)
    for i, (expansion, filters, kernel, stride, squeezes, active) in enumerate(blocks):
        kernel, squeezes, active = (3, 0, 0) if minimalistic else (kernel, squeezes, active)
        x = inverted_residual(x, expansion, divisible(filters * alpha), kernel, stride, squeezes, active, i)
    x = layers.Conv2D(divisible(x.shape[-1] * 6), 1, padding='same', use_bias=False, name='conv_1')(x)
    x = _activated(_norm(x, 'conv_1_bn'), swish)
    units = divisible(units * alpha) if alpha > 1.0 else units
    x = head(x, units, classes, classifier_activation, dropout_rate, swish) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def MobileNetV3Small(*args, **kwargs):
    return _mobilenet_v3(SMALL, 1024, 'MobileNetV3Small', *args, **kwargs)


def MobileNetV3Large(*args, **kwargs):
    return _mobilenet_v3(LARGE, 1280, 'MobileNetV3Large', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
