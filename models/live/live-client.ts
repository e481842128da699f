import { detectorsUrl, sourceOf } from '../runtime/open-predictors';
import type { BackendName, LoadedModel } from '../runtime/protocol';
import { takeWorker, type WorkerError, type WorkerLike } from '../runtime/worker-client';
import type { FrameKind, LiveCalls, LiveResult, LiveSettings } from './protocol';

export interface LiveRequest {
  /** ids of one or two models of the workbench */
  readonly models: readonly string[];
  /** kernels of our own where none is named: the quickest to answer for single faces on most machines */
  readonly backend?: BackendName;
  readonly settings: LiveSettings;
}

/** A video's faces, followed in a worker. */
export interface LiveWorker {
  readonly models: readonly LoadedModel[];
  configure(settings: LiveSettings): Promise<null>;
  reset(): Promise<null>;
  /** Takes the frame over and closes it. @throws WorkerError */
  process(frame: VideoFrame | ImageBitmap, timeMs: number, kind: FrameKind): Promise<LiveResult>;
  dispose(): void;
}

/**
 * Starts the live worker with its models.
 *
 * @param onCrash told when the worker stops by itself
 * @throws WorkerError when a model cannot be fetched or read; the worker is then ended
 */
export async function openLive(
  worker: WorkerLike,
  { models, backend = 'kernels', settings }: LiveRequest,
  onCrash: (error: WorkerError) => void,
): Promise<LiveWorker> {
  const { call, dispose } = takeWorker<LiveCalls>(worker, 'worker', onCrash);
  try {
    const loaded = await call('load', {
      models: models.map((model) => sourceOf(model, backend)),
      detectorsUrl: detectorsUrl(),
      detectorWorkerUrl: `${location.origin}/workers/detector.worker.js`,
      settings,
    });
    return {
      models: loaded.models,
      configure: (next) => call('configure', next),
      reset: () => call('reset', null),
      process: (frame, timeMs, kind) => call('frame', { frame, timeMs, kind }, { transfer: [frame] }),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
