import { importAbsolute } from '../core/modules.js';
import { fn } from '../core/signature.js';
import {
  Builtin,
  Class,
  Float,
  isTensor,
  isUnknown,
  itemsOf,
  ModuleValue,
  Tuple,
  type Value,
} from '../core/values.js';
import { asking } from '../stdlib/os.js';
import { moduleDictClass, moduleListClass, parameterListClass, sequentialClass } from './containers.js';
import { functionals } from './functional.js';
import { layerClasses, weight } from './layers.js';
import { moduleClass } from './module.js';
import { quantization } from './quantization.js';
import { specialClasses } from './special.js';
import { allFunctions } from './tensor.js';

const parameterClass = new Class('Parameter', []);
parameterClass.members.set(
  '__new__',
  fn('__new__(cls, data=None, requires_grad=True)', (_, a) => {
    const source = isTensor(a.data) ? a.data : undefined;
    return weight(source?.shape ?? null, a.requires_grad !== false);
  }),
);

const tensorClass = new Class('Tensor', []);
tensorClass.members.set(
  '__new__',
  new Builtin('__new__', (vm, { pos: [, ...pos], kw }) =>
    vm.callWith(allFunctions.get('empty')!, { pos, kw }),
  ),
);
for (const [name, f] of allFunctions) tensorClass.members.set(name, f);

/** A decorator and a context: `torch.no_grad()`. */
const contextClass = new Class('no_grad', []);
contextClass.members.set('__init__', new Builtin('__init__', () => null, true));
contextClass.members.set('__call__', new Builtin('__call__', (_, { pos: [, f = null] }) => f, true));

/** Fills weights with numbers: nothing for us. */
const initializers = [
  'kaiming_normal_',
  'kaiming_uniform_',
  'xavier_normal_',
  'xavier_uniform_',
  'normal_',
  'uniform_',
  'constant_',
  'zeros_',
  'ones_',
  'trunc_normal_',
  'orthogonal_',
  'dirac_',
  'eye_',
  'sparse_',
  'kaiming_normal',
  'kaiming_uniform',
  'xavier_normal',
  'xavier_uniform',
  'normal',
  'uniform',
  'constant',
];
const init = new Map<string, Value>(
  initializers.map(name => [name, new Builtin(name, (_, { pos: [x = null] }) => x)]),
);

const passing = (name: string): Builtin =>
  new Builtin(name, (_, { pos: [f] }) =>
    f !== undefined && f !== null ? f : new Builtin(name, (__, { pos: [g = null] }) => g),
  );

const utils = new Map<string, Value>(
  ['weight_norm', 'spectral_norm', 'remove_weight_norm', 'parametrizations'].map(name => [
    name,
    new Builtin(name, (_, { pos: [m = null] }) => m),
  ]),
);

const checkpoint = new Builtin('checkpoint', (vm, { pos: [f = null, ...args] }) =>
  vm.callWith(f, { pos: args, kw: new Map() }),
);

/** `torch.hub.load('pytorch/vision:v0.10.0', 'resnet18')` is a network of torchvision; of others nothing is known. */
const hubLoad = new Builtin('load', (vm, { pos: [repository, name, ...pos], kw }) => {
  const isVision = typeof repository === 'string' && /^pytorch\/vision(:|$)/.test(repository);
  const models = isVision ? importAbsolute(vm, 'torchvision.models', undefined) : undefined;
  if (!models || typeof name !== 'string') return vm.unknown('torch.hub.load()');
  const others = [...kw].filter(
    ([key]) => !['source', 'force_reload', 'trust_repo', 'verbose'].includes(key),
  );
  return vm.callWith(vm.get(models, name), { pos, kw: new Map(others) });
});

/** The modules of PyTorch, as far as they are modelled. */
const modules: Readonly<Record<string, () => Iterable<readonly [string, Value]>>> = {
  torch: () => [
    ...allFunctions,
    ['Tensor', tensorClass],
    ['FloatTensor', tensorClass],
    ['is_grad_enabled', new Builtin('is_grad_enabled', () => false)],
    ...['no_grad', 'enable_grad', 'inference_mode', 'set_grad_enabled'].map(
      name => [name, contextClass] as const,
    ),
    ...['manual_seed', 'set_default_dtype', 'save', 'set_num_threads', '_assert'].map(
      name => [name, new Builtin(name, () => null)] as const,
    ),
    ['compile', passing('compile')],
    ['finfo', new Builtin('finfo', vm => vm.unknown('finfo'))],
    ['pi', new Float(Math.PI)],
    ['inf', new Float(Number.POSITIVE_INFINITY)],
    ['__version__', '2.1.0'],
  ],
  'torch.nn': () => [
    ...layerClasses,
    ...specialClasses,
    ['Module', moduleClass],
    ['Sequential', sequentialClass],
    ['ModuleList', moduleListClass],
    ['ModuleDict', moduleDictClass],
    ['ParameterList', parameterListClass],
    ['ParameterDict', moduleDictClass],
    ['Parameter', parameterClass],
  ],
  'torch.nn.functional': () => [
    ...functionals.map(f => [f.name, f] as const),
    ['normalize', allFunctions.get('normalize')!],
  ],
  'torch.nn.init': () => init,
  'torch.nn.parameter': () => [['Parameter', parameterClass]],
  'torch.nn.utils': () => utils,
  'torch.nn.modules.utils': () =>
    [1, 2, 3, 4].map(
      n =>
        [
          ['', '_single', '_pair', '_triple', '_quadruple'][n]!,
          new Builtin('_ntuple', (vm, { pos: [v = null] }) =>
            itemsOf(v) ? v : isUnknown(v) ? vm.unknown('_pair()') : new Tuple(Array<Value>(n).fill(v)),
          ),
        ] as const,
    ),
  'torch.utils.checkpoint': () => [
    ['checkpoint', checkpoint],
    [
      'checkpoint_sequential',
      new Builtin('checkpoint_sequential', (vm, { pos: [m = null, , x = null] }) => vm.call(m, x)),
    ],
  ],
  'torch.jit': () => [
    ['is_scripting', new Builtin('is_scripting', () => false)],
    ['is_tracing', new Builtin('is_tracing', () => false)],
    ...[
      'script',
      'script_method',
      'ignore',
      'unused',
      'export',
      'script_if_tracing',
      'interface',
      '_overload_method',
    ].map(name => [name, passing(name)] as const),
    ['annotate', new Builtin('annotate', (_, { pos: [, x = null] }) => x)],
    ['Final', new Class('Final', [])],
    ['ScriptModule', moduleClass],
  ],
  'torch.fx': () => [['wrap', passing('wrap')]],
  'torch.cuda': () => [['is_available', asking('is_available', false)]],
  'torch.cuda.amp': () => [['autocast', contextClass]],
  'torch.autograd': () => [['Variable', new Builtin('Variable', (_, { pos: [x = null] }) => x)]],
  'torch.ao.quantization': quantization,
  'torch.hub': () => [['load', hubLoad]],
  'torch.linalg': () => [],
};

const aliases: Readonly<Record<string, string>> = {
  'torch.nn.modules': 'torch.nn',
  'torch.nn.modules.module': 'torch.nn',
  'torch.nn.modules.conv': 'torch.nn',
  'torch.nn.modules.batchnorm': 'torch.nn',
  'torch.nn.modules.activation': 'torch.nn',
  'torch.nn.modules.pooling': 'torch.nn',
  'torch.nn.modules.linear': 'torch.nn',
  'torch.nn.modules.container': 'torch.nn',
  'torch.functional': 'torch',
  'torch.quantization': 'torch.ao.quantization',
  'torch.nn.quantized': 'torch.ao.quantization',
  'torch.ao.nn.quantized': 'torch.ao.quantization',
  'torch.ao': 'torch.hub',
  'torch.ao.nn': 'torch.hub',
  'torch.nn.utils.parametrizations': 'torch.nn.utils',
  'torch.nn.utils.weight_norm': 'torch.nn.utils',
};

/** A module of PyTorch. Names that are missing are unknown. */
export function torchModule(
  name: string,
  find: (name: string) => ModuleValue | undefined,
): ModuleValue | undefined {
  if (name !== 'torch' && !name.startsWith('torch.')) return undefined;
  const module = new ModuleValue(name);
  module.open = true;
  const names = modules[aliases[name] ?? name];
  for (const [key, value] of names?.() ?? []) module.vars.set(key, value);
  module.resolve = key =>
    modules[`${name}.${key}`] || aliases[`${name}.${key}`]
      ? find(`${name}.${key}`)
      : name === 'torch.nn' && key === 'F'
        ? find('torch.nn.functional')
        : undefined;
  return module;
}
