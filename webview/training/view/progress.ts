import type { TrainingProgress } from '../../../src/protocol.js';
import { make } from '../../widgets.js';
import { formatSeconds } from '../durations.js';

const phases: Record<TrainingProgress['phase'], string> = {
  training: 'Training',
  'overfitting one batch': 'Overfitting one batch',
};

/** How far the run is, and how long it will still take. */
export class ProgressBar {
  readonly element = make('div', 'training-progress');
  private readonly bar = make('progress', '');
  private readonly text = make('span', '');

  constructor() {
    this.bar.setAttribute('aria-label', 'Progress of the smoke test');
    this.element.append(this.bar, this.text);
    this.element.hidden = true;
  }

  start(): void {
    this.element.hidden = false;
    this.bar.removeAttribute('value');
    this.text.textContent = 'Starting TensorFlow.js';
  }

  show({ phase, step, steps, secondsLeft }: TrainingProgress): void {
    this.bar.max = steps;
    this.bar.value = step;
    const left = secondsLeft === undefined ? '' : ` · at most ${formatSeconds(secondsLeft)} left`;
    this.text.textContent = `${phases[phase]}: step ${step} of at most ${steps}${left}`;
  }

  stop(): void {
    this.element.hidden = true;
  }
}
