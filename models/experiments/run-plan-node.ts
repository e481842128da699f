import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingProgress } from '@/lib/contracts/training-config';
import { IBUG_68, regionIndices } from '@/lib/landmarks/scheme';
import { type MeanShape, predictMeanShape } from '@/lib/metrics/mean-shape';
import { groundTruthBox, sampleErrors } from '@/lib/metrics/point-errors';
import { mean } from '@/lib/metrics/statistics';
import { FACEMESH_CONFIGS } from '../facemesh/config';
import { formatModelFiles } from '../facemesh/model-files';
import { countTrainableParameters } from '../facemesh/weights';
import { createKernelPredictor } from '../inference/kernel-predictor';
import { loadKernels } from '../inference/load-node';
import { predictFace } from '../pipeline';
import { modelCard } from '../training/model-card';
import { parseConfig } from '../training/parse-config';
import { prepareData, type ValidationFace } from '../training/prepare';
import type { TrainingRun } from '../training/run-recorder';
import { train } from '../training/trainer';
import { TrainingError, type TrainingSetProvider } from '../training/training-set';
import { readResult, writeResult, writeTests } from './files-node';
import { type ExperimentPlan, type PlannedRun, plannedRuns } from './plan';
import { type RunResult, rounded, type TestImages, type TestResult } from './results';

export interface RunPlanOptions {
  readonly sets: TrainingSetProvider;
  /** checkpoints, which may be thrown away once the results stand */
  readonly workFolder: string;
  /** one JSON a finished run, and tests.json */
  readonly resultsFolder: string;
  /** trainings at a time, each on one core */
  readonly parallel: number;
  /** only the runs of this seed; absent: of all */
  readonly seed?: number;
  readonly commit: string | null;
  readonly signal: AbortSignal;
  readonly onProgress: (run: PlannedRun, progress: TrainingProgress) => void;
  readonly onDone: (run: PlannedRun, result: RunResult, left: number) => void;
}

/**
 * Performs a plan: every run that has no result yet is trained, or gone on with, and measured on the same test images.
 *
 * @returns results of the runs asked for, in the plan's order
 * @throws TrainingError in one line; what was finished before stays
 */
export async function runPlan(plan: ExperimentPlan, options: RunPlanOptions): Promise<RunResult[]> {
  const { resultsFolder, signal, seed } = options;
  if (seed !== undefined && !plan.seeds.includes(seed)) {
    throw new TrainingError(`${plan.id}: expected one of the seeds ${plan.seeds.join(', ')}, found ${seed}`);
  }
  await mkdir(resultsFolder, { recursive: true });
  const all = plannedRuns(plan);
  const runs = all.filter((run) => seed === undefined || run.seed === seed);
  const results = new Map<string, RunResult>();
  for (const run of runs) {
    const known = await readResult(resultsFolder, run);
    if (known) results.set(run.id, known);
  }
  const queue = runs.filter(({ id }) => !results.has(id));
  if (queue.length > 0) {
    const tests = await prepareTests(plan, all[0], options);
    const lane = async () => {
      for (let run = queue.shift(); run; run = queue.shift()) {
        signal.throwIfAborted();
        const result = await performRun(plan, run, tests, options);
        await writeResult(resultsFolder, run.id, result);
        results.set(run.id, result);
        options.onDone(run, result, runs.length - results.size);
      }
    };
    await Promise.all(Array.from({ length: Math.min(options.parallel, queue.length) }, lane));
  }
  return runs.flatMap(({ id }) => results.get(id) ?? []);
}

/**
 * The test images, the same for every run: held out, and no near-duplicate of any image that some run trains on. Their
 * names and the baseline's errors are written to tests.json.
 */
async function prepareTests(
  plan: ExperimentPlan,
  first: PlannedRun,
  { sets, resultsFolder, signal }: RunPlanOptions,
): Promise<readonly ValidationFace[]> {
  const everything = parseConfig({
    ...first.config,
    images: null,
    data: first.config.data.map((entry) => ({ ...entry, share: null, repeat: 1 })),
  });
  const { validation, meanShape } = await prepareData(everything, sets, { signal });
  if (!meanShape) throw new TrainingError(`${plan.id}: expected every landmark in some training image, found none`);
  const measured = validation.filter((face) => baselineErrors(face, meanShape) !== null);
  const tests: TestImages = {
    plan: plan.id,
    sets: Object.fromEntries(
      bySet(measured).map(([set, faces]) => [
        set,
        {
          images: faces.map(({ name }) => name),
          meanShape: resultOf(faces.map((face) => baselineErrors(face, meanShape))),
        },
      ]),
    ),
  };
  await writeTests(resultsFolder, tests);
  return measured;
}

const bySet = (faces: readonly ValidationFace[]): [set: string, faces: ValidationFace[]][] =>
  [...new Set(faces.map(({ set }) => set))].map((set) => [set, faces.filter((face) => face.set === set)]);

function baselineErrors(face: ValidationFace, meanShape: MeanShape) {
  const landmarks = predictMeanShape(meanShape, face);
  return landmarks && sampleErrors(face.annotation, landmarks, face.image);
}

const JAW = new Set(regionIndices(IBUG_68, 'jaw'));

type Errors = ReturnType<typeof sampleErrors>;

function resultOf(errors: readonly Errors[]): TestResult {
  const known = errors.map((error) => {
    if (!error) throw new Error('experiment: a test image lost its reference crop');
    return error;
  });
  const inner = ({ points }: NonNullable<Errors>) =>
    mean(points.flatMap((value, i) => (value === null || JAW.has(i) ? [] : value)));
  return {
    error: rounded(known.map(({ error }) => error)),
    inner: rounded(known.map(inner)),
    nme: rounded(known.map(({ nmeInterOcular }) => nmeInterOcular)),
  };
}

async function performRun(
  plan: ExperimentPlan,
  run: PlannedRun,
  tests: readonly ValidationFace[],
  { sets, workFolder, commit, signal, onProgress }: RunPlanOptions,
): Promise<RunResult> {
  const directory = path.join(workFolder, run.id);
  const trained = await train(run.config, { sets, directory, signal, onProgress: (event) => onProgress(run, event) });
  if (trained.ended === 'stopped') throw signal.reason;
  const measured = await measureRun(trained, tests);
  // a checkpoint is 7 MB, and the result says all that is asked later
  await rm(directory, { recursive: true, force: true });
  return {
    plan: plan.id,
    run: run.run,
    seed: run.seed,
    commit,
    finishedAt: new Date().toISOString(),
    config: { ...run.config },
    steps: trained.step,
    seconds: Math.round(trained.seconds),
    ...measured,
    curves: curvesOf(trained),
  };
}

async function measureRun(
  run: TrainingRun,
  tests: readonly ValidationFace[],
): Promise<Pick<RunResult, 'parameters' | 'weightBytes' | 'tests'>> {
  const { config, weights, data } = run;
  const parameters = countTrainableParameters(FACEMESH_CONFIGS[config.architecture]);
  const draft = modelCard(config, data, { step: run.step, parameters, commit: null, curves: run.curves });
  const { card, bytes } = await formatModelFiles({ card: draft, weights }, 'float32');
  const model = createKernelPredictor(card, weights, await loadKernels());
  try {
    const results: Record<string, TestResult> = {};
    for (const [set, faces] of bySet(tests)) {
      const errors: Errors[] = [];
      for (const face of faces) {
        const { image, annotation } = await face.load();
        const box = groundTruthBox(annotation);
        if (!box) throw new Error(`experiment: ${set}: ${face.name} lost its landmarks`);
        const prediction = await predictFace(model, image, box);
        errors.push(sampleErrors(face.annotation, prediction.landmarks, face.image));
      }
      results[set] = resultOf(errors);
    }
    return { parameters, weightBytes: bytes.length, tests: results };
  } finally {
    model.dispose();
  }
}

/** A few dozen points draw a curve. */
function curvesOf({ curves, config }: TrainingRun): RunResult['curves'] {
  const every = Math.max(1, Math.round(config.steps / 50 / 40));
  return {
    training: curves.training
      .filter((_, i) => (i + 1) % every === 0)
      .map(({ step, landmarks }) => ({ step, loss: rounded([landmarks])[0] })),
    validation: curves.validation.map(({ step, sets }) => ({
      step,
      me: Object.fromEntries(Object.entries(sets).map(([set, { me }]) => [set, rounded([me])[0]])),
    })),
  };
}
