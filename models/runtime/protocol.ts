import type { ModelCard } from '@/lib/contracts/model-card';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import type { FaceBox } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { CropBatch } from '../facemesh/crop-predictor';

/** What can compute in a browser, best first. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Where a worker finds a model and its tools; absolute URLs or paths of the page's origin. */
export interface ModelSource {
  readonly manifestUrl: string;
  readonly weightsUrl: string;
  readonly cardUrl: string;
  /** folder of tfjs's .wasm files, with a slash at its end */
  readonly wasmUrl: string;
  /** folder of the detectors' networks, without a slash at its end; absent: the worker only takes crops */
  readonly detectorsUrl?: string;
  /** only this one, where the best available is not wanted */
  readonly backend?: BackendName;
}

export interface LoadedModel {
  readonly card: ModelCard;
  /** what it runs on */
  readonly backend: BackendName;
}

/** The questions a worker answers: what each sends, and what comes back. */
export interface Calls {
  load: { readonly request: ModelSource; readonly response: LoadedModel };
  /** crops: B · 192 · 192 · 3 bytes, transferred */
  predict: { readonly request: { readonly crops: Uint8Array }; readonly response: CropBatch };
  /** image: its buffer is transferred; labelled: see predictPhoto */
  predictPhoto: {
    readonly request: { readonly image: RgbImage; readonly labelled: FaceBox | null };
    readonly response: readonly FacePrediction[];
  };
}
export type CallName = keyof Calls;

/** Page → worker. A cancel names the call it ends; a call that has ended is not disturbed by it. */
export type WorkerRequest =
  | {
      [Name in CallName]: { readonly id: number; readonly call: Name; readonly request: Calls[Name]['request'] };
    }[CallName]
  | { readonly id: number; readonly call: 'cancel' };

/** Worker → page: one for every call, cancelled ones included. */
export type WorkerResponse =
  | { readonly id: number; readonly response: Calls[CallName]['response'] }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** The part of Worker, of MessagePort and of a worker's global scope that both ends need. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}
