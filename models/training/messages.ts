import type { TrainingConfig, TrainingLosses } from '@/lib/contracts/training-config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import type { EngineState } from './engine/training-engine';
import type { SharedFace } from './region-store';

/** What the main thread may ask for, in cell 0 of `requests`; the first worker passes it on to all at the same step. */
export const REQUEST = { goOn: 0, stop: 1, coolDown: 2 } as const;
export type Request = (typeof REQUEST)[keyof typeof REQUEST];

/** What the next steps of a run follow from, beside the config and the data. */
export interface RunState {
  readonly engine: EngineState;
  /** step at which an early finish was asked for */
  readonly coolDownFrom: number | null;
  /** losses summed since the last point of the curve, and over how many steps */
  readonly pending: TrainingLosses & { readonly steps: number };
}

/** Everything a worker is started with. */
export interface WorkerSetup {
  readonly config: TrainingConfig;
  readonly replica: number;
  readonly kernels: WebAssembly.Module;
  readonly faces: readonly SharedFace[];
  /** faces of an epoch, by index, each as often as the mix wants it */
  readonly epoch: readonly number[];
  /** u8 [192 · 192 · 3] each */
  readonly validationCrops: readonly ArrayBufferLike[];
  /** f32 [validation faces, 205]: coordinates and the confidence logit */
  readonly predictions: ArrayBufferLike;
  readonly validateEvery: number;
  /** [204] what an untrained network answers */
  readonly meanOutput: Float32Array;
  /** of config.startFrom, brought to the run's architecture */
  readonly initial: FaceMeshWeights | null;
  /** of config.teacher */
  readonly teacher: FaceMeshWeights | null;
  readonly resume: RunState | null;
  readonly shared: SharedCells;
}

/** Memory the workers talk through. Cells that every step writes are doubled: one half is read while the other fills. */
export interface SharedCells {
  readonly barrier: SharedArrayBuffer;
  /** i32 [1] main thread → first worker */
  readonly requests: SharedArrayBuffer;
  /** i32 [2] first worker → all */
  readonly decisions: SharedArrayBuffer;
  /** f64 [2, workers, 3] */
  readonly losses: SharedArrayBuffer;
  /** f32 [2, workers, gradients and batch statistics] */
  readonly exchange: SharedArrayBuffer;
}

/** Told by the first worker only: all replicas hold the same. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'progress';
      readonly step: number;
      readonly learningRate: number;
      readonly losses: TrainingLosses;
      readonly coolDownFrom: number | null;
    }
  /** a point of the curve */
  | { readonly type: 'curve'; readonly step: number; readonly learningRate: number; readonly losses: TrainingLosses }
  /** predictions of the validation faces stand in shared memory until the next validation */
  | { readonly type: 'validation'; readonly step: number }
  | { readonly type: 'checkpoint'; readonly state: RunState }
  | { readonly type: 'done'; readonly state: RunState; readonly stopped: boolean }
  | { readonly type: 'failed'; readonly reason: string };
