import { Builtin, Class } from '../core/values.js';
import { type Names, passing } from './names.js';
import { enumMeta } from './types.js';

const enumClass = new Class('Enum', []);

enumClass.isEnum = true;

const intEnum = new Class('IntEnum', [enumClass]);

export const enums: Names = {
  Enum: enumClass,
  IntEnum: intEnum,
  StrEnum: new Class('StrEnum', [enumClass]),
  Flag: new Class('Flag', [enumClass]),
  EnumMeta: enumMeta,
  auto: new Builtin('auto', vm => vm.unknown('auto()')),
  unique: passing('unique'),
};
