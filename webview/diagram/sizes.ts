import { layers } from '../../src/core/layers/index.js';
import type { LeafBox } from './arrange.js';
import type { Leaf } from './hierarchy.js';
import { monospaceWidth, textWidth } from './text.js';

/** How a node is drawn. */
export type Form = 'card' | 'low' | 'pill' | 'circle' | 'end';

export interface Look {
  readonly form: Form;
  readonly text: string;
  readonly detail?: string;
  readonly width: number;
  readonly height: number;
}

/** Sizes of type, in pixels; media/diagram.css has the same. */
export const type = { label: 12.5, detail: 11, shape: 10.5, title: 13, small: 11 } as const;

export const closedSize = { width: 212, height: 52 } as const;
export const frameHeader = 34;

const heights: Readonly<Record<Form, number>> = { card: 36, low: 28, pill: 28, circle: 30, end: 28 };
/** Few widths, so that blocks which differ in a number alone share a layout. */
const widths: Readonly<Record<Form, readonly number[]>> = {
  card: [164, 204, 244, 284],
  low: [164, 204, 244],
  pill: [104, 144, 184],
  circle: [30],
  end: [104, 144],
};
/** Space that the text cannot have: the colour's mark and the borders. */
const margins: Readonly<Record<Form, number>> = { card: 32, low: 32, pill: 40, circle: 0, end: 24 };

/** Merges that are a sign in a circle, as in the papers. */
export const mergeSigns: Readonly<Partial<Record<string, string>>> = {
  add: '+',
  subtract: '−',
  multiply: '×',
};

export function lookOf(item: LeafBox['item']): Look {
  item.look ??= item.kind === 'output' ? sized('end', 'Output') : lookOfLeaf(item);
  return item.look;
}

function lookOfLeaf(leaf: Leaf): Look {
  const { layer } = leaf.node;
  const { category } = layers[layer];
  if (mergeSigns[layer]) return sized('circle', '');
  const { text, detail } = labelOf(leaf);
  if (category === 'input') return sized('end', inputName(leaf) ?? text);
  if (category === 'merge' || category === 'activation') return sized('pill', text, detail);
  if (category === 'norm' || category === 'regularisation' || layer === 'identity') {
    return sized('low', text, detail);
  }
  return sized('card', text, detail);
}

/** Inputs of networks with several have names that tell more than `Input`. */
function inputName({ id }: Leaf): string | undefined {
  const name = id.slice(id.lastIndexOf('.') + 1);
  return /^input[_\d]*$/i.test(name) ? undefined : name;
}

export const labelOf = ({ node }: Pick<Leaf, 'node'>): { readonly text: string; readonly detail?: string } =>
  layers[node.layer].label(node.parameters);

/** Networks repeat themselves: a few looks serve thousands of nodes. */
const looks = new Map<string, Look>();
const mostLooks = 10_000;

function sized(form: Form, text: string, detail?: string): Look {
  const key = `${form}\n${text}\n${detail ?? ''}`;
  let look = looks.get(key);
  if (!look) {
    if (looks.size >= mostLooks) looks.clear();
    look = measured(form, text, detail);
    looks.set(key, look);
  }
  return look;
}

function measured(form: Form, text: string, detail?: string): Look {
  const needed =
    margins[form] + textWidth(text, type.label) + (detail ? monospaceWidth(detail, type.detail) + 12 : 0);
  const width = widths[form].find(w => w >= needed) ?? widths[form].at(-1)!;
  return { form, text, detail, width, height: heights[form] };
}
