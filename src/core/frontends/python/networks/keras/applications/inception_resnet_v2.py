"""Szegedy et al., Inception-v4, Inception-ResNet and the impact of residual connections on learning, 2016."""

from keras import layers
from ._common import classified, image_input, model


def _conv(x, filters, kernel, stride=1, padding='same', name=None):
    x = layers.Conv2D(filters, kernel, strides=stride, padding=padding, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(scale=False, name=name and f'{name}_bn')(x)
    return layers.Activation('relu', name=name and f'{name}_ac')(x)


def _chain(x, *convolutions):
    for filters, kernel in convolutions:
        x = _conv(x, filters, kernel)
    return x


def stem(x):
    x = _conv(_conv(x, 32, 3, 2, 'valid'), 32, 3, padding='valid')
    x = layers.MaxPooling2D(3, strides=2)(_conv(x, 64, 3))
    x = _conv(_conv(x, 80, 1, padding='valid'), 192, 3, padding='valid')
    x = layers.MaxPooling2D(3, strides=2)(x)
    pool = _conv(layers.AveragePooling2D(3, strides=1, padding='same')(x), 64, 1)
    branches = [_conv(x, 96, 1), _chain(x, (48, 1), (64, 5)), _chain(x, (64, 1), (96, 3), (96, 3)), pool]
    return layers.Concatenate(name='mixed_5b')(branches)


class CustomScaleLayer(layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale


# The convolutions of the branches of each kind of block: filters and kernel.
BRANCHES = {
    'block35': ([(32, 1)], [(32, 1), (32, 3)], [(32, 1), (48, 3), (64, 3)]),
    'block17': ([(192, 1)], [(128, 1), (160, (1, 7)), (192, (7, 1))]),
    'block8': ([(192, 1)], [(192, 1), (224, (1, 3)), (256, (3, 1))]),
}


def inception_resnet_block(x, scale, kind, i, activates=True):
    name = f'{kind}_{i}'
    mixed = layers.Concatenate(name=f'{name}_mixed')([_chain(x, *branch) for branch in BRANCHES[kind]])
    up = layers.Conv2D(x.shape[-1], 1, padding='same', name=f'{name}_conv')(mixed)
    x = CustomScaleLayer(scale)([x, up])
    return layers.Activation('relu', name=f'{name}_ac')(x) if activates else x


def reduction_a(x):
    double = _conv(_chain(x, (256, 1), (256, 3)), 384, 3, 2, 'valid')
    branches = [_conv(x, 384, 3, 2, 'valid'), double, layers.MaxPooling2D(3, strides=2)(x)]
    return layers.Concatenate(name='mixed_6a')(branches)


def reduction_b(x):
    branches = [_conv(_conv(x, 256, 1), 384, 3, 2, 'valid'), _conv(_conv(x, 256, 1), 288, 3, 2, 'valid'),
                _conv(_chain(x, (256, 1), (288, 3)), 320, 3, 2, 'valid'), layers.MaxPooling2D(3, strides=2)(x)]
    return layers.Concatenate(name='mixed_7a')(branches)


def InceptionResNetV2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None,
                      classes=1000, classifier_activation='softmax', name='inception_resnet_v2', **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 299)
    x = stem(image)
    for i in range(1, 11):
        x = inception_resnet_block(x, 0.17, 'block35', i)
    x = reduction_a(x)
    for i in range(1, 21):
        x = inception_resnet_block(x, 0.1, 'block17', i)
    x = reduction_b(x)
    for i in range(1, 10):
        x = inception_resnet_block(x, 0.2, 'block8', i)
    x = inception_resnet_block(x, 1.0, 'block8', 10, activates=False)
    x = _conv(x, 1536, 1, name='conv_7b')
    if include_top:
        x = classified(x, classes, classifier_activation)
    elif pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return model(input_tensor, image, x, name)


def preprocess_input(x, data_format=None):
    return x
