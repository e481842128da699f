import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { CommandProgress } from '@/lib/contracts/job';
import { inWorkbench } from '@/lib/server/workbench-dir';
import { readPlan, resultsFolderOf, writeTiming } from '../experiments/files-node';
import { measureTiming } from '../experiments/measure-timing-node';
import { planState } from '../experiments/plan-report-node';
import { reportMarkdown } from '../experiments/report';
import { runPlan } from '../experiments/run-plan-node';
import { buildKernels } from '../training/build-kernels.mjs';
import { folderSets } from '../training/folder-sets-node';
import { type Command, integerOption } from './command';

const root = path.resolve(import.meta.dirname, '../..');
const HOME = path.join(root, 'models/experiments');
const TELL_EVERY_MS = 30_000;

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
  usage: 'experiment PLAN [--data DIR] [--results DIR] [--parallel N] [--seed N] [--report] [--timing]',
  summary: 'train and measure every run of a plan; goes on where it was stopped, finished runs are not repeated',
  options: {
    data: { type: 'string' },
    results: { type: 'string' },
    parallel: { type: 'string' },
    /** only the runs of one of the plan's seeds */
    seed: { type: 'string' },
    /** only say what the finished runs say */
    report: { type: 'boolean' },
    /** measure both networks' time on this machine, for the plan's table, and train nothing */
    timing: { type: 'boolean' },
    /** for the server's jobs: progress as lines of JSON */
    'progress-json': { type: 'boolean' },
  },
  positionals: 1,
  async run([file], options, { note, signal }) {
    const plan = await readPlan(file, HOME);
    const parallel = integerOption(options, 'parallel', { min: 1, max: 16 }) ?? 2;
    const dataRoot = path.resolve(typeof options.data === 'string' ? options.data : path.join(root, '../shared/data'));
    const resultsFolder =
      typeof options.results === 'string' ? path.resolve(options.results) : resultsFolderOf(HOME, plan.id);
    if (options.timing) await writeTiming(resultsFolder, await measureTiming(path.join(root, 'models/pretrained')));
    else if (!options.report) await perform();
    const { done, total, report } = await planState(plan, resultsFolder);
    return {
      json: { plan: plan.id, runs: done, total, results: resultsFolder, report },
      lines: report
        ? [reportMarkdown(report)]
        : [`${plan.title}: ${done} of ${total} runs have results in ${resultsFolder}`],
    };

    async function perform(): Promise<void> {
      await buildKernels({ ifStale: true });
      let { done, total } = await planState(plan, resultsFolder);
      const tell = (message: string) =>
        note(options['progress-json'] ? JSON.stringify({ done, total, message } satisfies CommandProgress) : message);
      const told = new Map<string, number>();
      await runPlan(plan, {
        sets: folderSets(dataRoot, plan.sets, {
          generatedRoot: inWorkbench('generated'),
          signal,
          note: tell,
          report: (problem) => note(problem.message),
        }),
        workFolder: inWorkbench('experiments', plan.id),
        resultsFolder,
        parallel,
        seed: integerOption(options, 'seed', { min: 0, max: 0xffffffff }),
        commit: commitOf(),
        signal,
        onProgress({ id }, { step, steps, imagesPerSecond, secondsLeft }) {
          const now = performance.now();
          if (now - (told.get(id) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) return;
          told.set(id, now);
          tell(
            `${id}: step ${step}/${steps}, ${imagesPerSecond.toFixed(0)} images/s, ${Math.ceil(secondsLeft / 60)} min left`,
          );
        },
        onDone({ id }, { seconds }, left) {
          done++;
          tell(`${id}: done in ${Math.round(seconds / 60)} min; ${left} of the runs asked for left`);
        },
      });
    }
  },
};
