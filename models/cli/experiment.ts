import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inWorkbench } from '@/lib/server/workbench-dir';
import { parsePlan } from '../experiments/plan';
import { runPlan } from '../experiments/run-plan-node';
import { startNodeBackend } from '../runtime/backend-node';
import { buildKernels } from '../training/build-kernels.mjs';
import { folderSets } from '../training/folder-sets-node';
import { type Command, integerOption, UsageError } from './command';

const root = path.resolve(import.meta.dirname, '../..');
const EXPERIMENTS = path.join(root, 'models/experiments');
const TELL_EVERY_MS = 30_000;

/** As given, else among the plans of the project: `plans/report-tables.json` works from anywhere. */
async function readPlan(file: string) {
  for (const candidate of [path.resolve(file), path.join(EXPERIMENTS, file)]) {
    let text: string;
    try {
      text = await readFile(candidate, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    try {
      return parsePlan(JSON.parse(text), file);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new UsageError(`${file}: expected JSON, found ${error.message}`, { cause: error });
      throw error;
    }
  }
  throw new UsageError(`expected a plan, could not read ${file}`);
}

function commitOf(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null; // a copy without history
  }
}

export const experiment: Command = {
  name: 'experiment',
  usage: 'experiment PLAN [--data DIR] [--results DIR] [--parallel N]',
  summary: 'train and measure every run of a plan; goes on where it was stopped, finished runs are not repeated',
  options: { data: { type: 'string' }, results: { type: 'string' }, parallel: { type: 'string' } },
  positionals: 1,
  async run([file], options, { note, signal }) {
    const plan = await readPlan(file);
    const parallel = integerOption(options, 'parallel', { min: 1, max: 16 }) ?? 2;
    const dataRoot = path.resolve(typeof options.data === 'string' ? options.data : path.join(root, '../shared/data'));
    const resultsFolder = path.resolve(
      typeof options.results === 'string' ? options.results : path.join(EXPERIMENTS, 'results', plan.id),
    );
    await buildKernels({ ifStale: true });
    await startNodeBackend();
    const told = new Map<string, number>();
    const results = await runPlan(plan, {
      sets: folderSets(dataRoot, plan.sets, {
        generatedRoot: inWorkbench('generated'),
        signal,
        note,
        report: (problem) => note(problem.message),
      }),
      workFolder: inWorkbench('experiments', plan.id),
      resultsFolder,
      parallel,
      commit: commitOf(),
      signal,
      onProgress({ id }, { step, steps, imagesPerSecond, secondsLeft }) {
        const now = performance.now();
        if (now - (told.get(id) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) return;
        told.set(id, now);
        note(
          `${id}: step ${step}/${steps}, ${imagesPerSecond.toFixed(0)} images/s, ${Math.ceil(secondsLeft / 60)} min left`,
        );
      },
      onDone({ id }, { seconds }, left) {
        note(`${id}: done in ${Math.round(seconds / 60)} min; ${left} of the plan's runs left`);
      },
    });
    return {
      json: { plan: plan.id, runs: results.length, results: resultsFolder },
      lines: [`${plan.title}: ${results.length} runs, results in ${resultsFolder}`],
    };
  },
};
