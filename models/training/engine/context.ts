import { type Address, instantiateKernels, type TrainingKernels } from '../kernels/kernels';
import { EngineMemory } from './memory';
import { type ParameterEntry, type ParameterRegions, ParameterTable, reserveRegions } from './parameters';

/** most channels a layer has: the padded coordinate output */
const MAX_CHANNELS = 208;
/** floats of an image's largest feature map, 96 × 96 × 16 */
const LARGEST_MAP = 96 * 96 * 16;
/** floats of the largest weight matrix: 3 × 3 × 32 inputs of the coordinate output */
const LARGEST_MATRIX = 288 * MAX_CHANNELS;

/** A tensor [images, size, size, channels] with a border of one zero pixel on every side. */
export interface FeatureMap {
  readonly address: Address;
  readonly size: number;
  readonly channels: number;
}

/** What every layer of one engine shares. Layers reserve memory and name parameters while they are built, then `commit`. */
export class EngineContext {
  readonly memory = new EngineMemory();
  readonly kernels: TrainingKernels;
  readonly parameters = new ParameterTable();
  /** running variance of the first, mean and variance of the second batch norm of every block */
  readonly statistics = new ParameterTable();
  readonly scratch: Scratch;
  /** the gradient that walks from the outputs to the input */
  readonly gradient: GradientPair;
  private reserved: ParameterRegions | null = null;

  constructor(
    module: WebAssembly.Module,
    readonly images: number,
  ) {
    const { memory } = this;
    this.kernels = instantiateKernels(module, memory.wasm);
    const largestMap = images * LARGEST_MAP;
    this.gradient = new GradientPair(memory.reserve(largestMap), memory.reserve(largestMap));
    const channel = () => memory.reserve(MAX_CHANNELS);
    this.scratch = {
      panels: memory.reserve(LARGEST_MATRIX),
      scaledWeights: memory.reserve(LARGEST_MATRIX),
      scaledGradient: memory.reserve(LARGEST_MATRIX),
      turnedFilter: memory.reserve(9 * MAX_CHANNELS),
      sums: memory.reserveBytes(3 * MAX_CHANNELS * Float64Array.BYTES_PER_ELEMENT),
      channelA: channel(),
      channelB: channel(),
      channelC: channel(),
      ones: channel(),
      zeros: channel(),
      mapA: memory.reserve(largestMap),
      mapB: memory.reserve(largestMap),
    };
  }

  /** Ends the building: memory and parameters have their places. */
  commit(): void {
    this.reserved = reserveRegions(this.memory, this.parameters, this.statistics);
    this.memory.commit();
    this.memory.floats(this.scratch.ones, MAX_CHANNELS).fill(1);
  }

  get regions(): ParameterRegions {
    if (!this.reserved) throw new Error('training engine: expected commit() before the first use');
    return this.reserved;
  }
}

export interface Layer {
  readonly output: FeatureMap;
  forward(training: boolean): void;
  /** Turns the gradient of the output, in gradient.current, into that of the input and fills parameter gradients. */
  backward(): void;
}

/** Two equal buffers: a layer reads `current` and leaves its result there, by way of `other` where it cannot work in place. */
export class GradientPair {
  constructor(
    public current: Address,
    public other: Address,
  ) {}

  swap(): void {
    [this.current, this.other] = [this.other, this.current];
  }
}

/** Buffers no layer keeps from one call to the next. */
export interface Scratch {
  /** weights in panels of eight columns */
  readonly panels: Address;
  /** a pointwise filter with the first batch norm's scale multiplied in */
  readonly scaledWeights: Address;
  readonly scaledGradient: Address;
  readonly turnedFilter: Address;
  /** f64 sums of a column kernel */
  readonly sums: Address;
  /** a value per channel each */
  readonly channelA: Address;
  readonly channelB: Address;
  readonly channelC: Address;
  readonly ones: Address;
  readonly zeros: Address;
  /** [images, size, size, channels] of the largest layer each */
  readonly mapA: Address;
  readonly mapB: Address;
}

export const valueAddress = ({ regions }: EngineContext, entry: ParameterEntry): Address =>
  regions.values + 4 * entry.offset;

export const gradientAddress = ({ regions }: EngineContext, entry: ParameterEntry): Address =>
  regions.gradients + 4 * entry.offset;

export const values = (context: EngineContext, entry: ParameterEntry): Float32Array =>
  context.memory.floats(valueAddress(context, entry), entry.length);

export const gradients = (context: EngineContext, entry: ParameterEntry): Float32Array =>
  context.memory.floats(gradientAddress(context, entry), entry.length);

export const runningStatistics = ({ memory, regions }: EngineContext, entry: ParameterEntry): Float32Array =>
  memory.floats(regions.statistics + 4 * entry.offset, entry.length);

export const batchStatistics = ({ memory, regions }: EngineContext, entry: ParameterEntry): Float32Array =>
  memory.floats(regions.batchStatistics + 4 * entry.offset, entry.length);

export const borderedFloats = (images: number, size: number, channels: number): number =>
  images * (size + 2) * (size + 2) * channels;

/** Z [rows, outer] = X [rows, inner] · W; `transposed`: the weights are stored as Wᵀ [outer, inner]. */
export function multiply(
  { kernels, scratch }: EngineContext,
  x: Address,
  weights: Address,
  z: Address,
  shape: { readonly rows: number; readonly inner: number; readonly outer: number; readonly transposed?: boolean },
): void {
  const { rows, inner, outer, transposed = false } = shape;
  kernels.packPanels(weights, scratch.panels, inner, outer, transposed ? 1 : 0);
  kernels.multiply(x, scratch.panels, z, rows, inner, outer);
}

/** Copies a feature map without its border to `to`, [images, size · size · channels]. */
export function copyInterior({ memory, images }: EngineContext, map: FeatureMap, to: Address): void {
  const { size, channels } = map;
  const bordered = memory.floats(map.address, borderedFloats(images, size, channels));
  const rows = memory.floats(to, images * size * size * channels);
  const row = size * channels;
  for (let n = 0; n < images; n++) {
    for (let y = 0; y < size; y++) {
      const from = ((n * (size + 2) + y + 1) * (size + 2) + 1) * channels;
      rows.set(bordered.subarray(from, from + row), (n * size + y) * row);
    }
  }
}
