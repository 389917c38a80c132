"""Two small residual networks in Keras: the activation after the addition (v1), or before the weights (v2)."""

import keras
from keras.layers import Activation, BatchNormalization, Conv2D, Dense, Flatten, Input


def res_block_v1(x, input_filter, output_filter):
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(x)
    res_x = BatchNormalization()(res_x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    res_x = BatchNormalization()(res_x)
    if input_filter == output_filter:
        identity = x
    else:  # more channels, or fewer
        identity = Conv2D(kernel_size=(1, 1), filters=output_filter, strides=1, padding='same')(x)
    x = keras.layers.add([identity, res_x])
    output = Activation('relu')(x)
    return output


def res_block_v2(x, input_filter, output_filter):
    res_x = BatchNormalization()(x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    res_x = BatchNormalization()(res_x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    if input_filter == output_filter:
        identity = x
    else:  # more channels, or fewer
        identity = Conv2D(kernel_size=(1, 1), filters=output_filter, strides=1, padding='same')(x)
    output = keras.layers.add([identity, res_x])
    return output


def resnet_v1(x):
    x = Conv2D(kernel_size=(3, 3), filters=16, strides=1, padding='same', activation='relu')(x)
    x = res_block_v1(x, 16, 16)
    x = res_block_v1(x, 16, 32)
    x = Flatten()(x)
    outputs = Dense(10, activation='softmax', kernel_initializer='he_normal')(x)
    return outputs


def resnet_v2(x):
    x = Conv2D(kernel_size=(3, 3), filters=16, strides=1, padding='same', activation='relu')(x)
    x = res_block_v2(x, 16, 16)
    x = res_block_v2(x, 16, 32)
    x = BatchNormalization()(x)
    y = Flatten()(x)
    outputs = Dense(10, activation='softmax', kernel_initializer='he_normal')(y)
    return outputs


inputs = Input(shape=(32, 32, 3))
model_v1 = keras.Model(inputs, resnet_v1(inputs), name='resnet_v1')
model_v2 = keras.Model(inputs, resnet_v2(inputs), name='resnet_v2')
