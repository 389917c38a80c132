import type { Shape } from '../../../graph.js';
import { type Instance, isTensor, type Value } from './values.js';

/** A network that the program itself applied to something, or was told what it will be applied to. */
export interface Application {
  readonly network: Instance;
  readonly shapes: readonly Shape[];
}

const mostKept = 64;

/** What the program's own code says of its networks' inputs. */
export class Applications {
  readonly all: Application[] = [];
  /** Asked at each one; where it says yes, enough is known. */
  isEnough: ((one: Application) => boolean) | undefined = undefined;

  note(network: Instance, shapes: readonly Shape[]): void {
    if (shapes.length === 0 || this.all.length >= mostKept) return;
    const one = { network, shapes };
    this.all.push(one);
    if (this.isEnough?.(one)) throw new EnoughSeen();
  }

  /** A call with tensors that nothing else has computed. */
  called(network: Instance, inputs: readonly Value[]): void {
    if (inputs.length > 0 && inputs.every(x => isTensor(x) && x.node === undefined && x.shape !== null))
      this.note(
        network,
        inputs.map(x => (isTensor(x) ? x.shape : null)),
      );
  }
}

/** Ends a run that was made only to see an application. */
export class EnoughSeen {}
