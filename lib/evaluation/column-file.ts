/**
 * Named columns of numbers and words in one run of bytes: a header in JSON, then each column aligned to 8 bytes, so that
 * a reader lays typed arrays over the bytes without copying. Little endian, as every machine that runs a browser is.
 *
 *   'LMC1', u32 length of the header, header, padding, columns
 */
const MAGIC = 0x31434d4c;
const ALIGN = 8;

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type ArrayType = keyof typeof ARRAYS;

/** What a file holds: numbers, lists of words, or anything small that is JSON. */
export type ColumnValue =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | readonly string[];
export type ColumnFile = Readonly<Record<string, ColumnValue>>;

interface Entry {
  readonly name: string;
  readonly type: ArrayType | 'words';
  /** from the start of the columns, bytes */
  readonly offset: number;
  /** bytes */
  readonly length: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

export function formatColumnFile(columns: ColumnFile): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  let offset = 0;
  const parts = Object.entries(columns).map(([name, value]) => {
    const type = typeOf(value);
    const bytes =
      type === 'words'
        ? encoder.encode(JSON.stringify(value))
        : new Uint8Array(
            (value as Uint8Array).buffer,
            (value as Uint8Array).byteOffset,
            (value as Uint8Array).byteLength,
          );
    const entry: Entry = { name, type, offset, length: bytes.length };
    offset += aligned(bytes.length);
    return { entry, bytes };
  });
  const header = encoder.encode(JSON.stringify(parts.map(({ entry }) => entry)));
  const start = aligned(8 + header.length);
  const file = new Uint8Array(start + offset);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  file.set(header, 8);
  for (const { entry, bytes } of parts) file.set(bytes, start + entry.offset);
  return file;
}

/** @throws Error when the bytes are no column file, or an incomplete one */
export function parseColumnFile(bytes: Uint8Array<ArrayBuffer>): ColumnFile {
  // typed arrays need their place a multiple of their size: bytes that lie askew in their buffer are moved once
  const file = bytes.byteOffset % ALIGN === 0 ? bytes : bytes.slice();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 8 || view.getUint32(0, true) !== MAGIC)
    throw new Error('columns: expected a column file, found other bytes');
  const headerLength = view.getUint32(4, true);
  const decoder = new TextDecoder();
  const header: Entry[] = JSON.parse(decoder.decode(file.subarray(8, 8 + headerLength)));
  const start = aligned(8 + headerLength);
  return Object.fromEntries(
    header.map(({ name, type, offset, length }): [string, ColumnValue] => {
      const at = start + offset;
      if (at + length > file.length)
        throw new Error(`columns: ${name}: expected ${length} bytes, found the end of the file`);
      if (type === 'words') return [name, JSON.parse(decoder.decode(file.subarray(at, at + length)))];
      const Typed = ARRAYS[type];
      return [name, new Typed(file.buffer, file.byteOffset + at, length / Typed.BYTES_PER_ELEMENT)];
    }),
  );
}

function typeOf(value: ColumnValue): Entry['type'] {
  if (Array.isArray(value)) return 'words';
  const found = (Object.keys(ARRAYS) as ArrayType[]).find((type) => value instanceof ARRAYS[type]);
  if (!found) throw new TypeError('columns: expected a typed array or a list of words');
  return found;
}
