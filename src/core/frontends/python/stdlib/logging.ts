import { Builtin, Class, Instance } from '../core/values.js';

const loggerClass = new Class('Logger', []);

for (const name of [
  'debug',
  'info',
  'warning',
  'warn',
  'error',
  'exception',
  'critical',
  'setLevel',
  'addHandler',
])
  loggerClass.members.set(name, new Builtin(name, () => null));

export const logger = new Builtin('getLogger', () => new Instance(loggerClass));
