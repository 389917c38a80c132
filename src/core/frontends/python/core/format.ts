import type { JoinedStr } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { repr, str } from './text.js';
import { Float, isUnknown, numberOf, type Scope, type Value } from './values.js';
import type { Vm } from './vm.js';

/** An f-string's text; unknown where a part of it is. */
export function format(vm: Vm, scope: Scope, parts: JoinedStr['values']): Value {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'str') {
      text += part.value;
      continue;
    }
    const value = evaluate(vm, scope, part.value);
    const spec = part.formatSpec ? format(vm, scope, part.formatSpec.values) : '';
    const shown =
      part.conversion === 'r' ? repr(value) : formatted(value, typeof spec === 'string' ? spec : '');
    if (isUnknown(value) || shown === undefined) return vm.unknown('a text');
    text += shown;
  }
  return text;
}

/** `format(value, spec)`, for the specs that names are made of. */
export function formatted(value: Value, spec: string): string | undefined {
  const parts = /^(.?[<>^])?(0)?(\d+)?(?:\.(\d+))?([dfsg%]?)$/.exec(spec);
  const plain = str(value);
  if (!parts || plain === undefined || spec === '') return plain;
  const [, , zero, width = '', digits, type] = parts;
  const number = numberOf(value);
  const text =
    number !== undefined && (type === 'f' || (digits !== undefined && value instanceof Float))
      ? number.toFixed(Number(digits ?? 6))
      : plain;
  return text.padStart(Number(width), zero ? '0' : ' ');
}

/** `'%d of %s' % (1, 'a')`. */
export function percent(template: string, values: readonly Value[]): string | undefined {
  let next = 0;
  let known = true;
  const text = template.replace(
    /%(\([^)]*\))?([-+ #0]*\d*(?:\.\d+)?)([sdifrgex%])/g,
    (_, _name, spec: string, type: string) => {
      if (type === '%') return '%';
      const value = values[next++] ?? null;
      const shown =
        type === 'r' ? repr(value) : formatted(value, spec + (type === 's' || type === 'i' ? '' : type));
      if (shown === undefined) known = false;
      return shown ?? '';
    },
  );
  return known ? text : undefined;
}

/** `'{} of {name}'.format(…)`. */
export function braces(
  vm: Vm,
  template: string,
  pos: readonly Value[],
  kw: ReadonlyMap<string, Value>,
): string | undefined {
  let next = 0;
  let known = true;
  const text = template.replace(
    /\{\{|\}\}|\{([^{}:!]*)(?:![rsa])?(?::([^{}]*))?\}/g,
    (all, field: string | undefined, spec: string | undefined) => {
      if (all === '{{' || all === '}}') return all[0]!;
      const [head = '', ...path] = (field ?? '').split('.');
      let value: Value | undefined =
        head === '' ? pos[next++] : /^\d+$/.test(head) ? pos[Number(head)] : kw.get(head);
      for (const name of path) value = value === undefined ? undefined : vm.get(value, name);
      const shown = value === undefined ? undefined : formatted(value, spec ?? '');
      if (shown === undefined) known = false;
      return shown ?? '';
    },
  );
  return known ? text : undefined;
}
