import type { BenchmarkMachine, BenchmarkReport } from '@/lib/contracts/benchmark';
import type { ModelInfo } from '@/lib/contracts/model';
import { type FaceMeshConfig, facemeshConfigOf } from '../facemesh/config';
import { faceMeshLayers } from '../facemesh/layers';
import type { Bench } from './bench';

export interface BenchmarkPlan {
  readonly rounds: number;
  readonly batches: readonly number[];
  /** faces in the frame of a pipeline */
  readonly faces: readonly number[];
}

export const USUAL_PLAN: BenchmarkPlan = { rounds: 40, batches: [1, 4, 16], faces: [1, 2, 3, 4] };

export interface BenchmarkOptions {
  readonly plan?: BenchmarkPlan;
  readonly signal?: AbortSignal;
  /** told before each measurement */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

type Benches = Pick<Bench, 'backend' | 'network' | 'detector' | 'pipeline'>;

const MODES = ['close-up', 'distant'] as const;

/**
 * Times every model on every backend, wherever that runs: the command line's benchmark and the page's.
 *
 * @throws the signal's reason when it is aborted; what a bench throws
 */
export async function runBenchmark(
  benches: readonly Benches[],
  models: readonly ModelInfo[],
  machine: BenchmarkMachine,
  { plan = USUAL_PLAN, signal, onProgress }: BenchmarkOptions = {},
): Promise<BenchmarkReport> {
  const { rounds, batches, faces } = plan;
  const perBench = MODES.length + models.length * (batches.length + 2 * faces.length);
  const total = benches.length * perBench;
  let done = 0;
  const next = (what: string) => onProgress?.(done++, total, what);
  const networks: BenchmarkReport['networks'][number][] = [];
  const detectors: BenchmarkReport['detectors'][number][] = [];
  const pipelines: BenchmarkReport['pipelines'][number][] = [];
  for (const bench of benches) {
    const { backend } = bench;
    for (const { id: model, title } of models) {
      for (const batch of batches) {
        next(`${title}, ${batch} at a time`);
        networks.push({ model, backend, batch, perFace: await bench.network(model, batch, rounds, signal) });
      }
    }
    for (const mode of MODES) {
      next(`detector, ${mode}`);
      detectors.push({ mode, backend, perFrame: await bench.detector(mode, rounds, signal) });
    }
    for (const { id: model, title } of models) {
      for (const count of faces) {
        for (const tracks of [false, true]) {
          next(`${title}, ${count === 1 ? 'one face' : `${count} faces`}, ${tracks ? 'followed' : 'detected'}`);
          const perFrame = await bench.pipeline(model, count, tracks, rounds, signal);
          pipelines.push({ model, backend, faces: count, tracks, perFrame });
        }
      }
    }
  }
  onProgress?.(total, total, '');
  return { createdAt: new Date().toISOString(), machine, models: models.map(factsOf), networks, detectors, pipelines };
}

function factsOf({ id, title, card, weightBytes }: ModelInfo): BenchmarkReport['models'][number] {
  const [scored] = Object.entries(card.metrics).flatMap(([set, { me, std }]) =>
    typeof me === 'number' && typeof std === 'number' ? [{ set, me, std }] : [],
  );
  return {
    id,
    title,
    layers: layerCount(facemeshConfigOf(card)),
    parameters: card.parameters,
    weightBytes,
    score: scored ?? null,
  };
}

/** As the report counts (68 and 50): a block is three layers, a convolution one, its PReLU another. */
function layerCount(config: FaceMeshConfig): number {
  const { backbone, coordinateHead, confidenceHead } = faceMeshLayers(config);
  return [...backbone, ...coordinateHead, ...confidenceHead].reduce(
    (sum, layer) => sum + (layer.kind === 'block' ? 3 : layer.activation === null ? 1 : 2),
    0,
  );
}
