import type { Box, OpenBox } from './arrange.js';
import type { Hierarchy } from './hierarchy.js';
import type { Picture } from './picture.js';
import { describeClosed, describeLeaf, describeOpen } from './sentences.js';

/** More entries than this help nobody. */
const mostEntries = 5000;

/** The picture as nested lists for screen readers: what is out of sight is not in the picture's own tree. */
export class Outline {
  readonly element = document.createElement('nav');
  private pending = 0;

  constructor() {
    this.element.className = 'visually-hidden';
    this.element.setAttribute('aria-label', 'Outline of the network');
  }

  /** Written when the page has nothing better to do. */
  show({ hierarchy, scene }: Picture): void {
    const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 50));
    const number = ++this.pending;
    later(() => {
      if (number !== this.pending) return;
      const budget = { left: mostEntries };
      this.element.replaceChildren(listOf(scene.network, hierarchy, budget));
    });
  }
}

function listOf(open: OpenBox, hierarchy: Hierarchy, budget: { left: number }): HTMLElement {
  const list = document.createElement('ul');
  for (const item of open.items) {
    if (item.kind === 'port' || budget.left-- <= 0) continue;
    const entry = document.createElement('li');
    entry.append(sentenceOf(item, hierarchy));
    if (item.kind === 'open') entry.append(listOf(item, hierarchy, budget));
    list.append(entry);
  }
  return list;
}

function sentenceOf(item: Exclude<Box, { kind: 'port' }>, hierarchy: Hierarchy): string {
  if (item.kind === 'leaf') return describeLeaf(item.item, hierarchy);
  return item.kind === 'open' ? describeOpen(item.group, hierarchy) : describeClosed(item.groups, hierarchy);
}
