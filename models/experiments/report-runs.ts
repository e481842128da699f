import { runOf } from './report';
import type { PlanSummary } from './summary';
import type { Timing } from './timing';

/** The runs that differ in their share of synthetic faces alone. */
export const mixesOf = ({ runs }: PlanSummary): string[] =>
  runs.flatMap(({ run }) => (/^mix-\d+$/.test(run) ? run : []));

/** how many fewer parameters the shallow network has */
export const smallerPercent = (summary: PlanSummary): number =>
  100 * (1 - runOf(summary, 'shallow-mix-060').parameters / runOf(summary, 'mix-060').parameters);

export const fasterPercent = ({ full, shallow }: Timing): number => 100 * (1 - shallow.mean / full.mean);
