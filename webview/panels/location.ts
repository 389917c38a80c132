import type { Picture } from '../diagram/picture.js';
import { lookForFrames, type Rectangle } from '../diagram/scene.js';
import { make } from '../widgets.js';

/** The blocks around what is seen whose titles have been scrolled away, as a path that leads back to them. */
export class Location {
  readonly element = make('nav', 'location');
  private shown = '';

  constructor(private readonly go: (id: string) => void) {
    this.element.setAttribute('aria-label', 'Where in the network');
    this.element.hidden = true;
  }

  show(picture: Picture | undefined, window: Rectangle): void {
    const middle = (window.top + window.bottom) / 2;
    const frames = picture ? lookForFrames(picture.scene, window) : [];
    const around = frames.filter(
      ({ depth, y, frame }) => depth >= 0 && y < window.top && y + frame.layout.height > middle,
    );
    const key = around.map(({ open }) => open.id).join('\n');
    if (key === this.shown) return;
    this.shown = key;
    this.element.hidden = around.length === 0;
    this.element.replaceChildren(
      ...around.map(({ open }) => {
        const step = make('button', '', open.group.block.name);
        step.type = 'button';
        step.title = `Go to the start of ${open.group.block.name}`;
        step.addEventListener('click', () => this.go(open.id));
        return step;
      }),
    );
  }
}
