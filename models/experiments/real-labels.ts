import { aboutRuns, type ExperimentReport, MAIN_SET, runOf, signed, withInterval } from './report';
import type { RunResult } from './results';
import { compareRuns, type PlanSummary } from './summary';

type Kind = 'real' | 'both';

const runId = (kind: Kind, count: number): string => `${kind}-${String(count).padStart(4, '0')}`;

/** Error against the number of real labels, with and without generated faces. */
export async function realLabelsReport(summary: PlanSummary, results: readonly RunResult[]): Promise<ExperimentReport> {
  const counts = summary.runs.flatMap(({ run }) => (run.startsWith('real-') ? Number(run.slice('real-'.length)) : []));
  const test = (kind: Kind, count: number, set: string = MAIN_SET) => runOf(summary, runId(kind, count)).tests[set];
  const rows: string[][] = [];
  for (const count of counts) {
    const gain = await compareRuns(results, runId('real', count), runId('both', count), MAIN_SET);
    rows.push([
      count.toLocaleString('en'),
      withInterval(test('real', count)),
      withInterval(test('both', count)),
      signed(gain.difference),
      withInterval(test('real', count, '300w')),
      withInterval(test('both', count, '300w')),
    ]);
  }
  const worth = counts.map((count) => worthWords(count, counts, test));
  return {
    title: summary.plan.title,
    about: aboutRuns(summary),
    findings: [{ question: summary.plan.title, answer: `On ${MAIN_SET}: ${worth.join('; ')}.` }],
    charts: [
      {
        title: 'Error against the number of real images',
        xLabel: 'real images',
        yLabel: 'ME, px',
        isLogarithmic: true,
        lines: [MAIN_SET, '300w'].flatMap((set) =>
          (['real', 'both'] as const).map((kind) => ({
            name: `${set}, ${kind === 'real' ? 'real alone' : 'with generated'}`,
            points: counts.map((count) => ({ x: count, y: test(kind, count, set).me })),
          })),
        ),
      },
    ],
    tables: [
      {
        title: 'ME, px, against the number of real images',
        columns: [
          'real images',
          `${MAIN_SET}, real alone`,
          `${MAIN_SET}, with generated`,
          'change, px',
          '300w, real alone',
          '300w, with generated',
        ],
        rows,
        note: 'With the same seed a smaller choice of images is part of a larger one.',
      },
    ],
  };
}

function worthWords(
  count: number,
  counts: readonly number[],
  test: (kind: Kind, count: number) => { readonly me: number },
): string {
  const labels = labelsFor(test('both', count).me, counts, (n) => test('real', n).me);
  const most = counts[counts.length - 1].toLocaleString('en');
  const equal = labels === null ? `more than ${most}` : `about ${Math.round(labels).toLocaleString('en')}`;
  return `${count.toLocaleString('en')} real images with generated faces beside them do as well as ${equal} alone`;
}

/**
 * The number of real images at which training on them alone reaches this error; between measured numbers on a line over
 * their logarithm.
 *
 * @param errorAt ME of a measured number, px
 * @returns null when even the most images do not reach it; the smallest number when that does already
 */
export function labelsFor(me: number, counts: readonly number[], errorAt: (count: number) => number): number | null {
  if (errorAt(counts[0]) <= me) return counts[0];
  for (let i = 1; i < counts.length; i++) {
    const [from, to] = [errorAt(counts[i - 1]), errorAt(counts[i])];
    if (to > me) continue;
    const share = (from - me) / (from - to);
    return Math.exp(Math.log(counts[i - 1]) + share * Math.log(counts[i] / counts[i - 1]));
  }
  return null;
}
