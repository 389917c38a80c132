import { type Finding, finding } from '../../finding.js';
import type { Shape } from '../../graph.js';
import type { Place } from '../../source.js';
import { type Instance, isTensor, isUnknown, type Value } from './core/values.js';
import type { Draft } from './graph/recorder.js';
import { isModule, modulesIn, unknownModules } from './torch/module.js';

const remark = (message: string, at: Place): Finding => finding('unknown-layer', 'information', message, at);

const isKnown = (shape: Shape): boolean => shape?.every(size => size !== null) === true;

/** Arguments that say nothing of shapes. */
const idle = new Set(['device', 'dtype', 'inplace', 'padding_mode', 'momentum', 'eps']);

/** An argument of a layer, or a part of a module, that is not known. */
export function unknownPart(module: Instance): string | undefined {
  for (const [name, value] of module.attrs) {
    if (!isUnknown(value) || idle.has(name)) continue;
    const part = name === unknownModules ? 'a module' : `\`${name}\``;
    return `${part} of \`${module.cls.name}\` is not known (\`${value.name}\`)`;
  }
  return undefined;
}

/** The first module whose number of weights is not known. */
function unknownWeights(network: Instance, start: Place): Finding | undefined {
  for (const [, module] of modulesIn(network)) {
    const hasOpenWeight = [...module.attrs.values()].some(
      v => isTensor(v) && v.parameter !== undefined && !isKnown(v.shape),
    );
    const part = unknownPart(module);
    if (part && (hasOpenWeight || !module.cls.library))
      return remark(`weights unknown: ${part}`, module.made?.at ?? start);
  }
  return undefined;
}

/** The first node whose shape is not known though those of its inputs are. */
function unknownShape(drafts: readonly Draft[], shown: ReadonlySet<number>): Finding | undefined {
  // Behind a mismatch, that has been said.
  if (drafts.some(({ parameters }) => parameters.after !== undefined)) return undefined;
  const i = drafts.findIndex(
    (draft, at) =>
      shown.has(at) &&
      // What a layer of ours gives is not known only where shape inference says why.
      (draft.layer === 'operation' || draft.layer === 'unknown') &&
      !isKnown(draft.output) &&
      draft.inputs.every(input => isKnown(drafts[input]!.output)),
  );
  const draft = drafts[i];
  if (!draft) return undefined;
  const name = draft.parameters.function ?? draft.parameters.class ?? draft.layer;
  return remark(`shape unknown from here: what \`${name}\` gives is not known`, draft.at);
}

/** Says where knowledge ends, where nothing else has said so: every figure that is not known has a cause. */
export function causeOfUnknown(
  value: Value,
  total: number | null | undefined,
  outputs: readonly Shape[],
  drafts: readonly Draft[],
  shown: ReadonlySet<number>,
): Finding | undefined {
  if (isUnknown(value)) return remark(`\`${value.name}\` is not known`, { start: 0, end: 0 });
  const weights = total === null && isModule(value) ? unknownWeights(value, { start: 0, end: 0 }) : undefined;
  const isOpen = outputs.some(shape => !isKnown(shape?.slice(1) ?? null));
  return weights ?? (isOpen || !isModule(value) ? unknownShape(drafts, shown) : undefined);
}
