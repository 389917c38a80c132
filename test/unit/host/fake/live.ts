/** Everything that must be disposed of: listeners, emitters, providers, commands, collections, watchers, panels. */
const live = new Map<object, string>();

/** Counts something as alive until it is disposed of. */
export function track(what: string, onDispose: () => void = () => {}): Disposable {
  const disposable = new Disposable(() => {
    live.delete(disposable);
    onDispose();
  });
  live.set(disposable, what);
  return disposable;
}

/** What is alive, one word each. */
export const liveThings = (): string[] => [...live.values()].sort();

export class Disposable {
  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }

  constructor(private readonly onDispose: () => void) {}

  dispose(): void {
    this.onDispose();
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();
  private readonly own: Disposable;

  constructor(private readonly name = 'emitter') {
    this.own = track(`emitter of ${name}`);
  }

  readonly event = (listener: (value: T) => void): Disposable => {
    this.listeners.add(listener);
    return track(`listener to ${this.name}`, () => this.listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
    this.own.dispose();
  }
}
