import type { Place } from '../../src/core/source.js';
import type { HostApi, ViewModel } from '../../src/protocol.js';
import { Canvas } from '../diagram/canvas.js';
import { createEngine } from '../diagram/engine.js';
import type { Level } from '../diagram/expansion.js';
import { type Gestures, listenForGestures } from '../diagram/gestures.js';
import type { Item } from '../diagram/hierarchy.js';
import { Layouter } from '../diagram/layout.js';
import type { Direction } from '../diagram/navigate.js';
import { Outline } from '../diagram/outline.js';
import { Diagram, type Picture } from '../diagram/picture.js';
import { boundsOf } from '../diagram/scene.js';
import type { StateStore } from '../state.js';
import { make } from '../widgets.js';
import { Callouts } from './callouts.js';
import { ExportCard } from './export-card.js';
import { type Problem, problemStatus, problemsOf } from './findings.js';
import { Fixes } from './fixes.js';
import { Footer } from './footer.js';
import { Legend } from './legend.js';
import { Location } from './location.js';
import { Notice } from './notice.js';
import { PropertiesCard } from './properties.js';
import { Toolbar } from './toolbar.js';
import { viewButtons } from './view-buttons.js';
import { Wayfinding } from './wayfinding.js';

export interface DiagramPanelOptions {
  readonly host: Pick<
    HostApi,
    'reveal' | 'choose' | 'fixes' | 'applyFix' | 'change' | 'insertLayer' | 'setShortcut' | 'save' | 'copy'
  >;
  readonly store: StateStore;
  /** URL of the layout worker's script. */
  readonly layoutWorker: string;
  smokeTest(): void;
}

/** The picture of a model with everything around it. It can be thrown away: `show` builds all of it again. */
export class DiagramPanel implements Gestures {
  readonly toolbar: Toolbar;
  readonly section = make('main', 'diagram');
  readonly footer = new Footer();
  private readonly canvas: Canvas;
  private readonly callouts: Callouts;
  private readonly properties: PropertiesCard;
  private readonly location = new Location(id => this.jumpTo(id));
  private readonly outline = new Outline();
  private readonly notice = new Notice();
  private readonly exports: ExportCard;
  private readonly ways: Wayfinding;
  private readonly legend: Legend;
  private readonly corner = make('div', 'corner');
  private readonly fixes: Fixes;
  private readonly layouter = new Layouter();
  private readonly engine: ReturnType<typeof createEngine>;
  private diagram: Diagram | undefined;
  private picture: Picture | undefined;
  private complaints: ReadonlyMap<string, string> = new Map();
  private problems: readonly Problem[] = [];
  private problem = -1;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: DiagramPanelOptions) {
    const { host, store } = options;
    this.engine = createEngine(options.layoutWorker);
    this.fixes = new Fixes(host);
    this.canvas = new Canvas(() => this.moved());
    this.ways = new Wayfinding(this.canvas, store, {
      picture: () => this.picture,
      show: id => this.showNode(id),
      redraw: anchor => this.redraw(anchor),
    });
    this.callouts = new Callouts(this.canvas, this.fixes, merge => this.showNode(merge));
    this.properties = new PropertiesCard(this.fixes, {
      reveal: item => this.revealItem(item),
      close: () => this.pickNothing(),
      edit: change => host.change(this.version, change),
      insertLayer: item => host.insertLayer(this.version, item),
      setShortcut: merge => host.setShortcut(this.version, merge),
    });
    this.legend = new Legend(store.value.overlay, overlay => {
      store.update({ overlay });
      this.canvas.recolour(this.legend.heat);
    });
    this.exports = new ExportCard({
      heat: () => this.legend.heat,
      host,
      page: this.section,
      picture: everyLayer =>
        everyLayer ? this.diagram?.picture({ level: 'layers', toggles: {} }) : this.picture,
      window: () => this.canvas.viewport.window,
    });
    this.toolbar = new Toolbar(store.value.level, {
      search: () => this.search(),
      export: () => this.exports.show(),
      setLevel: level => this.setLevel(level),
      nextProblem: () => this.nextProblem(),
      smokeTest: () => options.smokeTest(),
      choose: entry => void host.choose(entry).catch(() => {}),
    });
    this.section.id = 'diagram';
    this.corner.append(this.legend.element, viewButtons(this, store));
    this.section.append(
      this.canvas.element,
      this.callouts.element,
      this.location.element,
      this.ways.minimap.element,
      this.ways.search.element,
      this.corner,
      this.properties.element,
      this.exports.element,
      this.notice.element,
      this.outline.element,
    );
    listenForGestures(this.canvas.element, this);
    addEventListener('keydown', event => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.search();
    });
    new ResizeObserver(() => {
      this.canvas.viewport.resized();
      this.callouts.place();
    }).observe(this.section);
  }

  private get version(): number {
    return this.view?.version ?? -1;
  }

  get view(): ViewModel | undefined {
    return this.diagram?.view;
  }

  show(view: ViewModel): void {
    const isFirst = this.diagram === undefined;
    if (view.version !== this.view?.version) this.complaints = new Map();
    this.diagram = new Diagram(view, this.complaints, this.layouter);
    this.fixes.setVersion(view.version);
    this.options.store.update({ entry: view.model.program?.entry?.entry });
    this.problems = problemsOf(view.model.findings);
    this.toolbar.show(view);
    this.toolbar.showProblems(problemStatus(view.model.findings, () => this.nextProblem()));
    this.footer.show(view.model);
    this.legend.show(view.model);
    this.canvas.colour(this.legend.heat);
    this.notice.show(view);
    this.section.classList.toggle('stale', view.stale !== undefined);
    this.redraw(this.options.store.value.selection);
    if (isFirst) this.canvas.start(this.options.store.value.sight);
  }

  /** There is no model yet. */
  showNothing(): void {
    this.notice.showNothing();
  }

  highlight(nodes: readonly string[]): void {
    const boxes = nodes.flatMap(id => this.picture?.boxOf(id)?.box.id ?? []);
    this.canvas.mark('highlighted', new Set(boxes));
    if (!this.options.store.value.follow) return;
    // Of many uses of a line, the one that is wrong is the one to see; else any that is in sight will do.
    const faulty = this.problems.find(problem => nodes.includes(problem.node))?.node;
    const wrong = faulty === undefined ? undefined : this.picture?.boxOf(faulty)?.box.id;
    const box = wrong ?? (boxes.some(id => this.canvas.sees(id)) ? undefined : boxes[0]);
    const covered = { right: 0, bottom: this.corner.offsetHeight };
    if (box !== undefined) this.canvas.reveal(box, covered);
  }

  /** Selects what stands for a node, and brings it into sight. */
  showNode(id: string): void {
    const box = this.picture?.boxOf(id);
    if (!box) return;
    this.select(box.box.id);
    this.canvas.reveal(box.box.id, this.properties.covers(this.section));
  }

  /** Marks nodes that a smoke test complains of. */
  complain(nodes: ReadonlyMap<string, string>): void {
    if (!this.view) return;
    this.complaints = nodes;
    this.diagram = new Diagram(this.view, nodes, this.layouter);
    this.redraw(this.options.store.value.selection);
  }

  /** Lets the reader choose how to export the picture. */
  openExport(): void {
    this.exports.show();
  }

  dispose(): void {
    this.engine.dispose();
  }

  // ── gestures ──────────────────────────────────────────────────────────────

  pick(id: string): void {
    this.select(id);
    this.canvas.reveal(id, this.properties.covers(this.section));
    this.reveal();
  }

  pickNothing(): void {
    this.select(undefined);
  }

  toggle(id: string): void {
    const { toggles } = this.options.store.value;
    const item = this.picture?.itemOf(id);
    const closed = this.picture?.closedBox(id);
    if (item?.kind === 'group') {
      const isOpen = closed === undefined;
      const key = closed?.series ?? item.id;
      this.options.store.update({ toggles: { ...toggles, [key]: !isOpen } });
    } else if (item === undefined) this.options.store.update({ toggles: { ...toggles, [id]: false } });
    else return;
    this.redraw(item?.id);
  }

  move(direction: Direction | 'first' | 'last'): void {
    const navigator = this.picture?.navigator;
    if (!navigator) return;
    const current = this.options.store.value.selection ?? '';
    const next =
      direction === 'first'
        ? navigator.order[0]
        : direction === 'last'
          ? navigator.order.at(-1)
          : navigator.go(current, direction);
    if (next !== undefined) this.focus(next);
  }

  enter(): void {
    const { selection } = this.options.store.value;
    const id =
      selection !== undefined && this.picture?.navigator.places.has(selection)
        ? selection
        : this.canvas.sight?.id;
    if (id !== undefined) this.focus(id);
  }

  focused(id: string): void {
    if (id !== this.options.store.value.selection) this.showNode(id);
  }

  reveal(): void {
    const item = this.selectedItem();
    if (item) this.revealItem(item);
  }

  toggleCurrent(): void {
    const { selection } = this.options.store.value;
    if (selection === undefined) return;
    this.toggle(selection);
    this.canvas.focus(selection);
  }

  zoom(direction: 1 | -1): void {
    if (direction > 0) this.canvas.viewport.zoomIn();
    else this.canvas.viewport.zoomOut();
  }

  fit(): void {
    if (!this.picture) return;
    this.ways.leave();
    this.canvas.viewport.fit(boundsOf(this.picture.scene));
  }

  zoomToSelection(): void {
    const { selection } = this.options.store.value;
    if (selection === undefined) return;
    this.ways.leave();
    this.canvas.zoomTo(selection);
  }

  search(): void {
    this.ways.search.open();
  }

  back(): void {
    this.ways.back();
  }

  forward(): void {
    this.ways.forward();
  }

  // ── inside ────────────────────────────────────────────────────────────────

  private redraw(anchor: string | undefined): void {
    if (!this.diagram) return;
    const picture = this.diagram.picture(this.options.store.value);
    this.picture = picture;
    this.canvas.show(picture, anchor);
    this.callouts.show(picture);
    this.ways.show(picture);
    this.outline.show(picture);
    this.showSelection();
    void this.refine(picture);
  }

  /** Asks ELK for what the direct placement could not do well. */
  private async refine(picture: Picture): Promise<void> {
    const changed = await this.layouter.refine(this.engine.place);
    // Where the picture's beginning is in sight, it stays.
    if (changed && this.picture === picture) this.redraw(picture.navigator.order[0]);
  }

  private setLevel(level: Level): void {
    this.options.store.update({ level, toggles: {} });
    this.redraw(this.options.store.value.selection);
  }

  private select(id: string | undefined): void {
    this.options.store.update({ selection: id });
    this.showSelection();
  }

  private jumpTo(id: string): void {
    this.ways.leave();
    this.focus(id);
  }

  private focus(id: string): void {
    this.select(id);
    this.canvas.reveal(id, this.properties.covers(this.section));
    this.canvas.focus(id);
  }

  private showSelection(): void {
    const { selection } = this.options.store.value;
    this.canvas.mark('selected', new Set(selection === undefined ? [] : [selection]));
    this.properties.show(this.selectedItem(), this.diagram?.hierarchy, this.view?.model.format);
    this.properties.avoid(this.canvas.rectangleOnScreen(selection));
    this.callouts.select(selection);
  }

  private selectedItem(): Item | undefined {
    const { selection } = this.options.store.value;
    return selection === undefined ? undefined : this.picture?.itemOf(selection);
  }

  private revealItem(item: Item): void {
    const place: Place = item.kind === 'group' ? item.block.at : item.node.at;
    void this.options.host.reveal(place).catch(() => {});
  }

  /** Goes round all problems: selects the node, and shows it. */
  private nextProblem(): void {
    if (this.problems.length === 0) return;
    this.ways.leave();
    this.problem = (this.problem + 1) % this.problems.length;
    this.showNode(this.problems[this.problem]!.node);
    this.reveal();
  }

  private moved(): void {
    this.callouts.place();
    this.ways.moved();
    this.location.show(this.picture, this.canvas.viewport.window);
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.options.store.update({ sight: this.canvas.sight }), 300);
  }
}
