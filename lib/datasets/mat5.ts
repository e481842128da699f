import { Unzlib } from 'fflate';

/**
 * MATLAB Level 5 .mat files ("MAT-File Format", MathWorks R2023b, chapter 1): the numeric arrays of a file, by name.
 *
 *   header    128 bytes: text, version 0x0100, endian mark "IM" (little) or "MI" (big)
 *   element   tag (type u32, byte count u32), data, padding to 8; or, small, (count u16, type u16) and up to 4 data bytes
 *   miMATRIX  flags, dimensions, name, real part; the numbers may be stored in a narrower type than the array's class
 *   miCOMPRESSED  one zlib stream that holds one element
 *
 * Every size is checked against the bytes at hand before anything is allocated.
 */
export interface MatArray {
  /** rows, columns, … */
  readonly dimensions: readonly number[];
  /** column-major: of a [rows, columns] array, element (r, c) stands at c · rows + r */
  readonly values: Float64Array;
}

/** Broken or unsupported .mat bytes; the message is one line "expected X, found Y". */
export class Mat5Error extends Error {
  override readonly name = 'Mat5Error';
}

const HEADER_BYTES = 128;
/** A compressed element may not unfold to more than this: an AFLW2000-3D file holds about 5 kB. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
const PACKED_SLICE = 4096;

const MI_MATRIX = 14;
const MI_COMPRESSED = 15;
const MI_INT32 = 5;
const MI_UINT32 = 6;

/** Storage types by their number in the tag. */
const NUMBERS: Readonly<
  Record<number, { bytes: number; get(view: DataView, offset: number, little: boolean): number }>
> = {
  1: { bytes: 1, get: (view, offset) => view.getInt8(offset) },
  2: { bytes: 1, get: (view, offset) => view.getUint8(offset) },
  3: { bytes: 2, get: (view, offset, little) => view.getInt16(offset, little) },
  4: { bytes: 2, get: (view, offset, little) => view.getUint16(offset, little) },
  [MI_INT32]: { bytes: 4, get: (view, offset, little) => view.getInt32(offset, little) },
  [MI_UINT32]: { bytes: 4, get: (view, offset, little) => view.getUint32(offset, little) },
  7: { bytes: 4, get: (view, offset, little) => view.getFloat32(offset, little) },
  9: { bytes: 8, get: (view, offset, little) => view.getFloat64(offset, little) },
  12: { bytes: 8, get: (view, offset, little) => Number(view.getBigInt64(offset, little)) },
  13: { bytes: 8, get: (view, offset, little) => Number(view.getBigUint64(offset, little)) },
};

/** mxDOUBLE … mxUINT64; cells, structures, text and sparse arrays are passed over. */
const isNumericClass = (arrayClass: number): boolean => arrayClass >= 6 && arrayClass <= 15;
const COMPLEX_FLAG = 0x0800;

interface Element {
  readonly type: number;
  readonly data: DataView;
}

/**
 * @returns the real numeric arrays of the file, by variable name; others are left out
 * @throws Mat5Error
 */
export function parseMat5(bytes: Uint8Array, maxInflatedBytes = MAX_INFLATED_BYTES): ReadonlyMap<string, MatArray> {
  const little = readHeader(bytes);
  const arrays = new Map<string, MatArray>();
  for (const element of elements(viewOf(bytes, HEADER_BYTES), little)) {
    if (element.type === MI_MATRIX) {
      addArray(arrays, element.data, little);
    } else if (element.type === MI_COMPRESSED) {
      const inflated = inflate(element.data, maxInflatedBytes);
      for (const inner of elements(viewOf(inflated), little)) {
        if (inner.type === MI_MATRIX) addArray(arrays, inner.data, little);
      }
    }
  }
  return arrays;
}

const viewOf = (bytes: Uint8Array, from = 0): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset + from, bytes.byteLength - from);

/** @returns whether numbers are little endian */
function readHeader(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const version73 = bytes.length >= HEADER_BYTES && String.fromCharCode(...bytes.subarray(0, 10)) === 'MATLAB 7.3';
  if (version73 || head === '\x89HDF\r\n\x1a\n') {
    throw new Mat5Error('expected a MATLAB 5 file, found version 7.3 (HDF5); save it again with -v7');
  }
  if (bytes.length < HEADER_BYTES) {
    throw new Mat5Error(`expected a MATLAB 5 header of ${HEADER_BYTES} bytes, found ${bytes.length}`);
  }
  const endian = String.fromCharCode(bytes[126], bytes[127]);
  if (endian !== 'IM' && endian !== 'MI') throw new Mat5Error('expected a MATLAB 5 header, found none');
  const version = viewOf(bytes).getUint16(124, endian === 'IM');
  if (version !== 0x0100) {
    throw new Mat5Error(`expected MATLAB 5 version 0x0100, found 0x${version.toString(16).padStart(4, '0')}`);
  }
  return endian === 'IM';
}

/** The data elements that fill a view one after the other. */
function* elements(view: DataView, little: boolean): Generator<Element> {
  let at = 0;
  while (at < view.byteLength) {
    if (view.byteLength - at < 8) throw truncated(8, view.byteLength - at);
    const tag = view.getUint32(at, little);
    const small = tag >>> 16;
    const type = small ? tag & 0xffff : tag;
    const size = small || view.getUint32(at + 4, little);
    const start = at + (small ? 4 : 8);
    if (small > 4) throw new Mat5Error(`expected at most 4 bytes in a small element, found ${small}`);
    if (size > view.byteLength - start) throw truncated(size, view.byteLength - start);
    yield { type, data: new DataView(view.buffer, view.byteOffset + start, size) };
    const end = start + size;
    // compressed elements are not padded (chapter 1, "Data element format")
    at = small ? at + 8 : type === MI_COMPRESSED ? end : Math.ceil(end / 8) * 8;
  }
}

const truncated = (claimed: number, found: number): Mat5Error =>
  new Mat5Error(`expected ${claimed} more bytes, found ${found} (file cut short, or a false size)`);

function inflate(data: DataView, maxBytes: number): Uint8Array {
  const packed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Unzlib((chunk) => {
    total += chunk.length;
    if (total > maxBytes) throw new Mat5Error(`expected at most ${maxBytes} bytes after inflating, found more`);
    chunks.push(chunk);
  });
  try {
    // in slices, so that a bomb is stopped long before it is unfolded
    for (let from = 0; from < packed.length; from += PACKED_SLICE) {
      const next = from + PACKED_SLICE;
      stream.push(packed.subarray(from, next), next >= packed.length);
    }
  } catch (cause) {
    if (cause instanceof Mat5Error) throw cause;
    throw new Mat5Error(`expected whole zlib data, found ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  const inflated = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    inflated.set(chunk, at);
    at += chunk.length;
  }
  return inflated;
}

function addArray(arrays: Map<string, MatArray>, data: DataView, little: boolean): void {
  const [flags, shape, label, real] = [...elements(data, little)];
  if (!flags || !shape || !label) throw new Mat5Error('expected flags, dimensions and name in a matrix, found less');
  if (flags.type !== MI_UINT32 || flags.data.byteLength < 4) {
    throw new Mat5Error(`expected array flags first in a matrix, found an element of type ${flags.type}`);
  }
  const word = flags.data.getUint32(0, little);
  if (!isNumericClass(word & 0xff) || word & COMPLEX_FLAG) return;

  const name = String.fromCharCode(...new Uint8Array(label.data.buffer, label.data.byteOffset, label.data.byteLength));
  if (shape.type !== MI_INT32) {
    throw new Mat5Error(`expected dimensions second in a matrix, found an element of type ${shape.type}`);
  }
  const dimensions = [...numbers(shape, little)];
  const count = dimensions.reduce((product, size) => product * size, 1);
  const values = real ? numbers(real, little) : new Float64Array();
  if (values.length !== count) {
    throw new Mat5Error(`expected ${dimensions.join('×')} numbers in ${name}, found ${values.length}`);
  }
  arrays.set(name, { dimensions, values });
}

function numbers({ type, data }: Element, little: boolean): Float64Array {
  const number = NUMBERS[type];
  if (!number) throw new Mat5Error(`expected numbers, found an element of type ${type}`);
  const values = new Float64Array(Math.floor(data.byteLength / number.bytes));
  for (let i = 0; i < values.length; i++) values[i] = number.get(data, i * number.bytes, little);
  return values;
}
