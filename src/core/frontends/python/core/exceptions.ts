import { Class } from './values.js';

/** The exceptions that models raise and catch, each with the one it is a kind of. */
const parents: Readonly<Record<string, string>> = {
  Exception: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  SystemExit: 'BaseException',
  ArithmeticError: 'Exception',
  ZeroDivisionError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  IOError: 'OSError',
  FileNotFoundError: 'OSError',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  StopIteration: 'Exception',
  SyntaxError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeDecodeError: 'ValueError',
  Warning: 'Exception',
  UserWarning: 'Warning',
  DeprecationWarning: 'Warning',
  FutureWarning: 'Warning',
  RuntimeWarning: 'Warning',
};

const classes = new Map<string, Class>();

/** A built-in exception's class. */
export function exceptionClass(name: string): Class {
  const known = classes.get(name);
  if (known) return known;
  const parent = parents[name];
  const made = new Class(name, parent === undefined ? [] : [exceptionClass(parent)]);
  classes.set(name, made);
  return made;
}

export const exceptionNames = ['BaseException', ...Object.keys(parents)];

export const isException = (cls: Class): boolean => cls.isA(exceptionClass('BaseException'));
