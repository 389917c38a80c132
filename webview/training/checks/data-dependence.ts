import { formatNumber, nameOf } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';

export const dataDependence: Check = {
  id: 'data-dependence',
  title: 'The answer depends on the input',
  symptom: 'After training, the loss is the same when an input is 0 everywhere: it has no influence.',
  threshold: 'losses with and without each input differ by more than rounding (1e-6 of the loss)',
  source:
    'Karpathy 2019, A recipe for training neural networks: "input-independent baseline"; TheDeepChecker (Ben Braiek and Khomh 2023)',
  fault: 'an input does not matter',
  explainedBy: ['update-size', 'dying-relu', 'saturation', 'vanishing-gradient', 'signal-propagation'],
  remedy:
    'Follow the input to where its influence ends: a scale or gate of 0, an activation that gives one value everywhere, a branch that nothing uses.',
  run({ dependences }) {
    if (!dependences) return skipped('It was not tried, as training broke off.');
    const without = dependences.find(({ losses: [given, zeroed] }) => isSame(given, zeroed));
    if (!without) {
      const each = dependences.map(
        ({ input, losses: [given, zeroed] }) =>
          `${formatNumber(given)} with ${nameOf({ id: input })}, ${formatNumber(zeroed)} with zeros in its place`,
      );
      return pass(`Loss: ${each.join('; ')}.`);
    }
    const { input, end, losses } = without;
    const seen = `The loss is ${formatNumber(losses[0])} with ${nameOf({ id: input })}, and with zeros in its place`;
    const value = Math.abs(losses[1] - losses[0]);
    if (end === undefined)
      return fail(`${seen}. What gets through is too little to change an answer.`, { value });
    const where =
      end === input
        ? 'No output depends on it'
        : `The output of ${nameOf({ id: end })} is the same either way`;
    return fail(`${seen}. ${where}.`, { node: end, value });
  },
};

/** Rounding makes such differences. */
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.abs(a);
