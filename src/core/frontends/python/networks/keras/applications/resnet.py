"""He et al., Deep residual learning for image recognition, 2015; the stride is in the first convolution."""

from keras import layers
from ._common import classified, image_input, model, pooled


def _norm(x, name):
    return layers.BatchNormalization(epsilon=1.001e-5, name=name)(x)


def residual_block(x, filters, stride, projects, name):
    shortcut = x
    if projects:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f'{name}_0_conv')(x)
        shortcut = _norm(shortcut, f'{name}_0_bn')
    x = layers.Conv2D(filters, 1, strides=stride, name=f'{name}_1_conv')(x)
    x = layers.Activation('relu', name=f'{name}_1_relu')(_norm(x, f'{name}_1_bn'))
    x = layers.Conv2D(filters, 3, padding='same', name=f'{name}_2_conv')(x)
    x = layers.Activation('relu', name=f'{name}_2_relu')(_norm(x, f'{name}_2_bn'))
    x = _norm(layers.Conv2D(4 * filters, 1, name=f'{name}_3_conv')(x), f'{name}_3_bn')
    x = layers.Add(name=f'{name}_add')([shortcut, x])
    return layers.Activation('relu', name=f'{name}_out')(x)


def stem(x, norms, bias):
    x = layers.ZeroPadding2D(3, name='conv1_pad')(x)
    x = layers.Conv2D(64, 7, strides=2, use_bias=bias, name='conv1_conv')(x)
    if norms:
        x = layers.Activation('relu', name='conv1_relu')(_norm(x, 'conv1_bn'))
    x = layers.ZeroPadding2D(1, name='pool1_pad')(x)
    return layers.MaxPooling2D(3, strides=2, name='pool1_pool')(x)


def _resnet(depths, usual_name, include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
            pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, include_top, 224)
    x = stem(image, norms=True, bias=True)
    for stage, depth in enumerate(depths):
        for i in range(depth):
            stride = 2 if i == 0 and stage > 0 else 1
            x = residual_block(x, 64 * 2 ** stage, stride, i == 0, f'conv{stage + 2}_block{i + 1}')
    x = classified(x, classes, classifier_activation) if include_top else pooled(x, pooling)
    return model(input_tensor, image, x, name or usual_name)


def ResNet50(*args, **kwargs):
    return _resnet([3, 4, 6, 3], 'resnet50', *args, **kwargs)


def ResNet101(*args, **kwargs):
    return _resnet([3, 4, 23, 3], 'resnet101', *args, **kwargs)


def ResNet152(*args, **kwargs):
    return _resnet([3, 8, 36, 3], 'resnet152', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
