import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrainingError } from '../training/training-set';
import { type ExperimentPlan, type PlannedRun, parsePlan } from './plan';
import { type RunResult, runResultSchema, type TestImages, testImagesSchema } from './results';
import { type Timing, timingSchema } from './timing';

const TESTS_FILE = 'tests.json';
const TIMING_FILE = 'timing.json';

/**
 * Where a plan's results are kept when nobody says otherwise: beside the code, committed.
 *
 * @param home the folder models/experiments: where it lies, only the caller knows, whose code may be bundled
 */
export const resultsFolderOf = (home: string, plan: string): string =>
  path.join(/* turbopackIgnore: true */ home, 'results', plan);

/**
 * A plan as given, else among those of the project: `plans/report-tables.json` works from anywhere.
 *
 * @param home the folder models/experiments
 * @throws TrainingError in one line when there is none, or it is no plan
 */
export async function readPlan(file: string, home: string): Promise<ExperimentPlan> {
  for (const candidate of [
    path.resolve(/* turbopackIgnore: true */ file),
    path.join(/* turbopackIgnore: true */ home, file),
  ]) {
    const text = await readText(candidate);
    if (text === null) continue;
    try {
      return parsePlan(JSON.parse(text), file);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new TrainingError(`${file}: expected JSON, found ${cause.message}`, { cause });
    }
  }
  throw new TrainingError(`${file}: expected a plan, found no such file`);
}

/** Plans that come with the project, in the order of their names. @param home the folder models/experiments */
export async function shippedPlans(home: string): Promise<ExperimentPlan[]> {
  const files = (await readdir(path.join(/* turbopackIgnore: true */ home, 'plans')))
    .filter((file) => file.endsWith('.json'))
    .sort();
  return Promise.all(files.map((file) => readPlan(`plans/${file}`, home)));
}

/** null when the run has none yet, or one of other settings, which is then made anew. */
export async function readResult(folder: string, { id, config }: PlannedRun): Promise<RunResult | null> {
  const result = await read(path.join(folder, `${id}.json`), (json) => runResultSchema.parse(json));
  return result && JSON.stringify(result.config) === JSON.stringify(config) ? result : null;
}

export const writeResult = (folder: string, id: string, result: RunResult): Promise<void> =>
  writeJson(path.join(folder, `${id}.json`), result);

export const readTests = (folder: string): Promise<TestImages | null> =>
  read(path.join(folder, TESTS_FILE), (json) => testImagesSchema.parse(json));

export const writeTests = (folder: string, tests: TestImages): Promise<void> =>
  writeJson(path.join(folder, TESTS_FILE), tests);

export const readTiming = (folder: string): Promise<Timing | null> =>
  read(path.join(folder, TIMING_FILE), (json) => timingSchema.parse(json));

export const writeTiming = (folder: string, timing: Timing): Promise<void> =>
  writeJson(path.join(folder, TIMING_FILE), timing);

async function read<T>(file: string, parse: (json: unknown) => T): Promise<T | null> {
  const text = await readText(file);
  return text === null ? null : parse(JSON.parse(text));
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(/* turbopackIgnore: true */ file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and renamed: a kill leaves no half file. */
async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.partial`, `${JSON.stringify(value)}\n`);
  await rename(`${file}.partial`, file);
}
