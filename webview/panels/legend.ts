import type { Model } from '../../src/core/analyze.js';
import { Heat, steps } from '../diagram/heat.js';
import { overlays } from '../diagram/overlays/index.js';
import { dropdown, make } from '../widgets.js';

const byKind = 'kind';

/** By what boxes are coloured, with the scale. */
export class Legend {
  readonly element = make('section', 'legend');
  private readonly scale = make('div', 'scale');
  private current: Heat | undefined;
  private model: Model | undefined;

  constructor(
    private overlay: string | undefined,
    private readonly change: (overlay: string | undefined) => void,
  ) {
    const choices = [[byKind, 'kind'] as const, ...overlays.map(({ id, title }) => [id, title] as const)];
    const list = dropdown<string>({
      label: 'Colour by',
      choices: choices.map(([id, title]) => [id, `Colour by ${title}`] as const),
      value: overlay ?? byKind,
      change: chosen => {
        this.overlay = chosen === byKind ? undefined : chosen;
        this.compute();
        this.change(this.overlay);
      },
    });
    this.element.setAttribute('aria-label', 'Colours');
    this.element.append(list, this.scale);
  }

  get heat(): Heat | undefined {
    return this.current;
  }

  show(model: Model): void {
    this.model = model;
    this.compute();
  }

  private compute(): void {
    const overlay = overlays.find(({ id }) => id === this.overlay);
    this.current = overlay && this.model && new Heat(overlay, this.model);
    const range = this.current?.range;
    this.scale.hidden = this.current === undefined;
    if (!range) {
      this.scale.replaceChildren('No figures');
      return;
    }
    const colours = Array.from({ length: steps }, (_, step) => make('span', `colour h${step}`));
    const bar = make('div', 'colours', ...colours);
    bar.setAttribute('aria-hidden', 'true');
    const [least, most] = range;
    const ends = make('div', 'ends', make('span', '', least), make('span', '', most));
    const note = this.current?.overlay.scale === 'log' ? 'each colour is the same factor more' : '';
    this.scale.title = note;
    this.scale.replaceChildren(bar, ends);
  }
}
