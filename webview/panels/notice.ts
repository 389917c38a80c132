import type { ViewModel } from '../../src/protocol.js';
import { icon, make, prose } from '../widgets.js';

/** A bar over the picture where it is behind the text, or a page in its stead where there is nothing to draw. */
export class Notice {
  readonly element = make('div', 'notice');

  show({ model, stale, file }: ViewModel): void {
    const isEmpty = model.graph.nodes.length === 0;
    if (isEmpty) this.page(stale ?? model.broken ?? emptyText(file));
    else if (stale !== undefined) this.bar(stale);
    else this.element.replaceChildren();
  }

  showNothing(): void {
    this.page('Write a network in a .resnet.yaml file, or open a Keras model: its diagram appears here.');
  }

  private bar(reason: string): void {
    const bar = make('div', 'bar', icon('warning'), make('span', '', ...prose(`Not up to date: ${reason}`)));
    bar.setAttribute('role', 'status');
    this.element.replaceChildren(bar);
  }

  private page(text: string): void {
    const page = make(
      'div',
      'empty',
      icon('type-hierarchy-sub'),
      make('h2', '', 'Nothing to draw yet'),
      make('p', '', ...prose(text)),
    );
    page.setAttribute('role', 'status');
    this.element.replaceChildren(page);
  }
}

const emptyText = (file: string): string =>
  `${file} has no layers yet. Add some under \`layers:\`, and they appear here.`;
