import { formatSeconds } from '../../../webview/training/durations.js';
import { formatNumber } from '../../../webview/training/names.js';
import type { TrainingProgress } from '../../protocol.js';

/** How far a smoke test is, in one line of a terminal that is written over and at last wiped out. */
export class ProgressLine {
  private isShown = false;

  constructor(
    private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>,
    private readonly name: string,
  ) {}

  show({ phase, step, steps, loss, secondsLeft }: TrainingProgress): void {
    if (!this.stream.isTTY) return;
    const facts = [
      `${this.name}: ${phase}, step ${step} of ${steps}`,
      ...(loss === undefined ? [] : [`loss ${formatNumber(loss)}`]),
      ...(secondsLeft === undefined ? [] : [`${formatSeconds(secondsLeft)} left`]),
    ];
    this.stream.write(`\r\u001b[2K${facts.join(', ').slice(0, Math.max(0, this.stream.columns - 1))}`);
    this.isShown = true;
  }

  clear(): void {
    if (this.isShown) this.stream.write('\r\u001b[2K');
    this.isShown = false;
  }
}
