"""Chollet, Xception: deep learning with depthwise separable convolutions, 2016."""

from keras import layers
from ._common import classified, image_input, model


def _conv(x, filters, stride, name):
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=name)(x)
    return layers.Activation('relu', name=f'{name}_act')(layers.BatchNormalization(name=f'{name}_bn')(x))


def _separable(x, filters, name):
    x = layers.SeparableConv2D(filters, 3, padding='same', use_bias=False, name=name)(x)
    return layers.BatchNormalization(name=f'{name}_bn')(x)


def reducing_block(x, first, filters, i):
    shortcut = layers.Conv2D(filters, 1, strides=2, padding='same', use_bias=False)(x)
    shortcut = layers.BatchNormalization()(shortcut)
    if i > 2:
        x = layers.Activation('relu', name=f'block{i}_sepconv1_act')(x)
    x = _separable(x, first, f'block{i}_sepconv1')
    x = layers.Activation('relu', name=f'block{i}_sepconv2_act')(x)
    x = _separable(x, filters, f'block{i}_sepconv2')
    x = layers.MaxPooling2D(3, strides=2, padding='same', name=f'block{i}_pool')(x)
    return layers.add([x, shortcut])


def middle_block(x, i):
    shortcut = x
    for j in 1, 2, 3:
        x = layers.Activation('relu', name=f'block{i}_sepconv{j}_act')(x)
        x = _separable(x, 728, f'block{i}_sepconv{j}')
    return layers.add([x, shortcut])


def Xception(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
             classifier_activation='softmax', name='xception', **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 299)
    x = _conv(_conv(image, 32, 2, 'block1_conv1'), 64, 1, 'block1_conv2')
    for i, filters in enumerate((128, 256, 728), 2):
        x = reducing_block(x, filters, filters, i)
    for i in range(5, 13):
        x = middle_block(x, i)
    x = reducing_block(x, 728, 1024, 13)
    for j, filters in (1, 1536), (2, 2048):
        x = layers.Activation('relu', name=f'block14_sepconv{j}_act')(_separable(x, filters, f'block14_sepconv{j}'))
    if include_top:
        x = classified(x, classes, classifier_activation)
    elif pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return model(input_tensor, image, x, name)


def preprocess_input(x, data_format=None):
    return x
