"""Tan and Le, EfficientNetV2: smaller models and faster training, 2021."""

import math

from keras import layers
from ._common import classified, divisible, image_input, model, pooled
from .efficientnet import _norm as norm_of_first, squeeze_excite

# Kernel 3 throughout; blocks, filters, expansion, first stride, and whether the convolutions are fused.
BASE = [(1, 16, 1, 1, True), (2, 32, 4, 2, True), (2, 48, 4, 2, True), (3, 96, 4, 2, False), (5, 112, 6, 1, False),
        (8, 192, 6, 2, False)]
SMALL = [(2, 24, 1, 1, True), (4, 48, 4, 2, True), (4, 64, 4, 2, True), (6, 128, 4, 2, False),
         (9, 160, 6, 1, False), (15, 256, 6, 2, False)]
MEDIUM = [(3, 24, 1, 1, True), (5, 48, 4, 2, True), (5, 80, 4, 2, True), (7, 160, 4, 2, False),
          (14, 176, 6, 1, False), (18, 304, 6, 2, False), (5, 512, 6, 1, False)]
LARGE = [(4, 32, 1, 1, True), (7, 64, 4, 2, True), (7, 96, 4, 2, True), (10, 192, 4, 2, False),
         (19, 224, 6, 1, False), (25, 384, 6, 2, False), (7, 640, 6, 1, False)]


def _conv(x, filters, kernel, stride, name):
    return layers.Conv2D(filters, kernel, strides=stride, padding='same', use_bias=False, name=name)(x)


def _norm(x, name, activates=True):
    return norm_of_first(x, name, activates, momentum=0.9)


def _rounded(filters, width):
    filters *= width
    return max(8, int(filters + 4) // 8 * 8)


def fused_block(x, filters, expansion, stride, name):
    if expansion == 1:
        x = _norm(_conv(x, filters, 3, stride, f'{name}project_conv'), f'{name}project_', activates=False)
        return layers.Activation('swish', name=f'{name}project_activation')(x)
    x = _norm(_conv(x, expansion * x.shape[-1], 3, stride, f'{name}expand_conv'), f'{name}expand_')
    return _norm(_conv(x, filters, 1, 1, f'{name}project_conv'), f'{name}project_', activates=False)


def depthwise_block(x, filters, expansion, stride, name):
    channels = x.shape[-1]
    x = _norm(_conv(x, expansion * channels, 1, 1, f'{name}expand_conv'), f'{name}expand_')
    x = layers.DepthwiseConv2D(3, strides=stride, padding='same', use_bias=False, name=f'{name}dwconv2')(x)
    x = squeeze_excite(_norm(x, name), max(1, channels // 4), name)
    return _norm(_conv(x, filters, 1, 1, f'{name}project_conv'), f'{name}project_', activates=False)


def _shortcut(x, y, drop, name):
    if x.shape[-1] != y.shape[-1]:
        return y
    if drop:
        y = layers.Dropout(drop, noise_shape=(None, 1, 1, 1), name=f'{name}drop')(y)
    return layers.add([y, x], name=f'{name}add')


def _prepared(image, is_base):
    if is_base and image.shape[-1] == 3:
        x = layers.Rescaling(1.0 / 255)(image)
        variance = [0.229 ** 2, 0.224 ** 2, 0.225 ** 2]
        return layers.Normalization(mean=[0.485, 0.456, 0.406], variance=variance, axis=3)(x)
    return layers.Rescaling(1.0 / 128.0, offset=-1)(image)


def _efficientnet_v2(stages, width, depth, size, usual_name, include_top=True, weights='imagenet', input_tensor=None,
                     input_shape=None, pooling=None, classes=1000, classifier_activation='softmax',
                     include_preprocessing=True, name=None, **kwargs):
    image = x = image_input(input_tensor, input_shape, include_top, size)
    if include_preprocessing:
        x = _prepared(image, stages is BASE)
    first = 32 if stages is BASE else stages[0][1]
    x = _norm(_conv(x, _rounded(first, width), 3, 2, 'stem_conv'), 'stem_')
    done, blocks = 0, sum(stage[0] for stage in stages)
    for i, (repeats, filters, expansion, first, fused) in enumerate(stages):
        for j in range(math.ceil(depth * repeats)):
            before, name_of_block = x, f'block{i + 1}{chr(97 + j)}_'
            stride = first if j == 0 else 1
            apply = fused_block if fused else depthwise_block
            x = apply(x, _rounded(filters, width), expansion, stride, name_of_block)
            x = _shortcut(before, x, 0.2 * done / blocks, name_of_block) if stride == 1 else x
            done += 1
    x = _norm(_conv(x, _rounded(1280, width), 1, 1, 'top_conv'), 'top_')
    x = classified(x, classes, classifier_activation, 0.2) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def EfficientNetV2B0(*args, **kwargs):
    return _efficientnet_v2(BASE, 1.0, 1.0, 224, 'efficientnetv2-b0', *args, **kwargs)


def EfficientNetV2B1(*args, **kwargs):
    return _efficientnet_v2(BASE, 1.0, 1.1, 240, 'efficientnetv2-b1', *args, **kwargs)


def EfficientNetV2B2(*args, **kwargs):
    return _efficientnet_v2(BASE, 1.1, 1.2, 260, 'efficientnetv2-b2', *args, **kwargs)


def EfficientNetV2B3(*args, **kwargs):
    return _efficientnet_v2(BASE, 1.2, 1.4, 300, 'efficientnetv2-b3', *args, **kwargs)


def EfficientNetV2S(*args, **kwargs):
    return _efficientnet_v2(SMALL, 1.0, 1.0, 384, 'efficientnetv2-s', *args, **kwargs)


def EfficientNetV2M(*args, **kwargs):
    return _efficientnet_v2(MEDIUM, 1.0, 1.0, 480, 'efficientnetv2-m', *args, **kwargs)


def EfficientNetV2L(*args, **kwargs):
    return _efficientnet_v2(LARGE, 1.0, 1.0, 480, 'efficientnetv2-l', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
