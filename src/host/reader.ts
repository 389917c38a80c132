import { analyze, type Model } from '../core/analyze.js';
import { isNetwork, isWorthShowing, othersThan } from '../core/networks.js';
import type { ReadOptions } from '../core/program.js';
import type { Source } from '../core/source.js';
import type { WorkspaceFiles } from './files.js';

/** Reads the networks of one text, with the files that it names. */
export class Reader {
  /** Every file that was asked for. */
  readonly asked = new Set<string>();

  constructor(
    private readonly source: Source,
    private readonly files: WorkspaceFiles,
    private readonly options: ReadOptions,
  ) {}

  /** The network that was chosen, as long as the text has it; else the likeliest. */
  async first(chosen: string | undefined): Promise<Model | undefined> {
    const model = chosen === undefined ? undefined : await this.read({ entry: chosen });
    return model && isNetwork(model) ? model : this.read({});
  }

  /** The others, one at a time: each is a reading of the whole program. */
  async *others(first: Model): AsyncGenerator<Model> {
    for (const candidate of othersThan(first)) {
      const model = await this.read({ entry: candidate.entry });
      if (model && isWorthShowing(model, candidate)) yield model;
    }
  }

  /** Files that a model names are read before it is shown, so that none is reported as missing too soon. */
  private async read(which: ReadOptions): Promise<Model | undefined> {
    for (;;) {
      const model = analyze(this.source, this.files, { ...this.options, ...which });
      const unread = model?.dependencies.filter(file => !this.files.knows(file)) ?? [];
      for (const file of model?.dependencies ?? []) this.asked.add(file);
      if (unread.length === 0) return model;
      await Promise.all(unread.map(file => this.files.load(file)));
    }
  }
}
