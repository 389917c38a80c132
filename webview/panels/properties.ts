import type { Model } from '../../src/core/analyze.js';
import { formatShape, type Size } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import { formatWritten } from '../../src/core/layers/written.js';
import { formatExact, totalsOfGroup } from '../diagram/figures.js';
import type { Group, Hierarchy, Item, Leaf } from '../diagram/hierarchy.js';
import { type Mark, marksIn } from '../diagram/marks.js';
import type { Rectangle } from '../diagram/scene.js';
import { typeOf } from '../diagram/sentences.js';
import { shortcutKinds } from '../diagram/shortcuts.js';
import type { Covered } from '../diagram/viewport.js';
import { button, icon, iconButton, make, prose } from '../widgets.js';
import { type Edit, parameterFields, repeatField } from './fields.js';
import type { Fixes } from './fixes.js';
import { mismatchTable } from './mismatch.js';

export interface PropertiesEvents {
  reveal(item: Item): void;
  close(): void;
  readonly edit: Edit;
  /** Lets the user choose a layer to put behind, or the shortcut of a block; answers why that was refused. */
  insertLayer(item: string): Promise<string | undefined>;
  setShortcut(merge: string): Promise<string | undefined>;
}

/** The card that tells all of the selected node or block. */
export class PropertiesCard {
  readonly element = make('section', 'card properties');
  private covering = false;
  private shown: string | undefined;
  /** Only what can be written from here has fields. */
  private canEdit = false;

  constructor(
    private readonly fixes: Fixes,
    private readonly events: PropertiesEvents,
  ) {
    this.element.setAttribute('aria-label', 'Properties');
    this.element.hidden = true;
  }

  show(item: Item | undefined, hierarchy: Hierarchy | undefined, format: Model['format'] | undefined): void {
    this.element.hidden = item === undefined;
    const field = item?.id === this.shown ? this.focusedField() : undefined;
    this.shown = item?.id;
    if (!item || !hierarchy) return;
    this.canEdit = format === 'native';
    const content =
      item.kind === 'group' ? this.groupContent(item, hierarchy) : this.nodeContent(item, hierarchy);
    const { scrollTop } = this.element;
    this.element.replaceChildren(...content);
    this.element.scrollTop = scrollTop;
    if (field) this.element.querySelector<HTMLElement>(`[data-field="${field}"] > *`)?.focus();
  }

  /** The field in which the user is: it is there again when the edited network is shown. */
  private focusedField(): string | undefined {
    const { activeElement } = document;
    if (!activeElement || !this.element.contains(activeElement)) return undefined;
    return activeElement.closest<HTMLElement>('[data-field]')?.dataset.field;
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
    const canEdit = this.canEdit && item.kind === 'leaf' && isWritten(item);
    if (item.kind === 'leaf' && !canEdit) rows.push(...parameterRows(item));
    return [
      this.head(title, node.name ?? item.id, item, layer.category),
      ...this.problems(marks, hierarchy, item.id),
      table(rows),
      ...(canEdit ? [parameterFields(item, this.events.edit)] : []),
      this.foot(item, canEdit),
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
      ...this.repeats(group),
      this.foot(group, this.canEdit, mergeOf(group)),
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

  private repeats({ block, children }: Group): HTMLElement[] {
    const { kind, id } = block;
    if (!this.canEdit || (kind !== 'stage' && kind !== 'repeat')) return [];
    return [
      repeatField(children.length, value => this.events.edit({ kind: 'set-repeat', block: id, value })),
    ];
  }

  private foot(item: Item, canEdit: boolean, merge?: string): HTMLElement {
    const { edit, insertLayer, setShortcut } = this.events;
    const complaint = make('p', 'complaint');
    complaint.setAttribute('role', 'alert');
    const ask = (asked: Promise<string | undefined>): void =>
      void asked
        .catch(() => undefined)
        .then(reason => {
          complaint.textContent = reason === undefined ? '' : `Not changed: ${reason}.`;
        });
    const show = button('Show in editor', { icon: 'go-to-file', click: () => this.events.reveal(item) });
    if (!canEdit) return make('div', 'foot', show);
    const tools = make(
      'div',
      'tools',
      iconButton('add', 'Insert a layer after it…', () => ask(insertLayer(item.id))),
      iconButton('copy', 'Duplicate', () => ask(edit({ kind: 'duplicate', item: item.id }))),
      iconButton('trash', 'Remove', () => ask(edit({ kind: 'remove-item', item: item.id }))),
    );
    const shortcut =
      merge === undefined
        ? undefined
        : button('Shortcut…', { icon: 'git-merge', click: () => ask(setShortcut(merge)) });
    return make('div', 'foot', shortcut, show, tools, complaint);
  }
}

/** What a word such as `projection` stands for is not written as layers. */
const isWritten = ({ id }: Leaf): boolean => !/(^|\.)shortcut\.\w+$/.test(id);

/** The addition of a block, for whose shortcut its definition has a word. */
const mergeOf = ({ block, units: [unit] }: Group): string | undefined =>
  block.kind === 'block' && block.type !== undefined ? unit?.merge : undefined;

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
    return internal || value === undefined || value === null ? [] : [[name, formatWritten(value)]];
  });
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
