import type { Canvas } from '../diagram/canvas.js';
import type { Picture } from '../diagram/picture.js';
import { findMatches, groupsAround } from '../diagram/search.js';
import type { StateStore } from '../state.js';
import { History } from './history.js';
import { Minimap } from './minimap.js';
import { SearchBar } from './search-bar.js';

export interface Travel {
  picture(): Picture | undefined;
  /** Selects what stands for a node or block, and brings it into sight. */
  show(id: string): void;
  redraw(anchor: string | undefined): void;
}

/** How the reader gets about in a large network: search, the map, back and forward. */
export class Wayfinding {
  readonly search: SearchBar;
  readonly minimap: Minimap;
  private readonly history = new History();
  private matches: readonly string[] = [];
  private query = '';

  constructor(
    private readonly canvas: Canvas,
    private readonly store: StateStore,
    private readonly travel: Travel,
  ) {
    this.search = new SearchBar({
      search: query => this.find(query),
      go: match => this.goToMatch(this.matches[match]!),
      close: () => {
        this.find('');
        this.canvas.element.focus();
      },
    });
    this.minimap = new Minimap(
      y => this.canvas.viewport.centreOn(y),
      () => this.leave(),
    );
  }

  /** There is another picture. */
  show(picture: Picture): void {
    this.minimap.show(picture);
    this.minimap.place(this.canvas.viewport.window);
    this.search.refresh();
  }

  moved(): void {
    this.minimap.place(this.canvas.viewport.window);
  }

  /** Remembers the place that the reader is about to jump away from. */
  leave(): void {
    this.history.leave(this.canvas.sight);
  }

  back(): void {
    this.canvas.returnTo(this.history.back(this.canvas.sight));
  }

  forward(): void {
    this.canvas.returnTo(this.history.forward(this.canvas.sight));
  }

  private find(query: string): number {
    this.query = query;
    const picture = this.travel.picture();
    this.matches = picture ? findMatches(picture.hierarchy, query) : [];
    this.mark(picture);
    return this.matches.length;
  }

  private mark(picture: Picture | undefined): void {
    this.canvas.mark('found', new Set(this.matches.flatMap(id => picture?.boxOf(id)?.box.id ?? [])));
    this.canvas.element.classList.toggle('searching', this.query.trim() !== '');
  }

  /** A match in a closed block opens it. */
  private goToMatch(id: string): void {
    const picture = this.travel.picture();
    if (!picture) return;
    this.leave();
    if (!picture.navigator.places.has(id)) {
      const { toggles } = this.store.value;
      const opened = groupsAround(picture.hierarchy, id).map(group => [group, true] as const);
      this.store.update({ toggles: { ...toggles, ...Object.fromEntries(opened) } });
      this.travel.redraw(id);
    }
    this.travel.show(id);
  }
}
