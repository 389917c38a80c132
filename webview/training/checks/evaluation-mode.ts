import { formatNumber, nameOf } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';

/** How much larger the loss may be in evaluation, as a share of the best constant answer's. */
const MOST = 0.15;

/** Averages are filled before they are judged, see `examineEvaluation`: a short run alone is no fault. */
export const evaluationMode: Check = {
  id: 'evaluation-mode',
  title: 'Evaluation agrees with training',
  symptom:
    'The trained network answers worse in evaluation mode: the averages that its batch norms keep are not those of the data.',
  threshold: `loss in evaluation mode at most ${MOST} × what a constant answer reaches above that in training mode, on the same batch`,
  source: 'TheDeepChecker (Ben Braiek and Khomh 2023), mode conversion; the bound is ours',
  fault: 'evaluation differs from training',
  explainedBy: ['update-size'],
  remedy:
    'Look at the `momentum` of the batch norm: Keras counts how much of the average stays (0.99), PyTorch how much of the batch comes in (0.1). A dropout before a batch norm also makes the two differ (Li et al. 2019).',
  run({ evaluation, constantLoss, notFinite }) {
    if (notFinite) return skipped('Training broke off.');
    if (!evaluation) return skipped('No layer keeps averages of the data.');
    const {
      losses: [training, evaluated],
      node,
    } = evaluation;
    const seen = `The loss of a batch is ${formatNumber(training)} in training mode and ${formatNumber(evaluated)} in evaluation mode`;
    if (evaluated - training <= MOST * constantLoss) return pass(`${seen}.`, evaluated - training);
    const where = node === undefined ? '' : `; the averages of ${nameOf({ id: node })} are far from the data`;
    return fail(`${seen}${where}. Look at its momentum, and at dropout before it.`, {
      node,
      value: evaluated - training,
    });
  },
};
