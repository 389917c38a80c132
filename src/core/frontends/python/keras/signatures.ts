const convolution =
  "filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, groups=1, activation=None, use_bias=True";
const depthwise =
  "kernel_size, strides=1, padding='valid', depth_multiplier=1, data_format=None, dilation_rate=1, activation=None, use_bias=True";
const separable =
  "filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, depth_multiplier=1, activation=None, use_bias=True";
const transposed =
  "filters, kernel_size, strides=1, padding='valid', output_padding=None, data_format=None, dilation_rate=1, activation=None, use_bias=True";
const pool = "pool_size=2, strides=None, padding='valid', data_format=None";
const globalPool = 'data_format=None, keepdims=False';
const recurrent = "units, activation='tanh'";
const normalization = 'axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True';

const byAxes = (before: string, after: string, signature: string, most = 3): Record<string, string> =>
  Object.fromEntries(Array.from({ length: most }, (_, i) => [`${before}${i + 1}D${after}`, signature]));

const all = (names: readonly string[], signature: string): Record<string, string> =>
  Object.fromEntries(names.map(name => [name, signature]));

/** The constructors' parameters in their order. Whatever is given by another name is taken as it is. */
export const signatures: Readonly<Record<string, string>> = {
  ...byAxes('Conv', '', convolution),
  ...byAxes('Convolution', '', convolution),
  ...byAxes('AtrousConvolution', '', 'nb_filter, nb_row, nb_col', 2),
  ...byAxes('DepthwiseConv', '', depthwise, 2),
  ...byAxes('SeparableConv', '', separable, 2),
  ...byAxes('SeparableConvolution', '', separable, 2),
  ...byAxes('Conv', 'Transpose', transposed),
  ...byAxes('Convolution', 'Transpose', transposed),
  ...byAxes('Deconvolution', '', 'nb_filter, nb_row, nb_col, output_shape'),
  ...byAxes('MaxPooling', '', pool),
  ...byAxes('MaxPool', '', pool),
  ...byAxes('AveragePooling', '', pool),
  ...byAxes('AvgPool', '', pool),
  ...byAxes('GlobalAveragePooling', '', globalPool),
  ...byAxes('GlobalAvgPool', '', globalPool),
  ...byAxes('GlobalMaxPooling', '', globalPool),
  ...byAxes('GlobalMaxPool', '', globalPool),
  ...byAxes('AdaptiveAveragePooling', '', 'output_size, data_format=None'),
  ...byAxes('AdaptiveMaxPooling', '', 'output_size, data_format=None'),
  ...byAxes('ZeroPadding', '', 'padding=1, data_format=None'),
  ...byAxes('Cropping', '', 'cropping=1, data_format=None'),
  ...byAxes('UpSampling', '', "size=2, data_format=None, interpolation='nearest'"),
  ...byAxes('SpatialDropout', '', 'rate, data_format=None'),
  ...all(['BatchNormalization', 'SyncBatchNormalization'], normalization),
  ...all(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Identity'], ''),
  ...all(['SimpleRNN', 'LSTM', 'GRU'], recurrent),
  ...all(
    ['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomContrast', 'RandomTranslation', 'RandomBrightness'],
    'factor=None',
  ),
  Dense: 'units, activation=None, use_bias=True',
  LayerNormalization: 'axis=-1, epsilon=0.001, center=True, scale=True',
  GroupNormalization: 'groups=32, axis=-1, epsilon=0.001, center=True, scale=True',
  UnitNormalization: 'axis=-1',
  Activation: 'activation',
  ReLU: 'max_value=None, negative_slope=0.0, threshold=0.0',
  LeakyReLU: 'alpha=0.3',
  PReLU: "alpha_initializer='zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None",
  ELU: 'alpha=1.0',
  ThresholdedReLU: 'theta=1.0',
  Softmax: 'axis=-1',
  Flatten: 'data_format=None',
  Reshape: 'target_shape',
  Permute: 'dims',
  RepeatVector: 'n',
  Dropout: 'rate=0.5, noise_shape=None, seed=None',
  AlphaDropout: 'rate',
  GaussianDropout: 'rate',
  GaussianNoise: 'stddev',
  ActivityRegularization: 'l1=0.0, l2=0.0',
  Masking: 'mask_value=0.0',
  Concatenate: 'axis=-1',
  Merge: "layers=None, mode='sum', concat_axis=-1",
  Embedding: 'input_dim, output_dim',
  Rescaling: 'scale, offset=0.0',
  Resizing: "height, width, interpolation='bilinear'",
  Bidirectional: "layer, merge_mode='concat'",
  TimeDistributed: 'layer',
};

/** Keras 1 gave a kernel's height and width one by one. */
export const olderConvolution = 'nb_filter, nb_row, nb_col';
