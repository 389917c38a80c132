"""He et al., Identity mappings in deep residual networks, 2016; a stage's last block halves the size."""

from keras import layers
from ._common import classified, image_input, model, pooled
from .resnet import stem


def _activated(x, name):
    x = layers.BatchNormalization(epsilon=1.001e-5, name=f'{name}_bn')(x)
    return layers.Activation('relu', name=f'{name}_relu')(x)


def residual_block(x, filters, stride, projects, name):
    active = _activated(x, f'{name}_preact')
    if projects:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f'{name}_0_conv')(active)
    else:
        shortcut = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = layers.Conv2D(filters, 1, use_bias=False, name=f'{name}_1_conv')(active)
    x = layers.ZeroPadding2D(1, name=f'{name}_2_pad')(_activated(x, f'{name}_1'))
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f'{name}_2_conv')(x)
    x = layers.Conv2D(4 * filters, 1, name=f'{name}_3_conv')(_activated(x, f'{name}_2'))
    return layers.Add(name=f'{name}_out')([shortcut, x])


def _resnet_v2(depths, usual_name, include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
               pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 224)
    x = stem(image, norms=False, bias=True)
    for stage, depth in enumerate(depths):
        for i in range(depth):
            stride = 2 if i == depth - 1 and stage < 3 else 1
            x = residual_block(x, 64 * 2 ** stage, stride, i == 0, f'conv{stage + 2}_block{i + 1}')
    x = _activated(x, 'post')
    x = classified(x, classes, classifier_activation) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def ResNet50V2(*args, **kwargs):
    return _resnet_v2([3, 4, 6, 3], 'resnet50v2', *args, **kwargs)


def ResNet101V2(*args, **kwargs):
    return _resnet_v2([3, 4, 23, 3], 'resnet101v2', *args, **kwargs)


def ResNet152V2(*args, **kwargs):
    return _resnet_v2([3, 8, 36, 3], 'resnet152v2', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
