import type { HostApi } from '../../src/protocol.js';
import { button, make } from '../widgets.js';

/** Proved fixes of findings as buttons; they are asked for once per version of the text. */
export class Fixes {
  private version = -1;
  private readonly titles = new Map<number, Promise<readonly string[]>>();

  constructor(private readonly host: Pick<HostApi, 'fixes' | 'applyFix'>) {}

  setVersion(version: number): void {
    if (version === this.version) return;
    this.version = version;
    this.titles.clear();
  }

  /** A list that fills when the host has answered; empty where there is no fix. */
  list(finding: number): HTMLElement {
    const list = make('div', 'fixes');
    const { version } = this;
    let titles = this.titles.get(finding);
    if (!titles) {
      titles = this.host.fixes(version, finding).catch(() => []);
      this.titles.set(finding, titles);
    }
    void titles.then(found => {
      found.forEach((title, i) => {
        const appearance = i === 0 ? 'primary' : 'secondary';
        const click = (): void => void this.host.applyFix(version, finding, i).catch(() => {});
        list.append(button(title, { icon: 'lightbulb', appearance, click }));
      });
    });
    return list;
  }
}
