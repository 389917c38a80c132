"""Tan and Le, EfficientNet: rethinking model scaling for convolutional neural networks, 2019."""

import math

from keras import layers
from ._common import classified, divisible, halving_pad, image_input, model, pooled

# Kernel, blocks, filters, expansion and first stride of each stage.
STAGES = [(3, 1, 16, 1, 1), (3, 2, 24, 6, 2), (5, 2, 40, 6, 2), (3, 3, 80, 6, 2), (5, 3, 112, 6, 1),
          (5, 4, 192, 6, 2), (3, 1, 320, 6, 1)]


def _norm(x, name, activates=True, momentum=0.99):
    x = layers.BatchNormalization(momentum=momentum, name=f'{name}bn')(x)
    return layers.Activation('swish', name=f'{name}activation')(x) if activates else x


def squeeze_excite(x, squeezed, name):
    channels = x.shape[-1]
    se = layers.GlobalAveragePooling2D(name=f'{name}se_squeeze')(x)
    se = layers.Reshape((1, 1, channels), name=f'{name}se_reshape')(se)
    se = layers.Conv2D(squeezed, 1, padding='same', activation='swish', name=f'{name}se_reduce')(se)
    se = layers.Conv2D(channels, 1, padding='same', activation='sigmoid', name=f'{name}se_expand')(se)
    return layers.multiply([x, se], name=f'{name}se_excite')


def block(x, kernel, filters, expansion, stride, drop, name):
    shortcut, channels = x, x.shape[-1]
    if expansion > 1:
        x = layers.Conv2D(expansion * channels, 1, padding='same', use_bias=False, name=f'{name}expand_conv')(x)
        x = _norm(x, f'{name}expand_')
    if stride == 2:
        x = layers.ZeroPadding2D(halving_pad(x, kernel), name=f'{name}dwconv_pad')(x)
    padding = 'valid' if stride == 2 else 'same'
    x = layers.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, name=f'{name}dwconv')(x)
    x = squeeze_excite(_norm(x, name), max(1, channels // 4), name)
    x = layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{name}project_conv')(x)
    x = _norm(x, f'{name}project_', activates=False)
    if stride > 1 or channels != filters:
        return x
    if drop > 0:
        x = layers.Dropout(drop, noise_shape=(None, 1, 1, 1), name=f'{name}drop')(x)
    return layers.add([x, shortcut], name=f'{name}add')


def stem(image, filters, is_pretrained):
    x = layers.Normalization(axis=3)(layers.Rescaling(1.0 / 255.0)(image))
    if is_pretrained:
        x = layers.Rescaling([1.0 / math.sqrt(deviation) for deviation in (0.229, 0.224, 0.225)])(x)
    x = layers.ZeroPadding2D(halving_pad(x, 3), name='stem_conv_pad')(x)
    return _norm(layers.Conv2D(filters, 3, strides=2, use_bias=False, name='stem_conv')(x), 'stem_')


def _efficientnet(width, depth, size, dropout, usual_name, include_top=True, weights='imagenet', input_tensor=None,
                  input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, size)
    x = stem(image, divisible(32 * width), weights == 'imagenet')
    repeats = [math.ceil(depth * stage[1]) for stage in STAGES]
    done = 0
    for i, (kernel, _, filters, expansion, first) in enumerate(STAGES):
        for j in range(repeats[i]):
            stride = first if j == 0 else 1
            drop = 0.2 * done / sum(repeats)
            x = block(x, kernel, divisible(filters * width), expansion, stride, drop, f'block{i + 1}{chr(97 + j)}_')
            done += 1
    x = _norm(layers.Conv2D(divisible(1280 * width), 1, padding='same', use_bias=False, name='top_conv')(x), 'top_')
    x = classified(x, classes, classifier_activation, dropout) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def EfficientNetB0(*args, **kwargs):
    return _efficientnet(1.0, 1.0, 224, 0.2, 'efficientnetb0', *args, **kwargs)


def EfficientNetB1(*args, **kwargs):
    return _efficientnet(1.0, 1.1, 240, 0.2, 'efficientnetb1', *args, **kwargs)


def EfficientNetB2(*args, **kwargs):
    return _efficientnet(1.1, 1.2, 260, 0.3, 'efficientnetb2', *args, **kwargs)


def EfficientNetB3(*args, **kwargs):
    return _efficientnet(1.2, 1.4, 300, 0.3, 'efficientnetb3', *args, **kwargs)


def EfficientNetB4(*args, **kwargs):
    return _efficientnet(1.4, 1.8, 380, 0.4, 'efficientnetb4', *args, **kwargs)


def EfficientNetB5(*args, **kwargs):
    return _efficientnet(1.6, 2.2, 456, 0.4, 'efficientnetb5', *args, **kwargs)


def EfficientNetB6(*args, **kwargs):
    return _efficientnet(1.8, 2.6, 528, 0.5, 'efficientnetb6', *args, **kwargs)


def EfficientNetB7(*args, **kwargs):
    return _efficientnet(2.0, 3.1, 600, 0.5, 'efficientnetb7', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
