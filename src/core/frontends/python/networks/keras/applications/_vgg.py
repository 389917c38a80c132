"""Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, 2014."""

from keras import layers
from ._common import image_input, model


def _vgg(depths, usual_name, include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
         pooling=None, classes=1000, classifier_activation='softmax', name=None, **kwargs):
    image = x = image_input(input_tensor, input_shape, include_top, 224)
    for block, depth in enumerate(depths, 1):
        filters = min(512, 32 * 2 ** block)
        for i in range(1, depth + 1):
            x = layers.Conv2D(filters, 3, activation='relu', padding='same', name=f'block{block}_conv{i}')(x)
        x = layers.MaxPooling2D(2, strides=2, name=f'block{block}_pool')(x)
    if include_top:
        x = layers.Flatten(name='flatten')(x)
        for i in 1, 2:
            x = layers.Dense(4096, activation='relu', name=f'fc{i}')(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    elif pooling == 'avg':
        x = layers.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = layers.GlobalMaxPooling2D()(x)
    return model(input_tensor, image, x, name or usual_name)
