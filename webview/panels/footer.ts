import type { Model } from '../../src/core/analyze.js';
import { networkTotals } from '../../src/core/totals.js';
import { formatCount, formatExact } from '../diagram/figures.js';
import { make } from '../widgets.js';

/** The totals of the network. */
export class Footer {
  readonly element = make('footer', 'totals');

  show(model: Model): void {
    const { nodes } = model.graph;
    const { parameters: weights, trainable, macs } = networkTotals(model);
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
