import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArchive, type Unpacked } from '../../../src/core/frontends/keras-json/archive.js';
import { layOut } from '../../../src/core/frontends/keras-json/lay-out.js';
import { residual2 } from './fixtures.js';

const config = JSON.stringify(residual2);

/** What `model.save()` writes, with weights of `weights` bytes. */
const saved = (text = config, level: 0 | 6 = 0, weights = 100): Uint8Array =>
  zipSync(
    {
      'metadata.json': strToU8('{"keras_version": "3.15.1"}'),
      'config.json': strToU8(text),
      'model.weights.h5': new Uint8Array(weights).fill(7),
    },
    { level },
  );

/** Reads as from a file, and keeps how much was read. */
function open(bytes: Uint8Array): { readonly unpacked: Unpacked; readonly taken: number } {
  let taken = 0;
  const unpacked = readArchive({
    size: bytes.length,
    read(start, end) {
      const part = bytes.subarray(Math.min(start, bytes.length), Math.min(end, bytes.length));
      taken += part.length;
      return part;
    },
  });
  return { unpacked, taken };
}

const problemOf = (bytes: Uint8Array): string | undefined => {
  const { unpacked } = open(bytes);
  return 'problem' in unpacked ? unpacked.problem : undefined;
};

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Where the directory's entry of a file begins. */
function entryOf(bytes: Uint8Array, name: string): number {
  const fields = view(bytes);
  for (let at = 0; at < bytes.length - 46; at++) {
    if (fields.getUint32(at, true) !== 0x02014b50) continue;
    const size = fields.getUint16(at + 28, true);
    if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + size)) === name) return at;
  }
  throw new Error(`no entry ${name}`);
}

/** An archive with one number changed in the directory's entry of its config. */
function forged(offset: number, value: number, bytes = saved()): Uint8Array {
  const copy = bytes.slice();
  view(copy).setUint32(entryOf(copy, 'config.json') + offset, value, true);
  return copy;
}

describe('an archive of Keras', () => {
  it.each([
    ['stored', saved()],
    ['packed', saved(config, 6)],
  ])('%s gives its architecture', (_, bytes) => {
    const { unpacked } = open(bytes);
    expect('text' in unpacked && JSON.parse(unpacked.text)).toEqual(residual2);
  });

  it('is read at its end and where the architecture stands, however long the weights are', () => {
    const short = open(saved()).taken;
    const long = open(saved(config, 0, 3_000_000)).taken;
    expect(long).toBeLessThan(short + 0x10000);
  });

  it('may have numbers of 64 bits, as one of more than 4 GB has', () => {
    const bytes = saved();
    const at = entryOf(bytes, 'config.json');
    const fields = view(bytes);
    const [packed, size, offset] = [20, 24, 42].map(field => fields.getUint32(at + field, true));
    const nameEnd = at + 46 + fields.getUint16(at + 28, true);
    const extra = new Uint8Array(28);
    view(extra).setUint16(0, 1, true);
    view(extra).setUint16(2, 24, true);
    for (const [i, value] of [size, packed, offset].entries()) view(extra).setUint32(4 + 8 * i, value!, true);
    const whole = Uint8Array.from([...bytes.subarray(0, nameEnd), ...extra, ...bytes.subarray(nameEnd)]);
    const changed = view(whole);
    for (const field of [20, 24, 42]) changed.setUint32(at + field, 0xffffffff, true);
    changed.setUint16(at + 30, 28, true);
    const end = whole.length - 22;
    changed.setUint32(end + 12, changed.getUint32(end + 12, true) + 28, true);
    const { unpacked } = open(whole);
    expect('text' in unpacked && JSON.parse(unpacked.text)).toEqual(residual2);
  });
});

describe('what is none says why', () => {
  it.each([
    ['an empty file', new Uint8Array(0), 'this is no archive of Keras'],
    ['another file', strToU8('{"class_name": "Model"}'), 'this is no archive of Keras'],
    [
      'an HDF5 file',
      Uint8Array.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      'this is an HDF5 file, as older versions of Keras wrote it: save it anew with Keras 3',
    ],
    [
      'a pointer of Git LFS',
      strToU8('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
      'this is a pointer of Git LFS: the file itself has not been fetched (`git lfs pull`)',
    ],
    ['another archive', zipSync({ 'a.txt': strToU8('a') }), 'there is no config.json in this archive'],
    ['half an archive', saved().slice(0, 400), 'this archive is damaged'],
    ['a directory beyond its end', forged(42, 0x7fffffff), 'this archive is damaged'],
    ['a config that is cut off', forged(20, 15_000_000), 'this archive is damaged'],
    ['a huge config', forged(24, 900_000_000), 'its config.json is too large to be read: 900000000 bytes'],
    ['a strange method', forged(10, 99), 'this archive is packed in a way that Keras does not use'],
    ['an encrypted config', forged(8, 1), 'its config.json is encrypted'],
  ])('%s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toBe(problem);
  });

  it('never throws, whichever byte is wrong', () => {
    const bytes = saved('{"class_name": "Model", "config": {}}', 6, 10);
    for (let at = 0; at < bytes.length; at++) {
      const copy = bytes.slice();
      copy[at] = copy[at]! ^ 0xff;
      expect(() => open(copy)).not.toThrow();
    }
  });

  it('a small file does not become a larger one than its directory says', () => {
    const zeros = saved(' '.repeat(8_000_000), 6);
    const { unpacked } = open(forged(24, 1000, zeros));
    expect('problem' in unpacked || unpacked.text.length <= 1001).toBe(true);
  });
});

describe('a text on one line is laid out', () => {
  it.each([
    ['{"a":1}', '{"a": 1}\n'],
    ['{"a":[null,2,"x, y"],"b":{}}', '{"a": [null, 2, "x, y"], "b": {}}\n'],
    [
      `{"long":"${'x'.repeat(100)}","list":[1,2]}`,
      `{\n  "long": "${'x'.repeat(100)}",\n  "list": [1, 2]\n}\n`,
    ],
    ['{"quoted":"a\\"b","number":NaN}', '{"quoted": "a\\"b", "number": NaN}\n'],
    ['[1,2', '[\n  1,\n  2\n'],
    ['"no end', '"no end\n'],
    ['', '\n'],
  ])('%s', (text, expected) => {
    expect(layOut(text)).toBe(expected);
  });

  it('means the same', () => expect(JSON.parse(layOut(config))).toEqual(residual2));

  it('stays as it is where that would make it huge', () => {
    const deep = '['.repeat(20_000);
    expect(layOut(deep)).toBe(deep);
  });
});
