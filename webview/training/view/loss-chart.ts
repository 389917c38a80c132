import uPlot from 'uplot';
import { make } from '../../widgets.js';
import { formatNumber } from '../names.js';
import { onThemeChange, themeColour } from './theme.js';

const HEIGHT = 150;

/** Steps that the axis shows at least, so that the first ones do not fill it. */
const SHORTEST_AXIS = 20;

/** The loss of every step, with a line where guessing would stay. */
export class LossChart {
  readonly element = make('figure', 'training-chart');
  private readonly canvas = make('div', 'training-plot');
  private readonly caption = make('figcaption', '');
  private readonly stopThemeWatch: () => void;
  private readonly sizeWatch: ResizeObserver;
  private plot: uPlot | undefined;
  private losses: number[] = [];
  private reference: number | undefined;

  constructor() {
    this.canvas.setAttribute('role', 'img');
    this.element.append(this.canvas, this.caption);
    this.stopThemeWatch = onThemeChange(() => this.rebuild());
    this.sizeWatch = new ResizeObserver(() => this.resize());
    this.sizeWatch.observe(this.canvas);
  }

  /** @param reference the loss of guessing, where there is one */
  clear(reference: number | undefined): void {
    this.losses = [];
    this.reference = reference;
    this.draw();
  }

  add(loss: number): void {
    this.losses.push(loss);
    this.draw();
  }

  dispose(): void {
    this.stopThemeWatch();
    this.sizeWatch.disconnect();
    this.plot?.destroy();
  }

  private draw(): void {
    this.describe();
    if (this.plot) this.plot.setData(this.data());
    else this.rebuild();
  }

  private data(): uPlot.AlignedData {
    const length = Math.max(SHORTEST_AXIS, this.losses.length);
    const steps = Array.from({ length }, (_, i) => i + 1);
    const finite = (loss: number | undefined) => (loss !== undefined && Number.isFinite(loss) ? loss : null);
    return [steps, steps.map((_, i) => finite(this.losses[i])), steps.map(() => this.reference ?? null)];
  }

  private describe(): void {
    const [first, last] = [this.losses[0], this.losses.at(-1)];
    const guessing = this.reference === undefined ? '' : `guessing ${formatNumber(this.reference)}`;
    const swatch = (kind: string, text: string) => make('span', `training-key ${kind}`, text);
    this.caption.replaceChildren(
      swatch('loss', last === undefined ? 'loss' : `loss ${formatNumber(last)}`),
      ...(guessing ? [swatch('guessing', guessing)] : []),
    );
    const seen =
      first === undefined || last === undefined
        ? 'no step yet'
        : `from ${formatNumber(first)} to ${formatNumber(last)} in ${this.losses.length} steps`;
    this.canvas.setAttribute('aria-label', `Chart of the loss: ${seen}. ${guessing}`);
  }

  private resize(): void {
    const width = this.canvas.clientWidth;
    if (width === 0) return;
    if (this.plot) this.plot.setSize({ width, height: HEIGHT });
    else this.rebuild();
  }

  /** Colours are read from the theme once, here. */
  private rebuild(): void {
    this.plot?.destroy();
    this.plot = undefined;
    const width = this.canvas.clientWidth;
    if (width > 0) this.plot = new uPlot(this.options(width), this.data(), this.canvas);
  }

  private options(width: number): uPlot.Options {
    const text = themeColour(this.element, '--vscode-descriptionForeground', '--vscode-foreground');
    const lines = themeColour(this.element, '--vscode-charts-lines', '--vscode-panel-border');
    const { fontFamily } = getComputedStyle(this.element);
    const axis = {
      stroke: text,
      font: `11px ${fontFamily}`,
      grid: { stroke: lines, width: 1 },
      ticks: { show: false },
    };
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 14, 0, 0],
      scales: {
        x: { time: false },
        y: { range: (_, __, most) => [0, Math.max(most, this.reference ?? 0, 0.1) * 1.05] },
      },
      axes: [
        { ...axis, size: 24, gap: 4 },
        { ...axis, size: 40, gap: 4 },
      ],
      series: [
        {},
        {
          stroke: themeColour(this.element, '--vscode-charts-blue', '--vscode-foreground'),
          width: 2,
          points: { show: false },
        },
        { stroke: text, width: 1, dash: [4, 4], points: { show: false } },
      ],
    };
  }
}
