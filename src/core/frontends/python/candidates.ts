import type { Candidate } from '../../program.js';
import { parsed } from './core/modules.js';
import type { Call, ClassDef, Expression, FunctionDef, Statement } from './syntax/index.js';

export type { Candidate };

const networkBases = /(^|\.)(Module|Model|LightningModule|Sequential|Layer|[A-Z]\w*)$/;

const dotted = (e: Expression): string =>
  e.kind === 'name'
    ? e.id
    : e.kind === 'attribute'
      ? `${dotted(e.value)}.${e.attr}`
      : e.kind === 'subscript'
        ? dotted(e.value)
        : '';

const callable = (params: FunctionDef['params'], skip: number): boolean =>
  params.slice(skip).every(p => p.default !== undefined || p.kind === 'varArgs' || p.kind === 'kwArgs');

/** Candidates in the order of the text, by its syntax alone. */
export function candidatesIn(text: string): Candidate[] {
  const all = parsed(text).body.flatMap(s => candidateOf(s) ?? []);
  // Of a name that is assigned again, the last value is the one that it has.
  return all.filter((c, i) => !all.some((other, j) => j > i && other.name === c.name));
}

/** What programs make beside networks: by the names of what makes it. */
const otherMakers =
  /(?:Loss|Optimizer|Dataset|DataLoader|Parser|Compose|Scheduler|Writer|Generator)$|^(?:SGD|Adam\w*|RMSprop|parse_args|device|open|len|int|float|str|list|dict|tuple|set|range|sorted|Input|Variable|randn?|zeros|ones|tensor|time|join|load|getLogger|get_logger|namedtuple)$/;

/** Whether a call may make a network: not one that applies what another one made, as in `Dense(3)(x)`. */
const mayMake = ({ func }: Call): boolean =>
  func.kind !== 'call' &&
  (!otherMakers.test(dotted(func).split('.').at(-1) ?? '') || /\bhub\.load$/.test(dotted(func)));

function candidateOf(s: Statement): Candidate | undefined {
  if (
    s.kind === 'functionDef' &&
    !s.name.startsWith('_') &&
    !/^(main|test|train|evaluate|get_args|parse)/.test(s.name) &&
    callable(s.params, 0) &&
    returns(s)
  )
    return { entry: `${s.name}()`, name: s.name, kind: 'function', at: s.at, nameAt: s.nameAt };
  if (
    s.kind === 'classDef' &&
    !s.name.startsWith('_') &&
    s.bases.some(base => networkBases.test(dotted(base))) &&
    constructible(s) &&
    runs(s)
  )
    return { entry: `${s.name}()`, name: s.name, kind: 'class', at: s.at, nameAt: s.nameAt };
  if (
    s.kind === 'assign' &&
    s.targets.length === 1 &&
    s.targets[0]!.kind === 'name' &&
    s.value.kind === 'call' &&
    mayMake(s.value)
  )
    return {
      entry: s.targets[0].id,
      name: s.targets[0].id,
      kind: 'variable',
      at: s.at,
      nameAt: s.targets[0].at,
    };
  return undefined;
}

const methodOf = (s: ClassDef, name: string): FunctionDef | undefined =>
  s.body.find((m): m is FunctionDef => m.kind === 'functionDef' && m.name === name);

function constructible(s: ClassDef): boolean {
  const init = methodOf(s, '__init__');
  return !init || callable(init.params, 1);
}

const runs = (s: ClassDef): boolean =>
  ['forward', 'call', '__init__'].some(name => methodOf(s, name) !== undefined);

const returns = (s: FunctionDef): boolean => s.body.some(inner => holdsReturn(inner));

function holdsReturn(s: Statement): boolean {
  switch (s.kind) {
    case 'return':
      return s.value !== undefined;
    case 'if':
      return s.branches.some(b => b.body.some(holdsReturn)) || s.orelse.some(holdsReturn);
    case 'with':
    case 'try':
    case 'for':
    case 'while':
      return s.body.some(holdsReturn);
    default:
      return false;
  }
}
