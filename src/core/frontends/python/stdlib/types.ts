import { Class } from '../core/values.js';

/** Python's own types, for `isinstance` and for class bases. */
export const objectClass = new Class('object', []);
export const typeClass = new Class('type', []);
export const moduleClass = new Class('module', []);
export const enumMeta = new Class('EnumMeta', []);

const plain = [
  'int',
  'float',
  'bool',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'frozenset',
  'range',
  'slice',
  'complex',
  'function',
];

export const types: ReadonlyMap<string, Class> = new Map([
  ['object', objectClass],
  ['type', typeClass],
  ...plain.map(name => [name, new Class(name, [])] as const),
]);
