import { type Content, icon, make } from '../../widgets.js';

type Tone = 'good' | 'bad' | 'neutral';

const icons: Record<Tone, string> = { good: 'pass-filled', bad: 'error', neutral: 'info' };

/** The verdict in a line, and what can be done about it. */
export class Banner {
  readonly element = make('div', 'training-banner');

  constructor() {
    this.element.setAttribute('role', 'status');
    this.hide();
  }

  show(
    tone: Tone,
    headline: string,
    detail: Content = undefined,
    actions: readonly HTMLElement[] = [],
  ): void {
    this.element.className = `training-banner ${tone}`;
    this.element.replaceChildren(
      icon(icons[tone]),
      make('div', 'training-verdict', make('b', '', headline), detail && make('span', '', detail)),
      ...(actions.length > 0 ? [make('div', 'training-actions', ...actions)] : []),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
