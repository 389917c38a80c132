import type { TypedNode } from '../../src/core/graph.js';
import { formatCount, formatExact, totalsOf } from '../diagram/figures.js';
import { make } from '../widgets.js';

/** The totals of the network. */
export class Footer {
  readonly element = make('footer', 'totals');

  show(nodes: readonly TypedNode[]): void {
    const { weights, trainable, macs } = totalsOf(nodes);
    const parameters = fact(
      'parameters',
      formatCount(weights),
      `${formatExact(weights)} parameters, ${formatExact(trainable)} of them trained`,
    );
    const work = fact('MACs', formatCount(macs), `${formatExact(macs)} multiply-accumulates for one input`);
    const layers = fact(nodes.length === 1 ? 'layer' : 'layers', nodes.length.toLocaleString('en'), '');
    this.element.replaceChildren(parameters, work, layers);
  }
}

function fact(name: string, value: string, title: string): HTMLElement {
  const element = make('span', 'fact', make('b', '', value), ` ${name}`);
  element.title = title;
  return element;
}
