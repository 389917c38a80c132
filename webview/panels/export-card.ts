import { drawings } from '../../src/core/exporters/drawings/index.js';
import type { HostApi } from '../../src/protocol.js';
import { PageStyles, type Theme, themes } from '../diagram/export/page-styles.js';
import { pngFile } from '../diagram/export/png-file.js';
import { sketchOf } from '../diagram/export/sketch-of.js';
import { svgFile } from '../diagram/export/svg-file.js';
import type { Heat } from '../diagram/heat.js';
import type { Picture } from '../diagram/picture.js';
import { boundsOf, type Rectangle } from '../diagram/scene.js';
import { button, dropdown, iconButton, make } from '../widgets.js';

const formats = ['svg', 'png', ...drawings.map(({ id }) => id)];
const extents = ['shown', 'layers', 'window'] as const;
type Extent = (typeof extents)[number];
const scales = ['1', '2', '3', '4'] as const;

const extentNames: Readonly<Record<Extent, string>> = {
  shown: 'The whole network, as it is folded',
  layers: 'The whole network, every layer',
  window: 'The part in sight',
};
const themeNames: Readonly<Record<Theme, string>> = {
  editor: 'Colours of the editor',
  light: 'Light',
  dark: 'Dark',
};

export interface ExportSources {
  readonly host: Pick<HostApi, 'save' | 'copy'>;
  /** The page whose style sheet tells how things are drawn. */
  readonly page: HTMLElement;
  /** The picture as it is shown, or with every layer. */
  picture(everyLayer: boolean): Picture | undefined;
  window(): Rectangle;
  /** By what the picture is coloured. */
  heat(): Heat | undefined;
}

/** A file that is ready. */
interface Export {
  readonly name: string;
  readonly content: string | Blob;
}

/** The card in which the reader chooses how to export the picture. */
export class ExportCard {
  readonly element = make('section', 'card export');
  private format = 'svg';
  private extent: Extent = 'shown';
  private theme: Theme = 'light';
  private scale: (typeof scales)[number] = '2';
  private readonly status = make('p', 'status');
  private readonly colours: HTMLElement;
  private readonly pixels: HTMLElement;
  private readonly first: HTMLElement;

  constructor(private readonly sources: ExportSources) {
    const titleOf = (id: string): string =>
      drawings.find(drawing => drawing.id === id)?.title ?? id.toUpperCase();
    this.first = this.choice(
      'Format',
      formats.map(id => [id, titleOf(id)] as const),
      this.format,
      value => {
        this.format = value;
      },
    );
    this.colours = this.choice(
      'Colours',
      themes.map(id => [id, themeNames[id]] as const),
      this.theme,
      value => {
        this.theme = value;
      },
    );
    this.pixels = this.choice(
      'Size',
      scales.map(id => [id, `${id} × the size on the screen`] as const),
      this.scale,
      value => {
        this.scale = value;
      },
    );
    const extent = this.choice(
      'What',
      extents.map(id => [id, extentNames[id]] as const),
      this.extent,
      value => {
        this.extent = value;
      },
    );
    this.status.setAttribute('role', 'status');
    const save = button('Save…', {
      icon: 'save',
      appearance: 'primary',
      click: () => void this.run(file => this.save(file)),
    });
    const copy = button('Copy', { icon: 'copy', click: () => void this.run(file => this.copy(file)) });
    const close = iconButton('close', 'Close', () => this.hide());
    const head = make('div', 'head', make('strong', '', 'Export'), close);
    this.element.append(
      head,
      this.first,
      extent,
      this.colours,
      this.pixels,
      make('div', 'foot', save, copy),
      this.status,
    );
    this.element.setAttribute('aria-label', 'Export');
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.hide();
    });
    this.element.hidden = true;
    this.showChoices();
  }

  show(): void {
    this.status.textContent = '';
    this.element.hidden = false;
    this.first.querySelector<HTMLElement>('vscode-dropdown')?.focus();
  }

  hide(): void {
    this.element.hidden = true;
  }

  private choice<T extends string>(
    label: string,
    choices: readonly (readonly [T, string])[],
    value: T,
    change: (value: T) => void,
  ): HTMLElement {
    const list = dropdown({
      label,
      choices,
      value,
      change: chosen => {
        change(chosen);
        this.showChoices();
      },
    });
    return make('label', 'choice', make('span', '', label), list);
  }

  /** Colours are a picture's alone, and pixels a PNG's. */
  private showChoices(): void {
    this.colours.hidden = this.format !== 'svg' && this.format !== 'png';
    this.pixels.hidden = this.format !== 'png';
    this.status.textContent = '';
  }

  private async run(finish: (file: Export) => Promise<string>): Promise<void> {
    const picture = this.sources.picture(this.extent === 'layers');
    if (!picture) return;
    try {
      this.status.textContent = await finish(await this.make(picture));
    } catch (error) {
      this.status.textContent = `It could not be exported: ${error instanceof Error ? error.message : error}`;
    }
  }

  private async make(picture: Picture): Promise<Export> {
    const window =
      this.extent === 'window'
        ? within(this.sources.window(), boundsOf(picture.scene))
        : boundsOf(picture.scene);
    const name = (picture.hierarchy.model.graph.name || 'network').replaceAll(/[^\w.-]+/g, '-');
    const drawing = drawings.find(({ id }) => id === this.format);
    if (drawing) return { name: name + drawing.extension, content: drawing.write(sketchOf(picture, window)) };
    const styles = new PageStyles(this.sources.page, this.theme);
    try {
      const markup = svgFile(picture, window, styles, this.sources.heat());
      if (this.format === 'svg') return { name: `${name}.svg`, content: markup };
      return { name: `${name}.png`, content: await pngFile(markup, Number(this.scale)) };
    } finally {
      styles.dispose();
    }
  }

  private async save({ name, content }: Export): Promise<string> {
    const written = typeof content === 'string' ? content : new Uint8Array(await content.arrayBuffer());
    return (await this.sources.host.save(name, written)) ? `Saved ${name}` : '';
  }

  private async copy({ content }: Export): Promise<string> {
    if (typeof content === 'string') await this.sources.host.copy(content);
    else await navigator.clipboard.write([new ClipboardItem({ 'image/png': content })]);
    return 'Copied';
  }
}

const within = (a: Rectangle, b: Rectangle): Rectangle => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
});
