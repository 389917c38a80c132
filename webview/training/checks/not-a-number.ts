import { type Check, fail, pass } from './check.js';

export const notANumber: Check = {
  id: 'not-a-number',
  title: 'All values stay numbers',
  symptom:
    'A loss, an activation or a gradient is infinite or not a number. The first layer where it happens is named.',
  threshold: 'no value is infinite or not a number, in any step',
  source: 'DeepLocalize (Wardat et al. 2021)',
  fault: 'values are no longer numbers',
  remedy:
    'Look for a division, a logarithm or an exponential without a bound, and for values that double from layer to layer: a norm keeps them in range.',
  run({ notFinite, losses }) {
    if (!notFinite) return pass(`Loss and gradients were numbers in all ${losses.length} steps.`);
    const where = notFinite.blame ? `${notFinite.blame.reason}` : 'it cannot be told where';
    return fail(
      `In step ${notFinite.step + 1}, ${where}. Look for a division, a logarithm or an exponential without a bound, or values that double from layer to layer: a norm keeps them in range.`,
      { node: notFinite.blame?.node, value: notFinite.step + 1 },
    );
  },
};
