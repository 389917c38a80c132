"""Zoph et al., Learning transferable architectures for scalable image recognition, 2017."""

from keras import layers
from ._common import halving_pad, image_input, model


def _norm(x, name):
    return layers.BatchNormalization(momentum=0.9997, epsilon=1e-3, name=name)(x)


def _pointwise(x, filters, name):
    return layers.Conv2D(filters, 1, padding='same', use_bias=False, kernel_initializer='he_normal', name=name)(x)


def _squeeze(x, filters, name, i, norm='bn_1'):
    x = layers.Activation('relu')(x)
    x = _pointwise(x, filters, f'{name}_{i}')
    return _norm(x, f'{name.split("_")[0]}_{norm}_{i}')


def separable(x, filters, kernel, name, stride=1):
    x = layers.Activation('relu')(x)
    if stride == 2:
        x = layers.ZeroPadding2D(halving_pad(x, kernel), name=f'separable_conv_1_pad_{name}')(x)
    padding = 'valid' if stride == 2 else 'same'
    x = layers.SeparableConv2D(filters, kernel, strides=stride, padding=padding, use_bias=False,
                               name=f'separable_conv_1_{name}')(x)
    x = layers.Activation('relu')(_norm(x, f'separable_conv_1_bn_{name}'))
    x = layers.SeparableConv2D(filters, kernel, padding='same', use_bias=False, name=f'separable_conv_2_{name}')(x)
    return _norm(x, f'separable_conv_2_bn_{name}')


def halved(p, filters, i):
    p = layers.Activation('relu', name=f'adjust_relu_1_{i}')(p)
    shifted = layers.Cropping2D(((1, 0), (1, 0)))(layers.ZeroPadding2D(((0, 1), (0, 1)))(p))
    halves = []
    for j, side in (1, p), (2, shifted):
        side = layers.AveragePooling2D(1, strides=2, name=f'adjust_avg_pool_{j}_{i}')(side)
        halves.append(_pointwise(side, filters // 2, f'adjust_conv_{j}_{i}'))
    return _norm(layers.concatenate(halves), f'adjust_bn_{i}')


def _adjusted(p, x, filters, i):
    if p is None:
        return x
    if p.shape[-2] != x.shape[-2]:
        return halved(p, filters, i)
    return _squeeze(p, filters, 'adjust_conv_projection', i, 'bn') if p.shape[-1] != filters else p


def _average(x, name, i):
    return layers.AveragePooling2D(3, strides=1, padding='same', name=f'{name}_{i}')(x)


def normal_cell(x, p, filters, i):
    p, h = _adjusted(p, x, filters, i), _squeeze(x, filters, 'normal_conv_1', i)
    pairs = [(separable(h, filters, 5, f'normal_left1_{i}'), separable(p, filters, 3, f'normal_right1_{i}')),
             (separable(p, filters, 5, f'normal_left2_{i}'), separable(p, filters, 3, f'normal_right2_{i}')),
             (_average(h, 'normal_left3', i), p),
             (_average(p, 'normal_left4', i), _average(p, 'normal_right4', i)),
             (separable(h, filters, 3, f'normal_left5_{i}'), h)]
    sums = [layers.add(list(pair), name=f'normal_add_{j}_{i}') for j, pair in enumerate(pairs, 1)]
    return layers.concatenate([p] + sums, name=f'normal_concat_{i}'), x


def reduction_cell(x, p, filters, i):
    p, h = _adjusted(p, x, filters, i), _squeeze(x, filters, 'reduction_conv_1', i)
    padded = layers.ZeroPadding2D(halving_pad(h, 3), name=f'reduction_pad_1_{i}')(h)
    left = separable(h, filters, 5, f'reduction_left1_{i}', 2)
    right = separable(p, filters, 7, f'reduction_right1_{i}', 2)
    first = layers.add([left, right], name=f'reduction_add_1_{i}')
    left = layers.MaxPooling2D(3, strides=2, name=f'reduction_left2_{i}')(padded)
    right = separable(p, filters, 7, f'reduction_right2_{i}', 2)
    second = layers.add([left, right], name=f'reduction_add_2_{i}')
    left = layers.AveragePooling2D(3, strides=2, name=f'reduction_left3_{i}')(padded)
    right = separable(p, filters, 5, f'reduction_right3_{i}', 2)
    third = layers.add([left, right], name=f'reduction_add3_{i}')
    fourth = layers.add([second, _average(first, 'reduction_left4', i)])
    right = layers.MaxPooling2D(3, strides=2, name=f'reduction_right5_{i}')(padded)
    fifth = layers.add([separable(first, filters, 3, f'reduction_left4_{i}'), right], name=f'reduction_add4_{i}')
    return layers.concatenate([second, third, fourth, fifth], name=f'reduction_concat_{i}'), x


def _nasnet(last, blocks, stem, skips, size, usual_name, input_shape=None, include_top=True, weights='imagenet',
            input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = image_input(input_tensor, input_shape, True, size)
    filters = last // 24
    x = layers.Conv2D(stem, 3, strides=2, use_bias=False, kernel_initializer='he_normal', name='stem_conv1')(image)
    x, p = reduction_cell(_norm(x, 'stem_bn1'), None, filters // 4, 'stem_1')
    x, p = reduction_cell(x, p, filters // 2, 'stem_2')
    for stage in range(3):
        if stage > 0:
            x, before = reduction_cell(x, p, filters * 2 ** stage, f'reduce_{stage * blocks}')
            p = p if skips else before
        for i in range(blocks):
            x, p = normal_cell(x, p, filters * 2 ** stage, stage * blocks + i + (stage > 0))
    x = layers.Activation('relu')(x)
    if include_top or pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    if include_top:
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    return model(input_tensor, image, x, name or usual_name)


def NASNetMobile(*args, **kwargs):
    return _nasnet(1056, 4, 32, False, 224, 'nasnet_mobile', *args, **kwargs)


def NASNetLarge(*args, **kwargs):
    return _nasnet(4032, 6, 96, True, 331, 'nasnet_large', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
