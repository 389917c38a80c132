"""Liu et al., A ConvNet for the 2020s, 2022."""

from keras import layers, models
from ._common import image_input, model


class LayerScale(layers.Layer):
    def __init__(self, init_values, projection_dim, **kwargs):
        super().__init__(**kwargs)
        self.projection_dim = projection_dim

    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(self.projection_dim,), name='gamma')

    def call(self, x):
        return x * self.gamma


def block(x, filters, name):
    shortcut = x
    x = layers.Conv2D(filters, 7, padding='same', groups=filters, name=f'{name}_depthwise_conv')(x)
    x = layers.LayerNormalization(epsilon=1e-6, name=f'{name}_layernorm')(x)
    x = layers.Dense(4 * filters, name=f'{name}_pointwise_conv_1')(x)
    x = layers.Activation('gelu', name=f'{name}_gelu')(x)
    x = layers.Dense(filters, name=f'{name}_pointwise_conv_2')(x)
    x = LayerScale(1e-6, filters, name=f'{name}_layer_scale')(x)
    return shortcut + layers.Activation('linear', name=f'{name}_identity')(x)


def _downsampled(x, i, filters, name):
    if i == 0:
        steps = [layers.Conv2D(filters, 4, strides=4, name=f'{name}_stem_conv'),
                 layers.LayerNormalization(epsilon=1e-6, name=f'{name}_stem_layernorm')]
        return models.Sequential(steps, name=f'{name}_stem')(x)
    steps = [layers.LayerNormalization(epsilon=1e-6, name=f'{name}_downsampling_layernorm_{i - 1}'),
             layers.Conv2D(filters, 2, strides=2, name=f'{name}_downsampling_conv_{i - 1}')]
    return models.Sequential(steps, name=f'{name}_downsampling_block_{i - 1}')(x)


def head(x, classes, activation, name):
    x = layers.GlobalAveragePooling2D(name=f'{name}_head_gap')(x)
    x = layers.LayerNormalization(epsilon=1e-6, name=f'{name}_head_layernorm')(x)
    return layers.Dense(classes, activation=activation, name=f'{name}_head_dense')(x)


def _pooled(x, pooling):
    if pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return layers.LayerNormalization(epsilon=1e-6)(x)


def _convnext(deep, width, usual_name, include_top=True, include_preprocessing=True, weights='imagenet',
              input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax',
              name=None, **kwargs):
    name = name or usual_name
    image = x = image_input(input_tensor, input_shape, include_top, 224)
    if include_preprocessing and x.shape[-1] == 3:
        mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
        x = layers.Normalization(mean=[255 * m for m in mean], variance=[(255 * d) ** 2 for d in deviation],
                                 name=f'{name}_prestem_normalization')(x)
    for i, depth in enumerate((3, 3, 27 if deep else 9, 3)):
        x = _downsampled(x, i, width * 2 ** i, name)
        for j in range(depth):
            x = block(x, width * 2 ** i, f'{name}_stage_{i}_block_{j}')
    x = head(x, classes, classifier_activation, name) if include_top else _pooled(x, pooling)
    return model(input_tensor, image, x, name)


def ConvNeXtTiny(*args, **kwargs):
    return _convnext(False, 96, 'convnext_tiny', *args, **kwargs)


def ConvNeXtSmall(*args, **kwargs):
    return _convnext(True, 96, 'convnext_small', *args, **kwargs)


def ConvNeXtBase(*args, **kwargs):
    return _convnext(True, 128, 'convnext_base', *args, **kwargs)


def ConvNeXtLarge(*args, **kwargs):
    return _convnext(True, 192, 'convnext_large', *args, **kwargs)


def ConvNeXtXLarge(*args, **kwargs):
    return _convnext(True, 256, 'convnext_xlarge', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
