import { readResult, readTests, readTiming } from './files-node';
import { type ExperimentPlan, plannedRuns } from './plan';
import { realLabelsReport } from './real-labels';
import { aboutRuns, type ExperimentReport } from './report';
import { errorTable, reportTables } from './report-tables';
import type { RunResult } from './results';
import { type PlanSummary, summarise } from './summary';

/** How far a plan is, and what it says by the seeds whose runs have all been made. */
export interface PlanState {
  readonly done: number;
  readonly total: number;
  /** seeds of which every run has a result */
  readonly seeds: readonly number[];
  readonly report: ExperimentReport | null;
  readonly summary: PlanSummary | null;
}

/** @param folder of the plan's results */
export async function planState(plan: ExperimentPlan, folder: string): Promise<PlanState> {
  const runs = plannedRuns(plan);
  const results: RunResult[] = [];
  for (const run of runs) {
    const result = await readResult(folder, run);
    if (result) results.push(result);
  }
  const tests = await readTests(folder);
  const seeds = plan.seeds.filter(
    (seed) => results.filter((result) => result.seed === seed).length === plan.runs.length,
  );
  const whole = results.filter(({ seed }) => seeds.includes(seed));
  const summary = tests && seeds.length > 0 ? await summarise(plan, whole, tests) : null;
  return {
    done: results.length,
    total: runs.length,
    seeds,
    summary,
    report: summary && (await reportOf(summary, whole, folder)),
  };
}

async function reportOf(
  summary: PlanSummary,
  results: readonly RunResult[],
  folder: string,
): Promise<ExperimentReport> {
  switch (summary.plan.id) {
    case 'report-tables':
      return reportTables(summary, results, await readTiming(folder));
    case 'real-labels':
      return realLabelsReport(summary, results);
    default: {
      const runs = summary.runs.map(({ run }) => run);
      return {
        title: summary.plan.title,
        about: aboutRuns(summary),
        findings: [],
        charts: [],
        tables: [errorTable(summary, { title: 'Errors', runs, note: '' })],
      };
    }
  }
}
