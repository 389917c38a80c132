const below =
  /^(?:tensorflow\.python\.keras|tensorflow\.contrib\.keras|tensorflow\.compat\.v[12]\.keras|tensorflow\.keras|tf_keras|keras)(?:\.src|\.api)?(?:\._v[12]\.keras)?(?:\.(.+))?$/;

/** The path of a module below the root of Keras, by whichever of its names: of `tensorflow.keras.layers`, `layers`. */
export const belowKeras = (name: string): string | undefined => {
  const found = below.exec(name.replace(/^keras_applications\b/, 'keras.applications'));
  return found ? (found[1] ?? '') : undefined;
};
