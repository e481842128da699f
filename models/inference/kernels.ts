import type { Address } from '../training/kernels/kernels';

/** The exports of assembly/index.ts, where shapes and meanings are documented; booleans are 0 or 1. */
export interface InferenceKernels {
  encodeCrop(pixels: Address, encoded: Address, scale: number, offset: number): void;
  stem(encoded: Address, weights: Address, bias: Address, slopes: Address, out: Address): void;
  block(
    input: Address,
    size: number,
    inner: number,
    stride: number,
    filter: Address,
    panels: Address,
    bias: Address,
    slopes: Address,
    outer: number,
    out: Address,
    scratch: Address,
  ): void;
  projection(
    input: Address,
    size: number,
    inner: number,
    panels: Address,
    bias: Address,
    slopes: Address,
    outer: number,
    out: Address,
  ): void;
  copyInside(input: Address, size: number, channels: number, to: Address): void;
  dense(x: Address, panels: Address, bias: Address, z: Address, inner: number, outer: number): void;
  halveRgba(from: Address, stride: number, width: number, height: number, to: Address): void;
  sampleRgba(
    pixels: Address,
    stride: number,
    width: number,
    height: number,
    a: number,
    b: number,
    c: number,
    d: number,
    tx: number,
    ty: number,
    size: number,
    zero: number,
    to: Address,
  ): void;
}

/** Files of build-kernels.mjs in public/wasm. */
export const KERNEL_FILES = { plain: 'inference-kernels.wasm', relaxed: 'inference-kernels-relaxed.wasm' } as const;

/** A module of one function that adds and multiplies by f32x4.relaxed_madd: valid only where an engine knows it. */
const RELAXED_MADD = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // type: [v128] → [v128]; one function of it
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7b, 0x01, 0x7b, 0x03, 0x02, 0x01, 0x00],
  // code: three times local 0, then 0xfd 0x105
  ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x85, 0x02, 0x0b],
]);

/** The kernels that this JavaScript engine can run best. */
export const kernelFile = (): string =>
  WebAssembly.validate(RELAXED_MADD) ? KERNEL_FILES.relaxed : KERNEL_FILES.plain;

export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): InferenceKernels {
  const abort = (): never => {
    throw new Error('inference kernel: expected to finish, found an abort');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return exports as unknown as InferenceKernels;
}
