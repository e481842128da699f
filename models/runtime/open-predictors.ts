import { type BackendName, isOnCpu, type ModelSource } from './protocol';
import { type FaceMeshWorker, loadFaceMeshWorker } from './worker-client';

/** Cores left to the page and the server, which cuts the crops. */
const SPARE_CORES = 1;
/** each holds the model once more: beyond so many, memory is better spent otherwise */
const MOST_WORKERS = 16;

/** Where this application's server has a model, and what it computes on. */
export function sourceOf(model: string, backend?: BackendName): ModelSource {
  const files = `${location.origin}/api/models/${encodeURIComponent(model)}`;
  return {
    manifestUrl: `${files}/model.json`,
    weightsUrl: `${files}/weights.bin`,
    cardUrl: `${files}/card.json`,
    wasmUrl: `${location.origin}/wasm/`,
    backend,
  };
}

/** Where it has the detectors' networks. */
export const detectorsUrl = (): string => `${location.origin}/models`;

interface OpenOptions {
  readonly signal?: AbortSignal;
  /** the workers find faces too */
  readonly detectors?: boolean;
}

/**
 * A model in as many workers of this browser as help: one for a GPU, several where the CPU computes.
 *
 * @param faces how many are to come; few do not pay for a second worker
 * @throws WorkerError when the model cannot be fetched or read
 */
export async function openPredictors(
  model: string,
  faces: number,
  { signal, detectors = false }: OpenOptions = {},
): Promise<FaceMeshWorker[]> {
  const source = { ...sourceOf(model), detectorsUrl: detectors ? detectorsUrl() : undefined };
  const open = () => loadFaceMeshWorker(new Worker('/workers/facemesh.worker.js'), source, signal);
  const first = await open();
  // searching a photo takes many times what a crop takes
  const isLong = faces >= (detectors ? 20 : 200);
  if (!isOnCpu(first.backend) || !isLong) return [first];
  const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - SPARE_CORES));
  try {
    return [first, ...(await Promise.all(Array.from({ length: count - 1 }, open)))];
  } catch (error) {
    first.dispose();
    throw error;
  }
}
