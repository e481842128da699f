import { isOnCpu } from './protocol';
import { type FaceMeshWorker, loadFaceMeshWorker } from './worker-client';

/** Cores left to the page and the server, which cuts the crops. */
const SPARE_CORES = 1;
const MOST_WORKERS = 4;

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
  const files = `${location.origin}/api/models/${encodeURIComponent(model)}`;
  const open = () =>
    loadFaceMeshWorker(
      new Worker('/workers/facemesh.worker.js'),
      {
        manifestUrl: `${files}/model.json`,
        weightsUrl: `${files}/weights.bin`,
        cardUrl: `${files}/card.json`,
        wasmUrl: `${location.origin}/wasm/`,
        detectorsUrl: detectors ? `${location.origin}/models` : undefined,
      },
      signal,
    );
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
