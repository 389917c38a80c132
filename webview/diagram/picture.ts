import type { ViewModel } from '../../src/protocol.js';
import type { ViewState } from '../state.js';
import { Arranger, type ClosedBox } from './arrange.js';
import { Expansion } from './expansion.js';
import { buildHierarchy, type Group, type Hierarchy, type Item } from './hierarchy.js';
import type { Layouter } from './layout.js';
import { Navigator } from './navigate.js';
import { look, type PlacedBox, rectangleOf, type Scene } from './scene.js';

/** A model ready to be drawn in any state of expansion. */
export class Diagram {
  readonly hierarchy: Hierarchy;
  private readonly arranger: Arranger;

  constructor(
    readonly view: ViewModel,
    /** Complaints of a smoke test, by node. */
    complaints: ReadonlyMap<string, string>,
    private readonly layouter: Layouter,
  ) {
    this.hierarchy = buildHierarchy(view.model, complaints);
    this.arranger = new Arranger(this.hierarchy);
  }

  picture({ level, toggles }: Pick<ViewState, 'level' | 'toggles'>): Picture {
    const expansion = new Expansion(this.hierarchy, level, toggles);
    const network = this.arranger.open(this.hierarchy.root, expansion);
    return new Picture(this.hierarchy, { network, layout: this.layouter.layout(network) });
  }
}

/** A laid out diagram. */
export class Picture {
  private known: Navigator | undefined;

  constructor(
    readonly hierarchy: Hierarchy,
    readonly scene: Scene,
  ) {}

  /** Made when it is first asked for: a large picture is shown sooner without. */
  get navigator(): Navigator {
    this.known ??= new Navigator(this.scene);
    return this.known;
  }

  /** The box that stands for a node or a block: its own, or the closed one around it. */
  boxOf(id: string): PlacedBox | undefined {
    const { places } = this.navigator;
    const { leaves, groups } = this.hierarchy;
    const own = places.get(id);
    if (own) return own;
    for (
      let group: Group | undefined = leaves.get(id)?.parent ?? groups.get(id)?.parent;
      group;
      group = group.parent
    ) {
      const around = places.get(group.id);
      if (around) return around;
    }
    return undefined;
  }

  /** What a drawn box stands for: a node, or the first of the blocks in it. */
  itemOf(id: string): Item | undefined {
    const box = this.navigator.places.get(id)?.box;
    if (!box) return undefined;
    return box.kind === 'leaf' ? box.item : box.kind === 'open' ? box.group : box.groups[0];
  }

  /** How far right the wrong side lines into a merge reach. */
  laneBeside(id: string): number | undefined {
    const box = this.navigator.places.get(id);
    if (!box) return undefined;
    const reach = look(this.scene, rectangleOf(box))
      .edges.filter(({ edge: { edge } }) => edge.to?.id === id && !edge.main)
      .flatMap(({ points }) => points.map(point => point.x));
    return reach.length > 0 ? Math.max(...reach) : undefined;
  }

  closedBox(id: string): ClosedBox | undefined {
    const box = this.navigator.places.get(id)?.box;
    return box?.kind === 'closed' ? box : undefined;
  }
}
