import type { Check } from '../../../src/protocol.js';
import { icon, make } from '../../widgets.js';

/** A verdict's picture and its word, for those who do not see it. */
const verdicts: Record<Check['verdict'], { readonly icon: string; readonly word: string }> = {
  pass: { icon: 'pass', word: 'passed' },
  fail: { icon: 'error', word: 'failed' },
  skipped: { icon: 'circle-slash', word: 'skipped' },
};

/** One row for each check, faults first; a row with a node to blame is a button that shows it. */
export class CheckList {
  readonly element = make('ul', 'training-checks');

  constructor(private readonly reveal: (node: string, message: string) => void) {}

  show(checks: readonly Check[]): void {
    this.element.hidden = checks.length === 0;
    const faultsFirst = [...checks].sort(
      (a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'),
    );
    this.element.replaceChildren(...faultsFirst.map(check => make('li', '', this.row(check))));
  }

  private row(check: Check): HTMLElement {
    const { node, verdict, title, message, threshold, source } = check;
    const row = node === undefined ? make('div', '') : this.button(node, message);
    row.className = `training-check ${verdict}`;
    const { icon: name, word } = verdicts[verdict];
    row.append(
      icon(name),
      make('span', 'visually-hidden', `${word}: `),
      make('b', 'training-check-title', title),
      make('span', 'training-check-message', ...withCode(message)),
    );
    const basis = [threshold && `Threshold: ${threshold}`, source && `Source: ${source}`].filter(Boolean);
    if (basis.length > 0) row.append(make('span', 'training-check-basis', basis.join(' · ')));
    return row;
  }

  private button(node: string, message: string): HTMLButtonElement {
    const button = make('button', '');
    button.type = 'button';
    button.title = `Show ${node}`;
    button.addEventListener('click', () => this.reveal(node, message));
    return button;
  }
}

/** A text whose words in backticks are code. */
const withCode = (text: string): (string | HTMLElement)[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? make('code', '', part) : part));
