import { type Level, levels, type Toggles } from './diagram/expansion.js';
import { overlays } from './diagram/overlays/index.js';

/** The part of the picture that was in sight: a box, and where on the canvas it was. */
export interface Sight {
  readonly scale: number;
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** What the reader has chosen. Everything is kept by id, so that it outlives edits and reloads. */
export interface ViewState {
  readonly selection?: string;
  readonly level: Level;
  readonly toggles: Toggles;
  readonly sight?: Sight;
  /** Of a file's networks the one that is shown; for when VS Code starts again. */
  readonly entry?: string;
  /** The picture moves to what is at the editor's cursor. */
  readonly follow: boolean;
  /** By what boxes are coloured: an overlay's id, or their kind. */
  readonly overlay?: string;
}

export const initialState: ViewState = { level: 'auto', toggles: {}, follow: true };

/** The page's side of a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** The reader's choices, kept by VS Code while the panel is hidden and across restarts. */
export class StateStore {
  private current: ViewState;

  constructor(private readonly vscode: VsCodeApi) {
    this.current = readState(vscode.getState());
    this.update({});
  }

  get value(): ViewState {
    return this.current;
  }

  update(change: Partial<ViewState>): void {
    this.current = { ...this.current, ...change };
    this.vscode.setState({ ...this.current, document: document.body.dataset.document });
  }
}

/** Takes from an earlier state what is still understood; another version may have written it. */
export function readState(saved: unknown): ViewState {
  if (!isRecord(saved)) return initialState;
  const { selection, level, toggles, sight, entry, follow, overlay } = saved;
  return {
    selection: typeof selection === 'string' ? selection : undefined,
    level: levels.find(known => known === level) ?? 'auto',
    toggles: isRecord(toggles) ? booleansOf(toggles) : {},
    sight: isSight(sight) ? sight : undefined,
    entry: typeof entry === 'string' ? entry : undefined,
    follow: follow !== false,
    overlay: overlays.find(({ id }) => id === overlay)?.id,
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const booleansOf = (record: Readonly<Record<string, unknown>>): Toggles =>
  Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
  );

const isSight = (value: unknown): value is Sight =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  ['scale', 'x', 'y'].every(key => Number.isFinite(value[key]));
