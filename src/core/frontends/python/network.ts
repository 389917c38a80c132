import type { Shape, Size } from '../../graph.js';
import { sum } from '../../graph.js';
import type { Totals } from '../../program.js';
import type { Place } from '../../source.js';
import { instantiate } from './core/calls.js';
import { repr } from './core/text.js';
import type { Framework } from './core/values.js';
import {
  Class,
  Func,
  Instance,
  isTensor,
  isUnknown,
  sizeValue,
  Tensor,
  Tuple,
  type Value,
} from './core/values.js';
import { LimitReached, PyRaise, type Vm } from './core/vm.js';
import { isKerasModel, kerasInput, kerasOutputs } from './keras/model.js';
import { tensorsIn } from './libraries.js';
import type { Session } from './session.js';
import { isModule, modulesIn, parametersIn, unknownModules } from './torch/module.js';

/** A network that was made and, where an input is known, run. */
export interface Network {
  readonly framework: Framework;
  readonly type: string;
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Shape[];
  /** Where it is not the sum over the nodes. */
  readonly totals: Totals | undefined;
}

/** Runs something of the user's: what it raises becomes a remark, and a used-up budget a finding. */
export function attempt<T>(vm: Vm, what: () => T): T | undefined {
  try {
    return what();
  } catch (thrown) {
    if (thrown instanceof PyRaise) {
      const instance = thrown.value instanceof Instance ? thrown.value : undefined;
      const args = instance?.attrs.get('args');
      const message =
        args === undefined
          ? ''
          : `: ${repr(args)
              .replace(/^\(|,?\)$/g, '')
              .slice(0, 120)}`;
      const type = instance?.cls.name ?? 'an exception';
      if (thrown.isCertain)
        vm.report('wrong-value', 'error', `the program stops here: ${type}${message}`, thrown.at);
      else vm.report('unknown-layer', 'information', `the reading ends here: ${type}${message}`, thrown.at);
      return undefined;
    }
    if (thrown instanceof LimitReached || thrown instanceof RangeError) {
      vm.report('too-large', 'information', 'the program is too long to follow: the rest is left out');
      return undefined;
    }
    throw thrown;
  }
}

/** The network that a value is, or that calling it makes. */
export function networkOf(session: Session, value: Value, shapes: readonly Shape[] = []): Value {
  const { vm } = session;
  if (value instanceof Func && takesTensors(value))
    return session.run(() =>
      vm.call(value, ...shapes.map((shape, i) => argumentFor(session, value, shape, i))),
    );
  if (value instanceof Class) return session.run(() => instantiate(vm, value, { pos: [], kw: new Map() }));
  if (value instanceof Func) return session.run(() => vm.call(value));
  return value;
}

/** A function from a tensor to a tensor: `def resnet_v1(x)`. */
const takesTensors = ({ params }: Func): boolean =>
  params.some(p => (p.kind === 'positional' || p.kind === 'positionalOnly') && p.default === undefined);

/** An input of this shape, or the shape itself where that is asked for. */
const argumentFor = (session: Session, { params }: Func, shape: Shape, i: number): Value =>
  /shape|size/i.test(params[i]?.name ?? '') && shape !== null
    ? new Tuple(shape.map(sizeValue))
    : kerasInput(session, shape);

const placeOfClass = (vm: Vm, module: Instance): Place => {
  const own = module.cls.mro.find(c => c.module?.uri === vm.options.source.uri && c.at)?.at;
  const at = own ?? (module.cls.module?.open ? module.made?.at : undefined);
  return at ? { start: at.start, end: at.end } : { start: 0, end: 0 };
};

/** Puts inputs of these shapes, batch first, through a PyTorch network. */
export function runTorch(session: Session, module: Instance, shapes: readonly Shape[]): Network {
  const { vm, recorder } = session;
  const at = placeOfClass(vm, module);
  const inputs = shapes.map((shape, i) => {
    const tensor = new Tensor(shape, 'torch');
    tensor.node =
      recorder.drafts.push({
        layer: 'input',
        name: shapes.length > 1 ? `input${i + 1}` : 'input',
        path: undefined,
        parameters: { shape: shape === null ? null : shape.slice(1) },
        inputs: [],
        at,
        calls: [],
        context: recorder.root,
        owner: undefined,
        output: shape === null ? null : shape.slice(1),
        library: false,
      }) - 1;
    return tensor;
  });
  const result = attempt(vm, () => session.run(() => vm.callWith(module, { pos: inputs, kw: new Map() })));
  const outputs =
    result === undefined ? lastOf(session) : tensorsOut(result).filter(t => t.node !== undefined);
  return { framework: 'torch', type: module.cls.name, outputs, inputs: shapes, totals: torchTotals(module) };
}

/** After an exception: what was computed last. */
function lastOf({ recorder }: Session): Tensor[] {
  if (recorder.drafts.length === 0) return [];
  const tensor = new Tensor(null, 'torch');
  tensor.node = recorder.drafts.length - 1;
  return [tensor];
}

function tensorsOut(value: Value): Tensor[] {
  if (value instanceof Instance) return tensorsIn([...value.attrs.values()]);
  return tensorsIn([value]);
}

/** All weights of a module, whether they are used or not; null where one is not known. */
export function torchTotals(module: Instance): Totals {
  const parameters = [...parametersIn(module)].map(([, tensor]) => tensor);
  const isOpen = ({ attrs }: Instance): boolean =>
    attrs.has(unknownModules) || [...attrs.values()].some(mayHaveWeights);
  if ([...modulesIn(module)].some(([, m]) => isOpen(m))) return { total: null, trainable: null };
  const size = ({ shape }: Tensor): Size =>
    shape === null ? null : shape.reduce<Size>((a, b) => (a === null || b === null ? null : a * b), 1);
  return {
    total: sum(parameters.map(size)),
    trainable: sum(parameters.filter(t => t.parameter?.trainable).map(size)),
  };
}

/** What is not known and was made by a class may be a module. */
const mayHaveWeights = (value: Value): boolean =>
  isUnknown(value) && /(^|\.)_?[A-Z]\w*(\(\))?$/.test(value.name);

/** The network of an entry's value, run on inputs of these shapes. */
export function runNetwork(
  session: Session,
  value: Value,
  shapes: readonly Shape[] | undefined,
): Network | undefined {
  const { vm } = session;
  if (isModule(value)) return shapes ? runTorch(session, value, shapes) : undefined;
  if (isKerasModel(value)) {
    const inner = attempt(vm, () => kerasOutputs(session, value, shapes)) ?? {
      outputs: lastOf(session),
      inputs: [],
    };
    return { framework: 'keras', type: value.cls.name, ...inner, totals: undefined };
  }
  if (isTensor(value) && value.framework === 'keras' && value.node !== undefined)
    return { framework: 'keras', type: 'Model', outputs: [value], inputs: shapes ?? [], totals: undefined };
  return undefined;
}

export { kerasInput };
