import { formatPx } from '@/lib/evaluation/report-text';
import type { Comparison, PlanSummary, RunSummary, TestSummary } from './summary';

/** A table of words and numbers, ready to be set. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** what to know when reading it; may be empty */
  readonly note: string;
}

/** Lines over numbers: what a table shows at a glance. */
export interface ReportChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** both axes by equal factors, for what falls with the logarithm */
  readonly isLogarithmic?: boolean;
  /** points in the order of x */
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

/** A question, and what the numbers say to it. */
export interface Finding {
  readonly question: string;
  readonly answer: string;
}

export interface ExperimentReport {
  readonly title: string;
  readonly about: string;
  readonly findings: readonly Finding[];
  readonly charts: readonly ReportChart[];
  readonly tables: readonly ReportTable[];
}

/** The test set that findings speak of: YouTube Faces frames of people nobody trained on. */
export const MAIN_SET = 'ytf-68';

/** ME with its 95 % interval, px. */
export const withInterval = ({ me, interval: [low, high] }: TestSummary): string =>
  `${formatPx(me)} (${formatPx(low)}–${formatPx(high)})`;

/** With its sign, two decimals. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatPx(Math.abs(value))}`;

/** `−0.31 px (95 %: −0.40 to −0.22)`, and whether that is more than noise. */
export function differenceWords({ difference, interval: [low, high], isBeyondNoise }: Comparison): string {
  const words = `${signed(difference)} px (95 %: ${signed(low)} to ${signed(high)})`;
  return isBeyondNoise ? words : `${words}, inside the noise`;
}

/** One of three words for what the second run does against the first. */
export function outcome(
  { difference, isBeyondNoise }: Comparison,
  words: { readonly better: string; readonly worse: string; readonly noise: string },
): string {
  if (!isBeyondNoise) return words.noise;
  return difference < 0 ? words.better : words.worse;
}

/** @throws RangeError when the plan has no such run */
export function runOf({ plan, runs }: PlanSummary, id: string): RunSummary {
  const found = runs.find(({ run }) => run === id);
  if (!found) throw new RangeError(`${plan.id}: expected a run ${id}, found none`);
  return found;
}

/** What was done, in a sentence or two: data, budget, time. */
export function aboutRuns({ plan, runs, steps, batch, trainingSeconds, commits }: PlanSummary): string {
  const seeds = runs[0].seeds.length;
  const count = (value: number) => value.toLocaleString('en');
  return [
    plan.about,
    `${runs.length} runs with ${seeds === 1 ? 'one seed' : `${seeds} seeds`} each${seeds < plan.seeds.length ? ` (of ${plan.seeds.length} that are planned)` : ''}, ${count(steps)} steps of ${batch} images for every one (${count(steps * batch)} images seen), ${(trainingSeconds / 3600).toFixed(1)} core hours in all${commits.length > 0 ? `, at ${commits.map((commit) => commit.slice(0, 7)).join(', ')}` : ''}.`,
    ...(seeds === 1
      ? [
          'How far two trainings alike lie apart is not known from one seed: “beyond noise” is beyond that of the images.',
        ]
      : []),
    'Errors in px of the reference crop, crops from ground truth; in brackets the 95 % bootstrap interval over images of the mean over seeds.',
  ].join(' ');
}

const tableMarkdown = ({ title, columns, rows, note }: ReportTable): string =>
  [
    `**${title}**`,
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...(note === '' ? [] : ['', note]),
  ].join('\n');

/** @param level of its heading: 2 is ## */
export function reportMarkdown({ title, about, tables, findings }: ExperimentReport, level = 2): string {
  return [
    `${'#'.repeat(level)} ${title}`,
    about,
    findings.map(({ question, answer }) => `- **${question}** ${answer}`).join('\n'),
    ...tables.map(tableMarkdown),
  ].join('\n\n');
}
