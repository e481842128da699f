import type { MatArray } from './mat5';

const HEADER_BYTES = 128;
const HEADER_TEXT = 'MATLAB 5.0 MAT-file, Platform: any, Created by: Landmark Workbench';
const VERSION = 0x0100;

const MI_INT8 = 1;
const MI_INT32 = 5;
const MI_UINT32 = 6;
const MI_DOUBLE = 9;
const MI_MATRIX = 14;
const MX_DOUBLE = 6;

/** Inverse of `parseMat5` for arrays of doubles: MATLAB Level 5, little endian, uncompressed (layout there). */
export function formatMat5(arrays: ReadonlyMap<string, MatArray>): Uint8Array {
  return concatenate([header(), ...[...arrays].map(([name, array]) => matrix(name, array))]);
}

function header(): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES).fill(' '.charCodeAt(0), 0, 116);
  bytes.set(new TextEncoder().encode(HEADER_TEXT));
  const view = new DataView(bytes.buffer);
  view.setUint16(124, VERSION, true);
  bytes.set(new TextEncoder().encode('IM'), 126);
  return bytes;
}

function matrix(name: string, { dimensions, values }: MatArray): Uint8Array {
  return element(
    MI_MATRIX,
    concatenate([
      element(MI_UINT32, littleEndian(Uint32Array.of(MX_DOUBLE, 0))),
      element(MI_INT32, littleEndian(Int32Array.from(dimensions))),
      element(MI_INT8, new TextEncoder().encode(name)),
      element(MI_DOUBLE, littleEndian(values)),
    ]),
  );
}

/** Tag and data, padded to 8 bytes. The small form is only a saving, which readers must know but writers need not. */
function element(type: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + Math.ceil(data.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, data.length, true);
  bytes.set(data, 8);
  return bytes;
}

function littleEndian(values: Uint32Array | Int32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  const size = values.BYTES_PER_ELEMENT;
  for (const [i, value] of values.entries()) {
    if (values instanceof Float64Array) view.setFloat64(i * size, value, true);
    else view.setInt32(i * size, value, true);
  }
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
