import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/**
 * An operation with a gradient of its own. `forward` is not recorded; `backward` gives one gradient per input, in
 * their order. By then only the inputs and `constants` are alive: name there what else `backward` reads.
 */
export function differentiable<
  Inputs extends Tensor[],
  Output extends Tensor,
  Constants extends Tensor[] = [],
>(
  inputs: [...Inputs],
  forward: (...inputs: Inputs) => Output,
  backward: (dy: Output, inputs: Inputs, constants: Constants) => Tensor[],
  constants?: [...Constants],
): Output {
  const kept = constants ?? [];
  const operation = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const given = args.slice(0, inputs.length) as Inputs;
    const save = args[inputs.length] as GradSaveFunc;
    const value = forward(...given);
    save([...given, ...kept]);
    const gradFunc = (dy: Output, saved: Tensor[]) =>
      backward(dy, saved.slice(0, inputs.length) as Inputs, saved.slice(inputs.length) as Constants);
    return { value, gradFunc };
  });
  return operation(...inputs);
}
