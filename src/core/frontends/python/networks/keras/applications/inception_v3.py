"""Szegedy et al., Rethinking the Inception architecture for computer vision, 2015."""

from keras import layers
from ._common import classified, image_input, model


def _conv(x, filters, kernel, stride=1, padding='same'):
    x = layers.Conv2D(filters, kernel, strides=stride, padding=padding, use_bias=False)(x)
    return layers.Activation('relu')(layers.BatchNormalization(scale=False)(x))


def _chain(x, *convolutions):
    for filters, kernel in convolutions:
        x = _conv(x, filters, kernel)
    return x


def _pool_branch(x, filters):
    return _conv(layers.AveragePooling2D(3, strides=1, padding='same')(x), filters, 1)


def stem(x):
    x = _conv(_conv(x, 32, 3, 2, 'valid'), 32, 3, padding='valid')
    x = layers.MaxPooling2D(3, strides=2)(_conv(x, 64, 3))
    x = _conv(_conv(x, 80, 1, padding='valid'), 192, 3, padding='valid')
    return layers.MaxPooling2D(3, strides=2)(x)


def inception_a(x, pooled, name):
    branches = [_conv(x, 64, 1), _chain(x, (48, 1), (64, 5)), _chain(x, (64, 1), (96, 3), (96, 3)),
                _pool_branch(x, pooled)]
    return layers.concatenate(branches, name=name)


def inception_b(x, inner, name):
    flat, tall = (1, 7), (7, 1)
    long = _chain(x, (inner, 1), (inner, tall), (inner, flat), (inner, tall), (192, flat))
    branches = [_conv(x, 192, 1), _chain(x, (inner, 1), (inner, flat), (192, tall)), long, _pool_branch(x, 192)]
    return layers.concatenate(branches, name=name)


def _split(x, name):
    return layers.concatenate([_conv(x, 384, (1, 3)), _conv(x, 384, (3, 1))], name=name)


def inception_c(x, i):
    branches = [_conv(x, 320, 1), _split(_conv(x, 384, 1), f'mixed9_{i}'),
                _split(_chain(x, (448, 1), (384, 3)), None), _pool_branch(x, 192)]
    return layers.concatenate(branches, name=f'mixed{9 + i}')


def reduction_a(x):
    double = _conv(_chain(x, (64, 1), (96, 3)), 96, 3, 2, 'valid')
    branches = [_conv(x, 384, 3, 2, 'valid'), double, layers.MaxPooling2D(3, strides=2)(x)]
    return layers.concatenate(branches, name='mixed3')


def reduction_b(x):
    single = _conv(_conv(x, 192, 1), 320, 3, 2, 'valid')
    double = _conv(_chain(x, (192, 1), (192, (1, 7)), (192, (7, 1))), 192, 3, 2, 'valid')
    return layers.concatenate([single, double, layers.MaxPooling2D(3, strides=2)(x)], name='mixed8')


def InceptionV3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                classifier_activation='softmax', name='inception_v3', **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 299)
    x = stem(image)
    for i, filters in enumerate((32, 64, 64)):
        x = inception_a(x, filters, f'mixed{i}')
    x = reduction_a(x)
    for i, filters in enumerate((128, 160, 160, 192), 4):
        x = inception_b(x, filters, f'mixed{i}')
    x = reduction_b(x)
    for i in 0, 1:
        x = inception_c(x, i)
    if include_top:
        x = classified(x, classes, classifier_activation)
    elif pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return model(input_tensor, image, x, name)


def preprocess_input(x, data_format=None):
    return x
