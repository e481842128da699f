import { formatPercent, formatPx, formatShare } from '@/lib/evaluation/report-text';
import { PUBLISHED } from './published';
import {
  aboutRuns,
  type ExperimentReport,
  MAIN_SET,
  type ReportChart,
  type ReportTable,
  runOf,
  signed,
  withInterval,
} from './report';
import { reportFindings } from './report-findings';
import { fasterPercent, mixesOf, smallerPercent } from './report-runs';
import type { RunResult } from './results';
import type { PlanSummary, RunSummary, TestSummary } from './summary';
import type { Timing } from './timing';

/** Test sets in the order of the columns. */
const SETS: readonly string[] = [MAIN_SET, '300w', 'face-synthetics', 'aflw2000-3d', 'generated-test'];

/** The report's tables 1 to 3 with this workbench's runs, and beside its own figures. @param timing null: not measured */
export async function reportTables(
  summary: PlanSummary,
  results: readonly RunResult[],
  timing: Timing | null,
): Promise<ExperimentReport> {
  return {
    title: summary.plan.title,
    about: aboutRuns(summary),
    findings: await reportFindings(summary, results, timing),
    charts: [mixChart(summary)],
    tables: [
      besideTheReport(summary, timing),
      errorTable(summary, {
        title: 'Table 1: losses',
        runs: ['synthetic-mse', 'synthetic-l2', 'mix-100', 'synthetic-wing-10', 'real-mse', 'mix-000'],
        note: 'Where no loss is named it is wing (5, 0.5), the report’s.',
      }),
      errorTable(summary, {
        title: 'Table 2: mixes of synthetic and real',
        runs: [...mixesOf(summary), 'mix-060-outline', 'mix-100-outline'],
        note: 'Wing (5, 0.5), 3,000 images each.',
      }),
      depthTable(summary, timing),
    ],
  };
}

function mixChart(summary: PlanSummary): ReportChart {
  const mixes = mixesOf(summary).map((id) => ({ synthetic: Number(id.slice('mix-'.length)), ...runOf(summary, id) }));
  return {
    title: 'Error by the share of synthetic faces',
    xLabel: 'synthetic, %',
    yLabel: 'ME, px',
    lines: Object.keys(summary.meanShape).map((set) => ({
      name: set,
      points: mixes.map(({ synthetic, tests }) => ({ x: synthetic, y: tests[set].me })).sort((a, b) => a.x - b.x),
    })),
  };
}

/** ME on every set, a run a row; the mean shape last. */
export function errorTable(
  summary: PlanSummary,
  { title, runs, note }: { readonly title: string; readonly runs: readonly string[]; readonly note: string },
): ReportTable {
  const known = Object.keys(summary.meanShape);
  const sets = [...SETS.filter((set) => known.includes(set)), ...known.filter((set) => !SETS.includes(set))];
  const [mainSet] = sets;
  const cells = (tests: RunSummary['tests']) => {
    const main = tests[mainSet];
    return [
      ...sets.map((set) => withInterval(tests[set])),
      formatPx(main.std),
      formatShare(main.sr20),
      formatShare(main.sr10),
    ];
  };
  const row = (id: string) => {
    const { title: name, tests } = runOf(summary, id);
    const { seedMes } = tests[mainSet];
    const apart = seedMes.length > 1 ? formatPx(Math.max(...seedMes) - Math.min(...seedMes)) : 'one seed';
    return [name, ...cells(tests), apart];
  };
  return {
    title,
    columns: ['training', ...sets.map((set) => `ME ${set}, px`), 'Std', 'SR@20', 'SR@10', 'seeds apart, px'],
    rows: [...runs.map(row), ['mean shape, nothing learnt', ...cells(summary.meanShape), '']],
    note: `${note} Std, SR and the distance of the seeds are on ${mainSet}.`.trim(),
  };
}

function depthTable(summary: PlanSummary, timing: Timing | null): ReportTable {
  const row = (id: string, depth: 'full' | 'shallow') => {
    const { title, parameters, weightBytes, tests } = runOf(summary, id);
    const main = tests[MAIN_SET];
    return [
      title,
      depth === 'full' ? '68' : '50',
      parameters.toLocaleString('en'),
      `${(weightBytes / 1e6).toFixed(2)} MB`,
      withInterval(main),
      withInterval(tests['300w']),
      formatShare(main.sr20),
      formatShare(main.sr10),
      timing ? `${timing[depth].mean.toFixed(2)} ± ${timing[depth].std.toFixed(2)}` : 'not measured',
    ];
  };
  return {
    title: 'Table 3: full and shallow',
    columns: [
      'training',
      'layers',
      'parameters',
      'size',
      `ME ${MAIN_SET}, px`,
      'ME 300w, px',
      'SR@20',
      'SR@10',
      'ms a face',
    ],
    rows: [
      row('mix-000', 'full'),
      row('shallow-mix-000', 'shallow'),
      row('mix-060', 'full'),
      row('shallow-mix-060', 'shallow'),
    ],
    note: timing ? `Time ± Std over ${timing.faces} faces, one at a time: ${timing.machine}.` : '',
  };
}

function besideTheReport(summary: PlanSummary, timing: Timing | null): ReportTable {
  const test = (id: string) => runOf(summary, id).tests[MAIN_SET];
  const [synthetic, mixed, mse, small] = ['mix-100', 'mix-060', 'synthetic-mse', 'shallow-mix-060'].map(test);
  const ours = ({ me, std, sr20, sr10 }: TestSummary) =>
    `ME ${formatPx(me)} ± ${formatPx(std)}, SR@20 ${formatShare(sr20)}, SR@10 ${formatShare(sr10)}`;
  const theirs = ({ me, std, sr20 }: { readonly me: number; readonly std: number; readonly sr20: number }) =>
    `ME ${formatPx(me)} ± ${formatPx(std)}, SR@20 ${formatShare(sr20)}`;
  const change = (from: number, to: number) => `${signed(100 * (to / from - 1))} %`;
  const { wingGainPercent, shallow } = PUBLISHED;
  return {
    title: 'Beside what the report found',
    columns: ['', 'report', 'here'],
    rows: [
      ['100 % synthetic, wing', theirs(PUBLISHED.synthetic), ours(synthetic)],
      ['60 % synthetic, 40 % real', theirs(PUBLISHED.mixed), ours(mixed)],
      [
        'wing for MSE, 100 % synthetic',
        `SR@20 +${wingGainPercent} %`,
        `SR@20 ${change(mse.sr20, synthetic.sr20)}, SR@10 ${change(mse.sr10, synthetic.sr10)}, ME ${change(mse.me, synthetic.me)}`,
      ],
      [
        'shallow for full',
        `${shallow.smallerPercent} % smaller, ${shallow.fasterPercent} % faster, SR@20 −${shallow.srDropPercent} %`,
        `${formatPercent(smallerPercent(summary))} % fewer parameters${timing ? `, ${formatPercent(fasterPercent(timing))} % faster` : ''}, SR@20 ${change(mixed.sr20, small.sr20)}, SR@10 ${change(mixed.sr10, small.sr10)}, ME ${change(mixed.me, small.me)}`,
      ],
    ],
    note: `The report’s figures are those of its public summary, on real test images of its own; ours are on ${test('mix-100').images} YouTube Faces frames of people nobody trained on.`,
  };
}
