import type { Files, Source } from '../../source.js';
import { type Application, EnoughSeen } from './core/applications.js';
import { type Class, Func } from './core/values.js';
import { LimitReached, PyRaise } from './core/vm.js';
import { Session } from './session.js';

const steps = 400_000;
const stepsEach = 200_000;

const isTest = (name: string): boolean => /^(_?test|main|demo|run|check|try)/i.test(name);

/**
 * Runs what the file runs as a program, the main guard and its test functions, and looks for a call of a network of this class:
 * `net(torch.randn(1, 3, 32, 32))`, `model.build((None, 32, 32, 3))`, `summary(model, (3, 32, 32))`.
 */
export function watchFor(
  cls: Class,
  source: Source,
  files: Files,
  roots: readonly string[],
): Application | undefined {
  let found: Application | undefined;
  const isEnough = (one: Application): boolean => {
    const matches = one.network.cls.name === cls.name;
    if (matches) found = one;
    return matches;
  };
  try {
    const session = new Session(source, files, roots, { asProgram: true, isEnough, steps });
    for (const [name, value] of session.module.vars)
      if (value instanceof Func && isTest(name) && value.params.every(p => value.hasDefault(p.name)))
        tried(session, value);
  } catch (thrown) {
    if (!(thrown instanceof EnoughSeen)) throw thrown;
  }
  return found;
}

function tried(session: Session, func: Func): void {
  const { vm } = session;
  try {
    vm.within(stepsEach, () => session.run(() => vm.call(func)));
  } catch (thrown) {
    if (!(thrown instanceof PyRaise || thrown instanceof LimitReached || thrown instanceof RangeError))
      throw thrown;
  }
}
