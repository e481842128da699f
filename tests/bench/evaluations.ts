// How long a run of 50,000 images takes to answer a filter, the SR slider, a sort: what its page works out at each gesture.
//   node --import tsx tests/bench/evaluations.ts [images = 50000] [repeats = 15]
import { cedChart } from '@/lib/charts/ced';
import { histogramChart, histogramScale } from '@/lib/charts/histogram';
import {
  type Filters,
  NO_FILTERS,
  numberColumn,
  refusalsOf,
  rowsPassing,
  sortedRows,
  wordCounts,
} from '@/lib/evaluation/cross-filter';
import { failureGroups } from '@/lib/evaluation/failure-groups';
import { totalIntervals } from '@/lib/evaluation/intervals';
import { landmarkTotals } from '@/lib/evaluation/landmark-totals';
import { yawRows } from '@/lib/evaluation/report';
import { parseRunFile } from '@/lib/evaluation/run-file';
import { pick, regionTotals, totalsOf } from '@/lib/evaluation/totals';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { shareInterval } from '@/lib/metrics/share-interval';
import { countBelow } from '@/lib/metrics/totals';
import { largeColumns, largeOffsets, largeRunFile } from '../fixtures/faces/large-run';

const images = Number(process.argv[2] ?? 50_000);
const repeats = Number(process.argv[3] ?? 15);
const BAR_MS = 100;

const columns = largeColumns(images);
const file = largeRunFile(columns);
const offsets = largeOffsets(columns);
let data = parseRunFile(file);
const SIZE = { width: 560, height: 260 };
const scale = histogramScale(columns.model.error, 20);
let passes = true;

/** Everything that the page draws anew for one choice of filters. */
function gesture(filters: Filters): void {
  const refusals = refusalsOf(data, filters);
  const rows = rowsPassing(refusals);
  const { model, baseline } = data.columns;
  totalsOf(model, rows);
  totalsOf(baseline, rows);
  regionTotals(model, rows);
  regionTotals(baseline, rows);
  yawRows(data.columns, rowsPassing(refusals, 'yaw'));
  histogramChart(pick(model.error, rowsPassing(refusals, 'error')), {
    scale,
    ghost: model.error,
    axis: 'px',
    marks: [],
    size: SIZE,
  });
  const sorted = Float64Array.from(pick(model.nmeInterOcular, rows)).sort();
  cedChart([{ name: 'model', ink: 'prediction', sorted }], { alpha: 8, normaliser: 'eyes', size: SIZE });
  for (const column of Object.values(data.words)) wordCounts(column, rows);
  sortedRows(data, refusals, 'error', 'desc');
}

let turn = 0;
/** another range each time, so that nothing is answered from before */
const range = (): readonly [number, number] => [1 + (turn++ % 7) / 10, 9];

report('SR slider', () => {
  const errors = pick(data.columns.model.error, rowsPassing(refusalsOf(data, NO_FILTERS)));
  shareInterval(countBelow(errors, 5 + (turn++ % 20)), errors.length);
});
report('brush over the histogram', () => gesture({ ...NO_FILTERS, ranges: { error: range() } }));
report('three filters crossed', () =>
  gesture({
    ranges: { error: range(), yaw: [0, 40], 'left-brow': [1, 12] },
    words: { split: ['val'], tag: ['glasses'] },
  }),
);
report('clearing every filter', () => gesture(NO_FILTERS));
report('first sort by a region', () => {
  data = parseRunFile(file); // orders are kept with the columns: a new page has none
  sortedRows(data, refusalsOf(data, NO_FILTERS), REGION_IDS[turn++ % REGION_IDS.length], 'desc');
});
report('turning the order round', () =>
  sortedRows(data, refusalsOf(data, NO_FILTERS), 'error', turn++ % 2 ? 'asc' : 'median'),
);

console.log('\nnot at a gesture:');
note('reading the run file', () => parseRunFile(file));
note('failure groups', () =>
  failureGroups(
    data.columns,
    risingOrder(numberColumn(data.columns, 'error'))
      .reverse()
      .subarray(0, images / 5),
  ),
);
note('landmarks of half the images', () =>
  landmarkTotals(offsets, rowsPassing(refusalsOf(data, { ...NO_FILTERS, words: { split: ['val'] } }))),
);
const start = performance.now();
await totalIntervals(data.columns, null);
console.log(`intervals of all totals, 1,000 draws, in slices: ${((performance.now() - start) / 1000).toFixed(1)} s`);
console.log(
  `${images} images, ${(file.length / 1e6).toFixed(1)} MB; bar ${BAR_MS} ms (of the clock, or of the processor on a busy machine): ${passes ? 'met' : 'missed'}`,
);
if (!passes) process.exitCode = 1;

/** cpu: the processor's own time a turn, which other work on the machine does not lengthen. */
function timesOf(work: () => unknown): { median: number; p95: number; cpu: number } {
  work();
  const before = process.cpuUsage();
  const times = Array.from({ length: repeats }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  return {
    median: times[times.length >> 1],
    p95: times[Math.floor(0.95 * (times.length - 1))],
    cpu: (user + system) / 1000 / repeats,
  };
}

function report(name: string, work: () => unknown): void {
  const { median, p95, cpu } = timesOf(work);
  const met = Math.min(median, cpu) < BAR_MS;
  passes &&= met;
  console.log(
    `${line(name, median)}, p95 ${p95.toFixed(1).padStart(6)}, cpu ${cpu.toFixed(1).padStart(6)}${met ? '' : '  over the bar'}`,
  );
}

function note(name: string, work: () => unknown): void {
  const { median, cpu } = timesOf(work);
  console.log(`${line(name, median)}, cpu ${cpu.toFixed(1)}`);
}

function line(name: string, ms: number): string {
  return `${name.padEnd(30)} median ${ms.toFixed(1).padStart(6)} ms`;
}
