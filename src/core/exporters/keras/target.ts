/** A program that reads Keras JSON. */
export interface Target {
  readonly name: 'Keras' | 'TensorFlow.js';
  /** The classes that it has; all of Keras's where that is not said. */
  readonly classes?: ReadonlySet<string>;
  /** The words that it has for `activation`. */
  readonly activations?: ReadonlySet<string>;
  readonly groupedConvolutions: boolean;
  /** Whether a dropout can have one pattern for many values. */
  readonly noiseShapes: boolean;
  /** Whether transposed convolutions can be dilated or have an output padding. */
  readonly fullTransposed: boolean;
  /** Whether global pools can keep their axes. */
  readonly keepDims: boolean;
  /** Whether ReLU can have a slope and a threshold, GRU a reset gate after the product. */
  readonly fullOptions: boolean;
}

export const keras: Target = {
  name: 'Keras',
  groupedConvolutions: true,
  noiseShapes: true,
  fullTransposed: true,
  keepDims: true,
  fullOptions: true,
};

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const tfjs: Target = {
  name: 'TensorFlow.js',
  classes: words(`
    InputLayer Dense Activation Flatten Reshape Permute RepeatVector Rescaling Embedding
    Conv1D Conv2D Conv3D DepthwiseConv2D SeparableConv2D Conv2DTranspose Conv3DTranspose
    MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D
    ZeroPadding2D Cropping2D UpSampling2D BatchNormalization LayerNormalization
    ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax
    Dropout SpatialDropout1D AlphaDropout GaussianDropout GaussianNoise
    Add Multiply Average Maximum Minimum Concatenate
    SimpleRNN LSTM GRU Bidirectional`),
  activations: words(`
    linear relu relu6 elu selu gelu sigmoid hard_sigmoid tanh softplus softsign swish mish softmax log_softmax`),
  groupedConvolutions: false,
  noiseShapes: false,
  fullTransposed: false,
  keepDims: false,
  fullOptions: false,
};
