import { readResult, readTests, readTiming, resultsFolderOf } from './files-node';
import { type ExperimentPlan, plannedRuns } from './plan';
import { realLabelsReport } from './real-labels';
import { aboutRuns, type ExperimentReport } from './report';
import { errorTable, reportTables } from './report-tables';
import type { RunResult } from './results';
import { type PlanSummary, summarise } from './summary';

/** How far a plan is, and what it says once all its runs have a result. */
export interface PlanState {
  readonly done: number;
  readonly total: number;
  readonly report: ExperimentReport | null;
  readonly summary: PlanSummary | null;
}

/** @param folder of the plan's results */
export async function planState(plan: ExperimentPlan, folder = resultsFolderOf(plan.id)): Promise<PlanState> {
  const runs = plannedRuns(plan);
  const results: RunResult[] = [];
  for (const run of runs) {
    const result = await readResult(folder, run);
    if (result) results.push(result);
  }
  const tests = await readTests(folder);
  const isWhole = results.length === runs.length && tests !== null;
  const summary = isWhole ? await summarise(plan, results, tests) : null;
  return {
    done: results.length,
    total: runs.length,
    summary,
    report: summary && (await reportOf(summary, results, folder)),
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
        tables: [errorTable(summary, { title: 'Errors', runs, note: '' })],
      };
    }
  }
}
