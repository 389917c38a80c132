import {
  add,
  div,
  mul,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Weights larger than this on average move no faster: biases and norms start at 0 and 1, whatever the network. */
const LARGEST_SCALE = 0.1;

interface Moments {
  /** Deviation of the weight from 0 when training began. */
  readonly scale: number;
  readonly mean: Variable;
  readonly square: Variable;
}

/**
 * Adam (Kingma and Ba 2015) with steps relative to the size of each weight (Shazeer and Stern 2018): a dense layer on
 * 30,000 features starts with weights 20 times smaller than a convolution's, and would be thrown far off by its steps.
 */
export class RelativeAdam {
  private readonly moments = new Map<Variable, Moments>();
  private steps = 0;

  /** @param rate how much of its size a weight may move in one step */
  constructor(private readonly rate: number) {}

  /** Moves each variable against its gradient; those without one stay. */
  apply(variables: readonly Variable[], gradients: readonly (Tensor | undefined)[]): void {
    this.steps++;
    const correction = Math.sqrt(1 - BETA2 ** this.steps) / (1 - BETA1 ** this.steps);
    variables.forEach((weight, i) => {
      const gradient = gradients[i];
      if (gradient) tidy(() => this.move(weight, gradient, correction));
    });
  }

  dispose(): void {
    for (const { mean, square } of this.moments.values()) {
      mean.dispose();
      square.dispose();
    }
    this.moments.clear();
  }

  private move(weight: Variable, gradient: Tensor, correction: number): void {
    const { mean, square: squares, scale } = this.momentsOf(weight);
    mean.assign(add(mul(mean, BETA1), mul(gradient, 1 - BETA1)));
    squares.assign(add(mul(squares, BETA2), mul(square(gradient), 1 - BETA2)));
    const step = div(mul(mean, this.rate * scale * correction), add(sqrt(squares), EPSILON));
    weight.assign(sub(weight, step));
  }

  private momentsOf(weight: Variable): Moments {
    const known = this.moments.get(weight);
    if (known) return known;
    const created = {
      scale: scaleOf(weight.dataSync()),
      mean: variable(zerosLike(weight), false),
      square: variable(zerosLike(weight), false),
    };
    this.moments.set(weight, created);
    return created;
  }
}

/** Root of the mean square, at most LARGEST_SCALE; that too for weights that start at 0. */
function scaleOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]! ** 2;
  const deviation = Math.sqrt(total / values.length);
  return deviation === 0 ? LARGEST_SCALE : Math.min(LARGEST_SCALE, deviation);
}
