"""Huang et al., Densely connected convolutional networks, 2016."""

from keras import layers
from ._common import classified, image_input, model, pooled

GROWTH = 32


def _activated(x, name):
    x = layers.BatchNormalization(epsilon=1.001e-5, name=f'{name}_bn')(x)
    return layers.Activation('relu', name=f'{name}_relu')(x)


def conv_block(x, name):
    new = layers.Conv2D(4 * GROWTH, 1, use_bias=False, name=f'{name}_1_conv')(_activated(x, f'{name}_0'))
    new = _activated(new, f'{name}_1')
    new = layers.Conv2D(GROWTH, 3, padding='same', use_bias=False, name=f'{name}_2_conv')(new)
    return layers.Concatenate(name=f'{name}_concat')([x, new])


def transition_block(x, name):
    x = _activated(x, name)
    x = layers.Conv2D(x.shape[-1] // 2, 1, use_bias=False, name=f'{name}_conv')(x)
    return layers.AveragePooling2D(2, strides=2, name=f'{name}_pool')(x)


def stem(x):
    x = layers.ZeroPadding2D(3)(x)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name='conv1_conv')(x)
    x = layers.BatchNormalization(epsilon=1.001e-5, name='conv1_bn')(x)
    x = layers.ZeroPadding2D(1)(layers.Activation('relu', name='conv1_relu')(x))
    return layers.MaxPooling2D(3, strides=2, name='pool1')(x)


def _densenet(blocks, usual_name, include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
              pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 224)
    x = stem(image)
    for stage, depth in enumerate(blocks, 2):
        for i in range(depth):
            x = conv_block(x, f'conv{stage}_block{i + 1}')
        if stage < 5:
            x = transition_block(x, f'pool{stage}')
    x = layers.BatchNormalization(epsilon=1.001e-5, name='bn')(x)
    x = layers.Activation('relu', name='relu')(x)
    x = classified(x, classes, classifier_activation) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def DenseNet121(*args, **kwargs):
    return _densenet([6, 12, 24, 16], 'densenet121', *args, **kwargs)


def DenseNet169(*args, **kwargs):
    return _densenet([6, 12, 32, 32], 'densenet169', *args, **kwargs)


def DenseNet201(*args, **kwargs):
    return _densenet([6, 12, 48, 32], 'densenet201', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
