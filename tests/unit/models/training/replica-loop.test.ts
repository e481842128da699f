import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { REQUEST, type RunState, type WorkerMessage } from '@/models/training/messages';
import { parseConfig } from '@/models/training/parse-config';
import { prepareData } from '@/models/training/prepare';
import { PIXEL_RANGE } from '@/models/training/replica';
import { replicaInput } from '@/models/training/replica-input';
import { runReplica } from '@/models/training/replica-loop';
import { RunRecorder, type RunSink, type TrainingRun } from '@/models/training/run-recorder';
import { SoloTeam } from '@/models/training/team';
import { train } from '@/models/training/trainer';
import { drawnSet, providerOf } from './drawn-faces';

const CONFIG: TrainingConfigInput = {
  model: 'test',
  title: 'Test',
  architecture: 'shallow',
  data: [{ dataset: 'drawn', validation: { count: 2 } }],
  steps: 6,
  batch: 2,
  workers: 1,
  warmupSteps: 2,
  validateEvery: 3,
};
const QUIET: RunSink = {
  keepCheckpoint() {},
  keepCurves() {},
  keepSamples() {},
  keepSampleImages() {},
  settled: async () => {},
};
let kernels: WebAssembly.Module;

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  kernels = await loadKernels();
});
afterEach(() => vi.unstubAllGlobals());

type Ending = Extract<WorkerMessage, { type: 'done' }>;

/** A run in this thread, as a browser's worker trains one. @param onStep asked after every step's turn */
async function alone(
  input: TrainingConfigInput,
  { resume = null, ask }: { resume?: Ending['state'] | null; ask?: (step: number, team: SoloTeam) => void } = {},
): Promise<{ end: Ending; run: TrainingRun; messages: WorkerMessage[] }> {
  const config = parseConfig(input);
  const data = await prepareData(config, providerOf(drawnSet(10)));
  const recorder = new RunRecorder({
    config,
    data,
    sink: QUIET,
    curves: { training: [], validation: [] },
    resume,
  });
  let step = resume?.engine.step ?? 0;
  const team = new SoloTeam(async () => ask?.(step++, team));
  const messages: WorkerMessage[] = [];
  await runReplica({
    setup: {
      config,
      replica: 0,
      ...replicaInput(config, data, {}),
      predictions: recorder.predictions,
      validateEvery: recorder.validateEvery,
      resume,
    },
    createEngine: (architecture, images) => new WasmEngine(kernels, architecture, images, PIXEL_RANGE),
    joinTeam: () => team,
    tell(message) {
      messages.push(message);
      if (message.type !== 'done') recorder.receive(message);
    },
  });
  const end = messages.at(-1) as Ending;
  return { end, run: await recorder.finish(end.state, end.stopped, kernels), messages };
}

const bytesOf = (weights: FaceMeshWeights) =>
  Buffer.concat(
    [...weights.values()].map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );

describe('the loop of a replica alone', () => {
  it('gives the weights and curves that a thread gives, with plain memory too', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'training-loop-'));
    const threaded = await train(CONFIG, { sets: providerOf(drawnSet(10)), directory });
    await rm(directory, { recursive: true });
    // a page that is not cross-origin isolated has no shared memory
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const { run } = await alone(CONFIG);
    expect(run.ended).toBe('done');
    expect(bytesOf(run.weights).equals(bytesOf(threaded.weights))).toBe(true);
    expect(run.curves).toEqual(threaded.curves);
  });

  it('stops after the step at whose beginning it was asked, and goes on exactly from there', async () => {
    const half = await alone(CONFIG, {
      ask: (step, team) => {
        if (step === 3) team.asked = REQUEST.stop;
      },
    });
    expect([half.run.ended, half.run.step]).toEqual(['stopped', 4]);
    const whole = await alone(CONFIG, { resume: structuredClone(half.end.state) as RunState });
    expect(bytesOf(whole.run.weights).equals(bytesOf((await alone(CONFIG)).run.weights))).toBe(true);
  });

  it('brings the learning rate down when it is asked to finish early', async () => {
    const { run, messages } = await alone(
      { ...CONFIG, steps: 500, coolDownSteps: 3, warmupSteps: 0 },
      {
        ask: (step, team) => {
          if (step === 1) team.asked = REQUEST.coolDown;
        },
      },
    );
    expect([run.ended, run.step]).toEqual(['finished-early', 5]);
    expect(messages.filter(({ type }) => type === 'validation')).toHaveLength(2); // at step 3, and at the end
  });

  it('says which numbers ended it', async () => {
    const config = parseConfig({ ...CONFIG, loss: { kind: 'mse' } });
    const data = await prepareData(config, providerOf(drawnSet(10, (k) => (k % 2 === 0 ? 1e37 : -1e37))));
    const recorder = new RunRecorder({
      config,
      data,
      sink: QUIET,
      curves: { training: [], validation: [] },
      resume: null,
    });
    await expect(
      runReplica({
        setup: {
          config,
          replica: 0,
          ...replicaInput(config, data, {}),
          predictions: recorder.predictions,
          validateEvery: 3,
          resume: null,
        },
        createEngine: (architecture, images) => new WasmEngine(kernels, architecture, images, PIXEL_RANGE),
        joinTeam: () => new SoloTeam(async () => {}),
        tell: (message) => recorder.receive(message as Exclude<WorkerMessage, { type: 'done' }>),
      }),
    ).rejects.toThrow(/^training: step 1: expected finite numbers, found a (loss|gradient) of .+; the last checkpoint/);
  });
});
