import { inflateSync, strFromU8 } from 'fflate';

/** A file of which parts can be read, since what it holds beside its architecture may be gigabytes of weights. */
export interface Bytes {
  readonly size: number;
  /** From `start` up to `end`; what lies outside of the file is left out. */
  read(start: number, end: number): Uint8Array;
}

/** Why an archive or a file in it cannot be read: the end of a sentence that begins with its name. */
export class ZipProblem extends Error {}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
};
const endSize = 22;
const longestComment = 0xffff;
/** A directory of more files than any model has. */
const largestDirectory = 4_000_000;

/** Numbers in little-endian order. */
class Fields {
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u16(at: number): number {
    return this.has(at, 2) ? this.view.getUint16(at, true) : 0;
  }

  u32(at: number): number {
    return this.has(at, 4) ? this.view.getUint32(at, true) : 0;
  }

  /** Beyond 2⁵³ the number is not exact, but then no file is as long. */
  u64(at: number): number {
    return this.u32(at) + this.u32(at + 4) * 2 ** 32;
  }

  part(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  private has(at: number, size: number): boolean {
    return at >= 0 && at + size <= this.bytes.length;
  }
}

/** The text of one file of a ZIP archive (PKWARE's APPNOTE 6.3), of at most `most` bytes; nothing else of it is unpacked. */
export function unzipText(bytes: Bytes, name: string, most: number): string {
  const entry = entriesOf(bytes).findLast(one => one.name === name);
  if (!entry) throw new ZipProblem(`there is no ${name} in this archive`);
  if (entry.isEncrypted) throw new ZipProblem(`its ${name} is encrypted`);
  if (entry.size > most || entry.packed > most)
    throw new ZipProblem(`its ${name} is too large to be read: ${entry.size} bytes`);
  const header = new Fields(bytes.read(entry.offset, entry.offset + 30));
  if (header.u32(0) !== signatures.local) throw damaged();
  const start = entry.offset + 30 + header.u16(26) + header.u16(28);
  const packed = bytes.read(start, start + entry.packed);
  if (packed.length < entry.packed) throw damaged();
  return strFromU8(unpack(entry, packed));
}

const damaged = (): ZipProblem => new ZipProblem('this archive is damaged');

/** Unpacks into as many bytes as the directory tells, so that a small file cannot become a huge one. */
function unpack({ method, size }: Entry, packed: Uint8Array): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8) throw new ZipProblem('this archive is packed in a way that Keras does not use');
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw damaged();
  }
}

function entriesOf(bytes: Bytes): Entry[] {
  const { offset, size } = directoryOf(bytes);
  if (size > largestDirectory) throw new ZipProblem('there are too many files in this archive');
  const fields = new Fields(bytes.read(offset, offset + size));
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= fields.length && fields.u32(at) === signatures.central; ) {
    const [nameSize, extraSize, commentSize] = [
      fields.u16(at + 28),
      fields.u16(at + 30),
      fields.u16(at + 32),
    ];
    const nameEnd = at + 46 + nameSize;
    entries.push({
      name: strFromU8(fields.part(at + 46, nameEnd)),
      method: fields.u16(at + 10),
      isEncrypted: (fields.u16(at + 8) & 1) === 1,
      ...sizesAt(fields, at, new Fields(fields.part(nameEnd, nameEnd + extraSize))),
    });
    at = nameEnd + extraSize + commentSize;
  }
  return entries;
}

const isElsewhere = (value: number): boolean => value === 0xffffffff;

/** Numbers of more than 32 bits stand in an extra field, in this order and only where they are needed. */
function sizesAt(fields: Fields, at: number, extra: Fields): Pick<Entry, 'packed' | 'size' | 'offset'> {
  let next = long(extra);
  const read = (short: number): number => {
    if (!isElsewhere(short) || next === undefined) return short;
    next += 8;
    return extra.u64(next - 8);
  };
  const size = read(fields.u32(at + 24));
  const packed = read(fields.u32(at + 20));
  return { size, packed, offset: read(fields.u32(at + 42)) };
}

/** Where the numbers of the extra field for long files begin. */
function long(extra: Fields): number | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.u16(at + 2))
    if (extra.u16(at) === 1) return at + 4;
  return undefined;
}

/** Where the directory of files lies: what stands at the end of the archive says it. */
function directoryOf(bytes: Bytes): { readonly offset: number; readonly size: number } {
  const start = Math.max(0, bytes.size - endSize - longestComment);
  const tail = new Fields(bytes.read(start, bytes.size));
  let at = tail.length - endSize;
  while (at >= 0 && tail.u32(at) !== signatures.end) at--;
  if (at < 0) throw damaged();
  const [size, offset] = [tail.u32(at + 12), tail.u32(at + 16)];
  if (!isElsewhere(size) && !isElsewhere(offset)) return { offset, size };
  const locator = new Fields(bytes.read(start + at - 20, start + at));
  if (locator.u32(0) !== signatures.locator) throw damaged();
  const from = locator.u64(8);
  const end = new Fields(bytes.read(from, from + 56));
  if (end.u32(0) !== signatures.end64) throw damaged();
  return { offset: end.u64(48), size: end.u64(40) };
}
