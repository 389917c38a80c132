"""What the families share: their input, their head, and their arithmetic of channels."""

from keras import layers, models
from keras.utils import get_source_inputs


def image_input(input_tensor, input_shape, include_top, size):
    if input_tensor is not None:
        return input_tensor
    if input_shape is None:
        side = size if include_top else None
        input_shape = (side, side, 3)
    return layers.Input(shape=input_shape)


def pooled(x, pooling):
    if pooling == 'avg':
        return layers.GlobalAveragePooling2D(name='avg_pool')(x)
    if pooling == 'max':
        return layers.GlobalMaxPooling2D(name='max_pool')(x)
    return x


def classified(x, classes, activation, dropout=0):
    x = layers.GlobalAveragePooling2D(name='avg_pool')(x)
    if dropout > 0:
        x = layers.Dropout(dropout, name='top_dropout')(x)
    return layers.Dense(classes, activation=activation, name='predictions')(x)


def model(input_tensor, image, x, name):
    inputs = image if input_tensor is None else get_source_inputs(input_tensor)
    return models.Model(inputs, x, name=name)


def divisible(channels, divisor=8):
    """The nearest multiple, and not more than a tenth below."""
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


def halving_pad(x, kernel):
    """The padding with which a 'valid' stride of 2 gives what 'same' gives, the rest at the bottom and the right."""
    half = kernel // 2
    return tuple((half - 1 + (size % 2 if size else 0), half) for size in x.shape[1:3])
