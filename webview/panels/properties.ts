import { formatShape, type Size } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import type { Value } from '../../src/core/layers/parameters.js';
import { formatExact, totalsOfGroup } from '../diagram/figures.js';
import type { Group, Hierarchy, Item, Leaf } from '../diagram/hierarchy.js';
import { type Mark, marksIn } from '../diagram/marks.js';
import type { Rectangle } from '../diagram/scene.js';
import { typeOf } from '../diagram/sentences.js';
import { shortcutKinds } from '../diagram/shortcuts.js';
import type { Covered } from '../diagram/viewport.js';
import { button, icon, iconButton, make, prose } from '../widgets.js';
import type { Fixes } from './fixes.js';
import { mismatchTable } from './mismatch.js';

export interface PropertiesEvents {
  reveal(item: Item): void;
  close(): void;
}

/** The card that tells all of the selected node or block. */
export class PropertiesCard {
  readonly element = make('section', 'card properties');
  private covering = false;

  constructor(
    private readonly fixes: Fixes,
    private readonly events: PropertiesEvents,
  ) {
    this.element.setAttribute('aria-label', 'Properties');
    this.element.hidden = true;
  }

  show(item: Item | undefined, hierarchy: Hierarchy | undefined): void {
    this.element.hidden = item === undefined;
    if (!item || !hierarchy) return;
    const content =
      item.kind === 'group' ? this.groupContent(item, hierarchy) : this.nodeContent(item, hierarchy);
    this.element.replaceChildren(...content);
  }

  /** Stands on the left where it would cover the selected box on the right. */
  avoid(box: Rectangle | undefined): void {
    this.element.classList.remove('left');
    const { offsetLeft, offsetTop, offsetHeight } = this.element;
    const covers =
      box !== undefined &&
      box.right > offsetLeft &&
      box.bottom > offsetTop &&
      box.top < offsetTop + offsetHeight;
    const isFreeLeft = covers && box.left > this.element.offsetWidth;
    this.element.classList.toggle('left', isFreeLeft);
    this.covering = covers && !isFreeLeft;
  }

  /** How much of the picture lies under the card: the bottom of a narrow one, of others the side if it matters. */
  covers(picture: HTMLElement): Covered {
    const { offsetWidth, offsetTop } = this.element;
    if (offsetWidth > picture.clientWidth * 0.6)
      return { right: 0, bottom: picture.clientHeight - offsetTop + 8 };
    return { right: this.covering ? offsetWidth + 24 : 0, bottom: 0 };
  }

  private nodeContent(item: Exclude<Item, Group>, hierarchy: Hierarchy): Node[] {
    const { node } = item;
    const layer = layers[node.layer];
    const marks = item.kind === 'leaf' ? (hierarchy.marks.byNode.get(item.id) ?? []) : [];
    const title =
      item.kind === 'output' ? 'Output' : node.name && node.layer === 'unknown' ? node.name : layer.title;
    const rows: Row[] = [];
    if (item.kind === 'leaf') rows.push(...inputRows(item, hierarchy));
    rows.push(['Output', formatShape(node.output)]);
    if (node.weights.total !== 0) rows.push(...weightRows(node.weights));
    if (node.macs !== 0) rows.push(['MACs', formatExact(node.macs)]);
    if (item.kind === 'leaf') rows.push(...parameterRows(item));
    return [
      this.head(title, node.name ?? item.id, item, layer.category),
      ...this.problems(marks, hierarchy, item.id),
      table(rows),
      this.foot(item),
    ];
  }

  private groupContent(group: Group, hierarchy: Hierarchy): Node[] {
    const { weights, trainable, macs } = totalsOfGroup(group);
    const shape = (value: string | undefined): string =>
      formatShape(hierarchy.leaves.get(value ?? '')?.node.output ?? null);
    const kinds = shortcutKinds(group);
    const rows: Row[] = [
      ['Input', shape(group.inputs[0])],
      ['Output', shape(group.outputs[0])],
      ['Layers', String(group.leaves)],
      ...weightRows({ total: weights, trainable }),
      ['MACs', formatExact(macs)],
      ...(kinds.length > 0 ? [['Shortcut', kinds.join(', ')] as const] : []),
    ];
    return [
      this.head(group.block.name, typeOf(group), group, 'merge'),
      ...this.problems(marksIn(group, hierarchy.marks), hierarchy, undefined),
      table(rows),
      this.foot(group),
    ];
  }

  private head(title: string, subtitle: string, item: Item, category: string): HTMLElement {
    const close = iconButton('close', 'Close', () => this.events.close());
    const names = make('div', 'names', make('strong', '', title), make('code', '', subtitle));
    names.title = item.id;
    return make('div', 'head', make('span', `swatch ${category}`), names, close);
  }

  private problems(marks: readonly Mark[], hierarchy: Hierarchy, node: string | undefined): HTMLElement[] {
    return marks.slice(0, 3).map(({ finding, severity, message }) => {
      const mismatch = node === undefined ? undefined : hierarchy.marks.mismatches.get(node);
      const text =
        mismatch && mismatch.finding === finding
          ? mismatchTable(mismatch)
          : make(
              'p',
              '',
              icon(severity === 'error' ? 'error' : 'warning'),
              make('span', '', ...prose(message)),
            );
      return make(
        'div',
        `problem ${severity}`,
        text,
        finding === undefined ? undefined : this.fixes.list(finding),
      );
    });
  }

  private foot(item: Item): HTMLElement {
    return make(
      'div',
      'foot',
      button('Show in editor', { icon: 'go-to-file', click: () => this.events.reveal(item) }),
    );
  }
}

type Row = readonly [string, string];

function inputRows({ node }: Leaf, { leaves }: Hierarchy): Row[] {
  const several = node.inputs.length > 1;
  return node.inputs.map((id, i) => [
    several ? `Input ${i + 1}` : 'Input',
    formatShape(leaves.get(id)?.node.output ?? null),
  ]);
}

/** The parameters that a user can write, as he would. */
function parameterRows({ node }: Leaf): Row[] {
  const { parameters } = layers[node.layer];
  return Object.entries(parameters).flatMap(([name, { internal }]): Row[] => {
    const value = node.parameters[name];
    return internal || value === undefined || value === null ? [] : [[name, formatValue(value)]];
  });
}

/** `3×3` for sizes; lists in lists with brackets. */
function formatValue(value: Value): string {
  if (!Array.isArray(value)) return String(value);
  return value.every(part => typeof part === 'number')
    ? value.join('×')
    : JSON.stringify(value).replaceAll(',', ', ');
}

function weightRows({ total, trainable }: { readonly total: Size; readonly trainable: Size }): Row[] {
  const rows: Row[] = [['Weights', formatExact(total)]];
  return total === trainable ? rows : [...rows, ['Trainable', formatExact(trainable)]];
}

function table(rows: readonly Row[]): HTMLElement {
  const list = make('dl', 'facts');
  for (const [name, value] of rows) list.append(make('dt', '', name), make('dd', '', value));
  return list;
}
