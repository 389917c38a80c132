import { networkName } from '../../core/program.js';
import type { TrainingJob } from '../../protocol.js';
import type { Loaded } from '../load.js';
import { ProgressLine } from './progress.js';
import { resultOf, resultWithoutRun, type SmokeResult } from './result.js';
import { Trainer } from './trainer.js';

export type SmokeOptions = Omit<TrainingJob, 'graph'>;

/** The user has pressed Ctrl+C. */
export class Cancelled extends Error {}

/** Trains each network for a moment, one after the other in one thread. Rejects with `Cancelled` on an interrupt. */
export async function smokeTests(
  all: readonly Loaded[],
  options: SmokeOptions,
  folder: string,
): Promise<SmokeResult[]> {
  const runner = new Runner(folder, options);
  let interrupt = (): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Cancelled('cancelled'));
  });
  process.once('SIGINT', interrupt);
  try {
    return await Promise.race([runner.runAll(all), interrupted]);
  } finally {
    process.off('SIGINT', interrupt);
    await runner.end();
  }
}

class Runner {
  private trainer: Promise<Trainer> | undefined;
  private line: ProgressLine | undefined;
  private isEnded = false;

  constructor(
    private readonly folder: string,
    private readonly options: SmokeOptions,
  ) {}

  async runAll(all: readonly Loaded[]): Promise<SmokeResult[]> {
    const results: SmokeResult[] = [];
    for (const loaded of all) results.push(await this.run(loaded));
    return results;
  }

  async end(): Promise<void> {
    this.isEnded = true;
    this.line?.clear();
    await this.trainer?.then(
      trainer => trainer.end(),
      () => {},
    );
  }

  private async run(loaded: Loaded): Promise<SmokeResult> {
    const known = resultWithoutRun(loaded, this.options.seed);
    if (known) return known;
    const { graph } = loaded.model!;
    this.line = new ProgressLine(process.stderr, networkName(loaded.model!));
    this.trainer ??= Trainer.start(this.folder, progress => {
      if (!this.isEnded) this.line?.show(progress);
    });
    try {
      const trainer = await this.trainer;
      return resultOf(loaded, await trainer.run({ graph, ...this.options }));
    } finally {
      this.line.clear();
    }
  }
}
