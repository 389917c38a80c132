import { iconButton, make } from '../widgets.js';

export interface SearchEvents {
  /** Another query: answers how many things match. */
  search(query: string): number;
  /** Goes to one of them. */
  go(match: number): void;
  close(): void;
}

/** The line in which the reader looks for something in the network. */
export class SearchBar {
  readonly element = make('search', 'search');
  private readonly input = make('input', '');
  private readonly count = make('span', 'count');
  private found = 0;
  private current = -1;

  constructor(private readonly events: SearchEvents) {
    this.input.type = 'text';
    this.input.placeholder = 'Name, kind, shape, mismatch';
    this.input.setAttribute('aria-label', 'Find in the network: name, kind, shape, or “mismatch”');
    this.input.addEventListener('input', () => this.changed());
    this.count.setAttribute('role', 'status');
    this.element.append(
      this.input,
      this.count,
      iconButton('arrow-up', 'Previous match (Shift+Enter)', () => this.step(-1)),
      iconButton('arrow-down', 'Next match (Enter)', () => this.step(1)),
      iconButton('close', 'Close (Escape)', () => this.close()),
    );
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter' && event.target === this.input) this.step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    });
    this.element.hidden = true;
  }

  open(): void {
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    if (this.input.value !== '') this.changed();
  }

  /** The network has changed: the same query finds other things. */
  refresh(): void {
    if (this.element.hidden) return;
    this.found = this.events.search(this.input.value);
    this.current = Math.min(this.current, this.found - 1);
    this.showCount();
  }

  private close(): void {
    this.element.hidden = true;
    this.events.close();
  }

  private changed(): void {
    this.found = this.events.search(this.input.value);
    this.current = -1;
    this.showCount();
  }

  private step(by: 1 | -1): void {
    if (this.found === 0) return;
    const from = this.current < 0 && by < 0 ? 0 : this.current;
    this.current = (from + by + this.found) % this.found;
    this.showCount();
    this.events.go(this.current);
  }

  private showCount(): void {
    const { found, current } = this;
    this.element.classList.toggle('none', this.input.value.trim() !== '' && found === 0);
    if (this.input.value.trim() === '') this.count.textContent = '';
    else if (found === 0) this.count.textContent = 'Nothing';
    else this.count.textContent = current < 0 ? `${found} found` : `${current + 1} of ${found}`;
  }
}
