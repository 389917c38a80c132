import { describe, expect, test } from 'vitest';
import { connect, type Port } from '../../src/rpc.js';

interface Sums {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<never>;
  never(): Promise<void>;
}

/** Two ports that hear each other, as clones and not at once. */
function channel(): [Port, Port] {
  const listeners: [Set<(m: unknown) => void>, Set<(m: unknown) => void>] = [new Set(), new Set()];
  const port = (own: 0 | 1, other: 0 | 1): Port => ({
    post: message => {
      const clone = structuredClone(message);
      queueMicrotask(() => {
        for (const listen of listeners[other]) listen(clone);
      });
    },
    listen: receive => {
      listeners[own].add(receive);
      return () => listeners[own].delete(receive);
    },
  });
  return [port(0, 1), port(1, 0)];
}

const handlers: Sums = {
  add: async (a, b) => a + b,
  fail: async () => {
    throw new Error('no sum today');
  },
  never: () => new Promise(() => {}),
};

function open() {
  const [near, far] = channel();
  connect<Record<string, never>, Sums>(far, handlers);
  return { connection: connect<Sums, Record<string, never>>(near, {}), near, far };
}

describe('rpc', () => {
  test('answers calls, each to its caller', async () => {
    const { remote } = open().connection;
    expect(await Promise.all([remote.add(1, 2), remote.add(3, 4)])).toEqual([3, 7]);
  });

  test('a throwing handler rejects its caller', async () => {
    await expect(open().connection.remote.fail()).rejects.toThrow('no sum today');
  });

  test('an unknown method rejects its caller', async () => {
    const remote = open().connection.remote as unknown as { constructor2(): Promise<void> };
    await expect(remote.constructor2()).rejects.toThrow('unknown method constructor2');
  });

  test('closing rejects what is pending, and every later call', async () => {
    const { connection } = open();
    const pending = connection.remote.never();
    connection.close();
    await expect(pending).rejects.toThrow('the connection was closed');
    await expect(connection.remote.add(1, 2)).rejects.toThrow('the connection is closed');
  });

  test('foreign messages are ignored', async () => {
    const { connection, far } = open();
    far.post('hello');
    far.post({ answer: 99, value: 1 });
    expect(await connection.remote.add(1, 1)).toBe(2);
  });
});
