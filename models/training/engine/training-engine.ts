import type { FaceMeshWeights } from '@/models/facemesh/weights';

/** Settings of Adam with decoupled weight decay. */
export interface OptimiserStep {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** the gradient is scaled down to this norm if it is longer; Infinity leaves it */
  readonly clipNorm: number;
  /** share of the old values in the moving average of weights, 0–1 */
  readonly averageDecay: number;
}

/** Everything a later session needs to go on exactly; copies. */
export interface EngineState {
  readonly step: number;
  readonly vectors: Readonly<Record<EngineVector, Float32Array>>;
}
export const ENGINE_VECTORS = [
  'values',
  'firstMoments',
  'secondMoments',
  'average',
  'statistics',
  'averageStatistics',
] as const;
export type EngineVector = (typeof ENGINE_VECTORS)[number];

/** [images, stride] floats of one output of the network; only the first `count` of each row mean anything. */
export interface OutputRows {
  readonly count: number;
  readonly stride: number;
  readonly values: Float32Array;
  /** dLoss/dOutput, written by the caller before `backward`; beyond `count` it must stay 0 */
  readonly gradient: Float32Array;
}

/**
 * One replica of a FaceMesh network under training, with a fixed number of images a call. The trainer knows nothing
 * else of the machine that computes: WasmEngine is the CPU, TfjsEngine a GPU, whose answers take a turn of the event loop.
 *
 * A step is: fill `pixels` → forward → read `landmarks` and `confidence`, write their gradients → backward →
 * make `exchange` the mean over all replicas → step.
 */
export interface TrainingEngine {
  readonly images: number;
  /** u8 RGB [images, 192, 192, 3] */
  readonly pixels: Uint8Array;
  /** planar: 68 x, 68 y, 68 z in crop px */
  readonly landmarks: OutputRows;
  /** one logit */
  readonly confidence: OutputRows;
  /** gradients and batch statistics of this replica's images: their mean over replicas belongs here before `step` */
  readonly exchange: Float32Array;

  /** @param training normalise by this batch; else by the running statistics */
  forward(training: boolean): void | Promise<void>;
  backward(): void | Promise<void>;
  /** @returns norm of the gradient before clipping */
  step(options: OptimiserStep): number;

  /** Calls `use` with the moving average in the place of the weights; ends when its promise does. */
  withAverage<T>(use: () => T | Promise<T>): Promise<T>;
  state(): EngineState;
  /** @throws RangeError when the state is of another architecture */
  restore(state: EngineState): void;
  /** the network as inference reads it */
  weights(): FaceMeshWeights;
  /** Starts from existing weights: their moving average too, optimiser moments at zero. */
  load(weights: FaceMeshWeights): void;
}
