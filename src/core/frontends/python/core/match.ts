import type { Match, Pattern } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { type Completion, executeBody } from './execute.js';
import { bindName } from './names.js';
import { equal } from './truth.js';
import { Class, Dict, Instance, isUnknown, itemsOf, List, type Scope, type Value } from './values.js';
import type { Vm } from './vm.js';

/** The first case that fits; one of which that is not known is taken. */
export function executeMatch(vm: Vm, scope: Scope, s: Match): Completion {
  const subject = evaluate(vm, scope, s.subject);
  for (const { pattern, guard, body } of s.cases) {
    if (fits(vm, scope, pattern, subject) === false) continue;
    if (guard && vm.truth(evaluate(vm, scope, guard)) === false) continue;
    return executeBody(vm, scope, body);
  }
  return undefined;
}

function fits(vm: Vm, scope: Scope, p: Pattern, value: Value): boolean | undefined {
  switch (p.kind) {
    case 'matchValue':
    case 'matchSingleton':
      return equal(vm, value, evaluate(vm, scope, p.value));
    case 'matchAs': {
      const inner = p.pattern ? fits(vm, scope, p.pattern, value) : true;
      if (inner !== false && p.name !== undefined) bindName(scope, p.name, value);
      return inner;
    }
    case 'matchOr': {
      const answers = p.patterns.map(inner => fits(vm, scope, inner, value));
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
    }
    case 'matchStar':
      if (p.name !== undefined) bindName(scope, p.name, value);
      return true;
    case 'matchSequence':
      return fitsSequence(vm, scope, p.patterns, value);
    case 'matchMapping':
      return fitsMapping(vm, scope, p, value);
    case 'matchClass': {
      const cls = evaluate(vm, scope, p.cls);
      if (!(cls instanceof Class) || !(value instanceof Instance))
        return isUnknown(value) ? undefined : false;
      if (!value.cls.isA(cls)) return false;
      return every(p.keywords.map(k => fits(vm, scope, k.pattern, vm.get(value, k.name))));
    }
    default:
      return undefined;
  }
}

const every = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;

function fitsSequence(vm: Vm, scope: Scope, patterns: readonly Pattern[], value: Value): boolean | undefined {
  const items = itemsOf(value);
  if (!items) return isUnknown(value) ? undefined : false;
  const star = patterns.findIndex(p => p.kind === 'matchStar');
  if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  return every(
    patterns.map((p, i) => {
      if (i === star)
        return fits(vm, scope, p, new List(items.slice(star, items.length - (patterns.length - star - 1))));
      return fits(vm, scope, p, items[star >= 0 && i > star ? items.length - patterns.length + i : i]!);
    }),
  );
}

function fitsMapping(
  vm: Vm,
  scope: Scope,
  p: Extract<Pattern, { kind: 'matchMapping' }>,
  value: Value,
): boolean | undefined {
  if (!(value instanceof Dict)) return isUnknown(value) ? undefined : false;
  return every(
    p.items.map(({ key, pattern }) => {
      const found = value.get(evaluate(vm, scope, key));
      return found === undefined ? (value.open ? undefined : false) : fits(vm, scope, pattern, found);
    }),
  );
}
