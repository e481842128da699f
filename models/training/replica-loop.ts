import { FacesAhead } from './faces-ahead';
import { REQUEST, type RunState, type WorkerMessage, type WorkerSetup } from './messages';
import { type CreateEngine, type PreparedFace, Replica } from './replica';
import { Sampler } from './sampler';
import { augmentationAt, curveSteps, lastStep, learningRateAt, mirroredAt } from './schedule';
import type { Team } from './team';

const PROGRESS_MS = 1000;
/** batches that a replica which is early makes ready: enough to even out that some faces take four times as long as others */
const STEPS_AHEAD = 4;
const NOTHING = { landmarks: 0, depth: 0, confidence: 0, steps: 0 };

/** What a replica's loop works with: no thread and no machine of its own. */
export interface LoopOptions {
  readonly setup: Omit<WorkerSetup, 'kernels' | 'shared'>;
  readonly createEngine: CreateEngine;
  /** @param floats length of the engine's exchange */
  readonly joinTeam: (floats: number) => Team;
  /** hears what the replica that leads has to say; the others say nothing */
  readonly tell: (message: WorkerMessage) => void;
}

/**
 * Trains one replica from where `setup.resume` stands to the run's end, or until it is stopped. Numbers that are not
 * finite end it with a `failed` message.
 */
export async function runReplica({ setup, createEngine, joinTeam, tell: tellOf }: LoopOptions): Promise<void> {
  const { config, replica: index } = setup;
  const share = config.batch / config.workers;
  const replica = new Replica(config, createEngine, setup.faces, setup.meanOutput, setup);
  const { engine } = replica;
  const team = joinTeam(engine.exchange.length);
  const { leads } = team;
  const sampler = new Sampler(setup.epoch, config.seed);
  const predictions = new Float32Array(setup.predictions);

  let coolDownFrom = setup.resume?.coolDownFrom ?? null;
  let pending = setup.resume?.pending ?? NOTHING;
  if (setup.resume) engine.restore(setup.resume.engine);

  const tell = (message: WorkerMessage): void => {
    if (leads) tellOf(message);
  };
  const runState = (): RunState => ({ engine: engine.state(), coolDownFrom, pending });

  let lastProgress = performance.now();
  let lastCheckpoint = performance.now();
  let step = setup.resume?.engine.step ?? 0;
  const prepare = (number: number): PreparedFace => {
    const itsStep = Math.floor(number / share);
    const place = itsStep * config.batch + index * share + (number % share);
    const disturbance = { strength: augmentationAt(config, itsStep), mirrored: mirroredAt(config, itsStep) };
    return replica.prepare(sampler.faceAt(place), disturbance, `face ${place}`);
  };
  const ahead = new FacesAhead(prepare, step * share, STEPS_AHEAD * share);
  tell({ type: 'ready' });
  while (step < lastStep(config, coolDownFrom)) {
    await team.begin(step);
    for (let i = 0; i < share; i++) replica.place(i, ahead.take());
    const own = await replica.differentiate();
    const { losses, request } = team.average(step, engine.exchange, own, () => ahead.makeOne());

    const learningRate = learningRateAt(config, step, coolDownFrom);
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
    if (request === REQUEST.coolDown) coolDownFrom ??= step;
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
      team.wait();
      tell({ type: 'validation', step });
    }
    const now = performance.now();
    if (now - lastProgress >= PROGRESS_MS) {
      tell({ type: 'progress', step, learningRate, losses, coolDownFrom });
      lastProgress = now;
    }
    if (request === REQUEST.stop) {
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
