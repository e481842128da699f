/** Byte offset into the engine's WebAssembly memory. */
export type Address = number;

/** The exports of kernels/assembly/index.ts, where shapes and meanings are documented; booleans are 0 or 1. */
export interface TrainingKernels {
  packPanels(source: Address, panels: Address, inner: number, outer: number, transposed: number): void;
  multiply(x: Address, panels: Address, z: Address, rows: number, inner: number, outer: number): void;
  multiplyTransposed(x: Address, d: Address, g: Address, rows: number, inner: number, outer: number): void;
  depthwiseForward(
    x: Address,
    weights: Address,
    y: Address,
    images: number,
    height: number,
    width: number,
    channels: number,
    stride: number,
    accumulate: number,
  ): void;
  depthwiseFilterGradient(
    x: Address,
    d: Address,
    gradient: Address,
    images: number,
    height: number,
    width: number,
    channels: number,
    stride: number,
  ): void;
  depthwiseInputGradient2(
    d: Address,
    weights: Address,
    dx: Address,
    images: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  columnMoments(x: Address, rows: number, channels: number, moments: Address): void;
  blockOutput(
    z: Address,
    scale: Address,
    shift: Address,
    slope: Address,
    input: Address,
    skip: number,
    inputChannels: number,
    u: Address,
    out: Address,
    images: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  blockOutputGradient(
    d: Address,
    u: Address,
    z: Address,
    slope: Address,
    rows: number,
    channels: number,
    sums: Address,
  ): void;
  channelAffine(
    d: Address,
    x: Address,
    a: Address,
    b: Address,
    k: Address,
    y: Address,
    images: number,
    height: number,
    width: number,
    channels: number,
    bordered: number,
  ): void;
  maxPoolGradient(
    x: Address,
    du: Address,
    dx: Address,
    images: number,
    height: number,
    width: number,
    inputChannels: number,
    channels: number,
  ): void;
  addTo(y: Address, x: Address, count: number): void;
  scaleRows(x: Address, factors: Address, y: Address, rows: number, columns: number): void;
  rowProducts(x: Address, y: Address, products: Address, rows: number, columns: number): void;
  stemWindows(pixels: Address, windows: Address, images: number, scale: number, offset: number): void;
  adamStep(
    parameters: Address,
    gradients: Address,
    first: Address,
    second: Address,
    decay: Address,
    count: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    correction1: number,
    correction2: number,
    epsilon: number,
    weightDecay: number,
    gradientScale: number,
  ): void;
  followAverage(average: Address, values: Address, count: number, rate: number): void;
  sumOfSquares(x: Address, count: number, scratch: Address): number;
}

/** Values of `skip` in blockOutput. */
export const SKIP = { none: 0, same: 1, maxPool: 2 } as const;

export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): TrainingKernels {
  const abort = (): never => {
    throw new Error('training kernel: expected to finish, found an abort');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return exports as unknown as TrainingKernels;
}
