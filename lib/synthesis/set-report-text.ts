import {
  type Counts,
  HISTOGRAMS,
  type Histogram,
  type HistogramName,
  type SetReport,
  TALLIES,
  type TallyName,
} from './set-report';

const BAR_WIDTH = 40;

type Rows = readonly (readonly [label: string, count: number])[];

function bars(title: string, rows: Rows): string {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const lines = rows.map(([label, count]) => {
    const bar = '█'.repeat(Math.round((BAR_WIDTH * count) / most));
    return `  ${label.padStart(15)} ${String(count).padStart(6)} ${bar}`.trimEnd();
  });
  return [title, ...lines].join('\n');
}

const binned = (title: string, { edges, counts }: Histogram): string =>
  bars(
    title,
    counts.map((count, i) => [`${Number(edges[i].toFixed(2))} to ${Number(edges[i + 1].toFixed(2))}`, count]),
  );

const named = (title: string, counts: Counts): string => bars(title, rankedCounts(counts));

/** Most frequent first, equal ones by name. */
export const rankedCounts = (counts: Counts): [name: string, count: number][] =>
  Object.entries(counts).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));

/** The report as plain text, one bar a bin. */
export function formatSetReport(report: SetReport): string {
  return [
    `${report.faces} faces`,
    ...Object.entries(HISTOGRAMS).map(([name, { title }]) => binned(title, report[name as HistogramName])),
    ...Object.entries(TALLIES).map(([name, { title }]) => named(title, report[name as TallyName])),
    named('attributes, several a face', report.attributes),
  ].join('\n\n');
}
