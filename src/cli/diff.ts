import type { Model } from '../core/analyze.js';
import {
  type Change,
  type Diff,
  diffNetworks,
  type NetworkFigures,
  type Status,
  type Version,
} from '../core/diff/diff.js';
import { diffText } from '../core/diff/text.js';
import type { Shape, Size } from '../core/graph.js';
import { networkName } from '../core/program.js';
import { type Locate, locator } from './lines.js';
import type { Loaded } from './load.js';

interface LayerVersion {
  readonly id: string;
  readonly kind: string;
  readonly line: number;
  readonly output: Shape;
  readonly parameters: Size;
  readonly macs: Size;
  readonly receptiveField: Size;
}

interface NetworkVersion extends NetworkFigures {
  readonly file: string;
  readonly network: string;
}

/** A comparison as JSON. A figure's delta is what the second network has more; null where one is not known. */
export interface DiffReport {
  readonly from: NetworkVersion;
  readonly to: NetworkVersion;
  /** Whether both hashes are equal. */
  readonly same: boolean;
  readonly rows: readonly {
    readonly status: Status;
    readonly id: string;
    readonly kind: string;
    readonly line: number;
    readonly from: LayerVersion | null;
    readonly to: LayerVersion | null;
    readonly changes: readonly Change[];
    readonly delta: { readonly parameters: Size; readonly macs: Size; readonly receptiveField: Size };
  }[];
}

/** A file with a network. */
export type LoadedModel = Loaded & { readonly model: Model };

const hasModel = (loaded: Loaded): loaded is LoadedModel => loaded.model !== undefined;

/** The networks of two files to compare: of several the first, and the one of the same name. */
export function twoNetworks(
  from: readonly Loaded[],
  to: readonly Loaded[],
): readonly [LoadedModel, LoadedModel] | undefined {
  const [ones, others] = [from.filter(hasModel), to.filter(hasModel)];
  const nameOf = ({ model }: LoadedModel): string => networkName(model);
  const one = ones.find(a => others.some(b => nameOf(a) === nameOf(b))) ?? ones[0];
  const other = others.find(b => one && nameOf(one) === nameOf(b)) ?? others[0];
  return one && other && [one, other];
}

const difference = (from: Size, to: Size): Size => (from === null || to === null ? null : to - from);

export class DiffRun {
  readonly diff: Diff;

  constructor(
    private readonly from: LoadedModel,
    private readonly to: LoadedModel,
  ) {
    this.diff = diffNetworks(from.model, to.model);
  }

  json(): DiffReport {
    const { diff } = this;
    const [locateFrom, locateTo] = [locator(this.from), locator(this.to)];
    return {
      from: { ...named(this.from), ...diff.from },
      to: { ...named(this.to), ...diff.to },
      same: diff.isSame,
      rows: diff.rows.map(({ status, from, to, changes }) => {
        const one = from ? versionOf(from, locateFrom) : null;
        const two = to ? versionOf(to, locateTo) : null;
        const { id, kind, line } = (two ?? one)!;
        const delta = (key: 'parameters' | 'macs'): Size =>
          difference(one ? one[key] : 0, two ? two[key] : 0);
        return {
          status,
          id,
          kind,
          line,
          from: one,
          to: two,
          changes,
          delta: {
            parameters: delta('parameters'),
            macs: delta('macs'),
            receptiveField: difference(one?.receptiveField ?? null, two?.receptiveField ?? null),
          },
        };
      }),
    };
  }

  text(): string {
    const named = ({ path, model }: LoadedModel) => ({ name: `${path}: ${networkName(model)}`, model });
    return diffText(this.diff, named(this.from), named(this.to));
  }
}

const named = ({ path, model }: LoadedModel): { file: string; network: string } => ({
  file: path,
  network: networkName(model),
});

const versionOf = ({ node, receptiveField }: Version, locate: Locate): LayerVersion => ({
  id: node.id,
  kind: node.layer,
  line: locate(node.at).line,
  output: node.output,
  parameters: node.weights.total,
  macs: node.macs,
  receptiveField,
});
