import { activationBeforeAddition } from './activation-before-addition.js';
import { biasBeforeNorm } from './bias-before-norm.js';
import { blockedShortcut } from './blocked-shortcut.js';
import { bottleneckStride } from './bottleneck-stride.js';
import { concatMismatch } from './concat-mismatch.js';
import { deepPlainNetwork } from './deep-plain-network.js';
import { depthFormula } from './depth-formula.js';
import { doubleActivation } from './double-activation.js';
import { dropoutBeforeNorm } from './dropout-before-norm.js';
import { halvingWithoutWidening } from './halving-without-widening.js';
import { heInitialisation } from './he-initialisation.js';
import { kerasJsonRules } from './keras-json.js';
import { lostPixels } from './lost-pixels.js';
import { missingFinalNorm } from './missing-final-norm.js';
import { mixedBlockOrders } from './mixed-block-orders.js';
import { needlessProjection } from './needless-projection.js';
import { readingRules } from './reading.js';
import type { Rule } from './rule.js';
import { shortcutMismatch } from './shortcut-mismatch.js';
import { skippedInput } from './skipped-input.js';
import { softmaxTwice } from './softmax-twice.js';
import { unproductiveLayer } from './unproductive-layer.js';
import { unusedLayer } from './unused-layer.js';
import { zeroGamma } from './zero-gamma.js';

/** Every code that a finding can have, with its check where it is one of the graph. */
export const rules: readonly Rule[] = [
  shortcutMismatch,
  concatMismatch,
  unusedLayer,
  mixedBlockOrders,
  blockedShortcut,
  missingFinalNorm,
  activationBeforeAddition,
  needlessProjection,
  bottleneckStride,
  skippedInput,
  halvingWithoutWidening,
  depthFormula,
  deepPlainNetwork,
  doubleActivation,
  softmaxTwice,
  biasBeforeNorm,
  dropoutBeforeNorm,
  lostPixels,
  heInitialisation,
  zeroGamma,
  unproductiveLayer,
  ...readingRules,
  ...kerasJsonRules,
];
