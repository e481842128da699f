import type { ModelCard } from '@/lib/contracts/model-card';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import type { FaceBox } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { CropBatch } from '../facemesh/crop-predictor';

/** What can compute in a browser, best first: TensorFlow.js on a GPU, kernels of our own in wasm, TensorFlow.js in wasm. */
export const BACKENDS = ['webgpu', 'webgl', 'kernels', 'wasm'] as const;
export type BackendName = (typeof BACKENDS)[number];

export const BACKEND_TITLES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  kernels: 'wasm, own kernels',
  wasm: 'wasm, TensorFlow.js',
};

/** Whether it computes on this many cores at once that several workers help. */
export const isOnCpu = (backend: BackendName): boolean => backend === 'kernels' || backend === 'wasm';

/** What a worker computes on, and where it finds it; absolute URLs or paths of the page's origin. */
export interface BackendSource {
  /** folder of the .wasm files, with a slash at its end */
  readonly wasmUrl: string;
  /** only this one, where the best available is not wanted */
  readonly backend?: BackendName;
}

/** Where a worker finds a model and its tools. */
export interface ModelSource extends BackendSource {
  readonly manifestUrl: string;
  readonly weightsUrl: string;
  readonly cardUrl: string;
  /** folder of the detectors' networks, without a slash at its end; absent: the worker only takes crops */
  readonly detectorsUrl?: string;
}

export interface LoadedModel {
  readonly card: ModelCard;
  /** what it runs on */
  readonly backend: BackendName;
}

/** The questions that a model's worker answers. */
export interface Calls {
  readonly load: { readonly request: ModelSource; readonly response: LoadedModel };
  /** crops: B · 192 · 192 · 3 bytes, transferred */
  readonly predict: { readonly request: { readonly crops: Uint8Array }; readonly response: CropBatch };
  /** image: its buffer is transferred; labelled: see predictPhoto */
  readonly predictPhoto: {
    readonly request: { readonly image: RgbImage; readonly labelled: FaceBox | null };
    readonly response: readonly FacePrediction[];
  };
}
