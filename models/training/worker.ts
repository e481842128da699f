/** A training worker: one replica in step with the others. Started by trainer.ts with a WorkerSetup. */
import { parentPort, workerData } from 'node:worker_threads';
import { Barrier } from './barrier';
import { WasmEngine } from './engine/wasm-engine';
import { REQUEST, type RunState, type WorkerMessage, type WorkerSetup } from './messages';
import { type CreateEngine, PIXEL_RANGE, Replica } from './replica';
import { Sampler } from './sampler';
import { augmentationAt, curveSteps, lastStep, learningRateAt } from './schedule';

const PROGRESS_MS = 1000;
const NOTHING = { landmarks: 0, depth: 0, confidence: 0, steps: 0 };

const setup = workerData as WorkerSetup;
const { config, replica: index, shared } = setup;
const leads = index === 0;
const { workers } = config;
const share = config.batch / workers;

const barrier = new Barrier(shared.barrier, workers);
const requests = new Int32Array(shared.requests);
const decisions = new Int32Array(shared.decisions);
const lossCells = new Float64Array(shared.losses);
const predictions = new Float32Array(setup.predictions);

const createEngine: CreateEngine = (architecture, images) =>
  new WasmEngine(setup.kernels, architecture, images, PIXEL_RANGE);
const replica = new Replica(config, createEngine, setup.faces, setup.meanOutput, setup);
const { engine } = replica;
const sampler = new Sampler(setup.epoch, config.seed);
const slots = [0, 1].map((half) =>
  Array.from({ length: workers }, (_, worker) => {
    const floats = engine.exchange.length;
    return new Float32Array(shared.exchange, 4 * floats * (half * workers + worker), floats);
  }),
);

let coolDownFrom = setup.resume?.coolDownFrom ?? null;
let pending = setup.resume?.pending ?? NOTHING;
if (setup.resume) engine.restore(setup.resume.engine);

const tell = (message: WorkerMessage): void => {
  if (leads) parentPort?.postMessage(message);
};
const runState = (): RunState => ({ engine: engine.state(), coolDownFrom, pending });

/** Mean of all replicas' gradients and batch statistics, summed in the same order everywhere: replicas stay equal. */
function averageExchange(half: number): void {
  const [first, ...others] = slots[half];
  const mean = engine.exchange;
  mean.set(first);
  for (const other of others) for (let i = 0; i < mean.length; i++) mean[i] += other[i];
  if (workers > 1) for (let i = 0; i < mean.length; i++) mean[i] /= workers;
}

function meanLosses(half: number): { landmarks: number; depth: number; confidence: number } {
  const mean = [0, 0, 0];
  for (let worker = 0; worker < workers; worker++) {
    for (let k = 0; k < 3; k++) mean[k] += lossCells[(half * workers + worker) * 3 + k] / workers;
  }
  return { landmarks: mean[0], depth: mean[1], confidence: mean[2] };
}

async function run(): Promise<void> {
  let lastProgress = performance.now();
  let lastCheckpoint = performance.now();
  let step = setup.resume?.engine.step ?? 0;
  tell({ type: 'ready' });
  while (step < lastStep(config, coolDownFrom)) {
    const half = step % 2;
    if (leads) Atomics.store(decisions, half, Atomics.load(requests, 0));
    const strength = augmentationAt(config, step);
    for (let i = 0; i < share; i++) {
      const place = step * config.batch + index * share + i;
      replica.place(i, sampler.faceAt(place), strength, `face ${place}`);
    }
    const own = await replica.differentiate();
    lossCells.set([own.landmarks, own.depth, own.confidence], (half * workers + index) * 3);
    slots[half][index].set(engine.exchange);
    barrier.wait();
    averageExchange(half);

    const learningRate = learningRateAt(config, step, coolDownFrom);
    const losses = meanLosses(half);
    const norm = engine.step({
      learningRate,
      weightDecay: config.weightDecay,
      clipNorm: config.clipNorm,
      averageDecay: config.averageDecay,
    });
    const total = losses.landmarks + losses.depth + losses.confidence;
    if (!Number.isFinite(norm) || !Number.isFinite(total)) {
      const what = Number.isFinite(total) ? `a gradient of norm ${norm}` : `a loss of ${total}`;
      tell({ type: 'failed', reason: `step ${step + 1}: expected finite numbers, found ${what}` });
      return;
    }
    step++;
    pending = {
      landmarks: pending.landmarks + losses.landmarks,
      depth: pending.depth + losses.depth,
      confidence: pending.confidence + losses.confidence,
      steps: pending.steps + 1,
    };
    const decision = Atomics.load(decisions, half);
    if (decision === REQUEST.coolDown) coolDownFrom ??= step;
    const end = step >= lastStep(config, coolDownFrom);

    if (step % curveSteps(config) === 0) {
      const { steps, ...sums } = pending;
      const mean = {
        landmarks: sums.landmarks / steps,
        depth: sums.depth / steps,
        confidence: sums.confidence / steps,
      };
      tell({ type: 'curve', step, learningRate, losses: mean });
      pending = NOTHING;
    }
    if (setup.validationCrops.length > 0 && (step % setup.validateEvery === 0 || end)) {
      await replica.predict(setup.validationCrops, predictions, index);
      barrier.wait();
      tell({ type: 'validation', step });
    }
    const now = performance.now();
    if (now - lastProgress >= PROGRESS_MS) {
      tell({ type: 'progress', step, learningRate, losses, coolDownFrom });
      lastProgress = now;
    }
    if (decision === REQUEST.stop) {
      tell({ type: 'done', state: runState(), stopped: !end });
      return;
    }
    if (!end && leads && now - lastCheckpoint >= config.checkpointSeconds * 1000) {
      tell({ type: 'checkpoint', state: runState() });
      lastCheckpoint = now;
    }
  }
  tell({ type: 'done', state: runState(), stopped: false });
}

// a rejection ends the thread, and the trainer hears of it
void run();
