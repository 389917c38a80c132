/** One end of a channel that carries structured clones: a webview, a worker, or `acquireVsCodeApi()`. */
export interface Port {
  post(message: unknown): void;
  /** Calls back for every message; the answer stops that. */
  listen(receive: (message: unknown) => void): () => void;
}

/** An interface whose every method returns a promise. */
export type Api<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> };

export interface Connection<Remote> {
  readonly remote: Remote;
  /** Rejects what is pending and stops listening. */
  close(): void;
}

type Message =
  | { readonly call: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly error: string };

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && ('call' in message || 'answer' in message);

/** Typed calls both ways over one port. A handler that throws rejects its caller; closing rejects what is pending. */
export function connect<Remote extends Api<Remote>, Local extends Api<Local>>(
  port: Port,
  handlers: Local,
): Connection<Remote> {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  let closed = false;

  async function answer(call: number, method: string, args: readonly unknown[]): Promise<void> {
    try {
      if (!Object.hasOwn(handlers, method)) throw new Error(`unknown method ${method}`);
      const handler: (...args: never[]) => Promise<unknown> = handlers[method as keyof Local];
      const value = await handler(...(args as never[]));
      if (!closed) port.post({ answer: call, value });
    } catch (error) {
      if (!closed) port.post({ answer: call, error: error instanceof Error ? error.message : String(error) });
    }
  }

  const stop = port.listen(message => {
    if (!isMessage(message)) return;
    if ('call' in message) {
      void answer(message.call, message.method, message.args);
      return;
    }
    const caller = pending.get(message.answer);
    pending.delete(message.answer);
    if ('error' in message) caller?.reject(new Error(message.error));
    else caller?.resolve(message.value);
  });

  const remote = new Proxy({} as Remote, {
    get: (_, method) => {
      // A promise must not take the proxy for one of its own kind.
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (...args: readonly unknown[]) =>
        new Promise((resolve, reject) => {
          if (closed) {
            reject(new Error('the connection is closed'));
            return;
          }
          pending.set(++calls, { resolve, reject });
          port.post({ call: calls, method, args });
        });
    },
  });

  return {
    remote,
    close: () => {
      closed = true;
      stop();
      for (const { reject } of pending.values()) reject(new Error('the connection was closed'));
      pending.clear();
    },
  };
}
