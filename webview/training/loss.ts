import {
  abs,
  add,
  exp,
  log1p,
  logSoftmax,
  mean,
  mul,
  neg,
  relu,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { channelsToLast } from './layers/images.js';
import type { Head } from './objective.js';

type Loss = (answers: Tensor, targets: Tensor) => Scalar;

/** Means over batch and positions; of the classes, the cross-entropy is a sum. Both arguments are [rows, channels]. */
const losses: Record<Head['loss'], Loss> = {
  classes: (logits, targets) => neg(mean(sum(mul(logSoftmax(logits), targets), -1))),
  labels: (logits, targets) =>
    // log(1 + e^x) − x · target, in the form that does not overflow.
    mean(add(sub(relu(logits), mul(logits, targets)), log1p(exp(neg(abs(logits)))))),
  regression: (answers, targets) => mean(square(sub(answers, targets))),
};

/**
 * The loss of one head.
 * @param answers what its node computed: [batch, ...shape]
 * @param targets [rows, channels], see `targetsFor`
 */
export function lossOf(head: Head, answers: Tensor, targets: Tensor): Scalar {
  const last = head.channelsFirst ? channelsToLast(answers) : answers;
  return losses[head.loss](reshape(last, targets.shape), targets);
}

/**
 * The lowest loss that the same answer to every example can reach. Below it, a network must have looked at its input.
 * @param frequencies mean target of each channel
 */
export function constantLoss(loss: Head['loss'], frequencies: readonly number[]): number {
  const entropy = (p: number) => (p > 0 ? -p * Math.log(p) : 0);
  const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  switch (loss) {
    case 'classes':
      return frequencies.reduce((total, p) => total + entropy(p), 0);
    case 'labels':
      return average(frequencies.map(p => entropy(p) + entropy(1 - p)));
    case 'regression':
      return average(frequencies.map(p => p * (1 - p)));
  }
}
