import type { ErrorTotals, EvaluationReport } from '@/lib/contracts/evaluation';
import { overlapWords } from '@/lib/datasets/overlap';
import type { Interval } from '@/lib/metrics/share-interval';

/** How numbers are printed, on the page and the command line alike. */
export const formatPx = (value: number): string => value.toFixed(2);
export const formatShare = (value: number): string => value.toFixed(3);
export const formatPercent = (value: number): string => value.toFixed(2);

const totalsText = ({ me, std, median, sr20, sr10 }: ErrorTotals): string =>
  `ME ${formatPx(me)} ± ${formatPx(std)} px, median ${formatPx(median)} px, SR@20 ${formatShare(sr20)}, SR@10 ${formatShare(sr10)}`;

const percentOrNone = (value: number | null): string => (value === null ? 'none' : `${formatPercent(value)} %`);

/** A report for people, a line a fact. */
export function reportLines(report: EvaluationReport): string[] {
  const { card, meanShape, intervals } = report;
  const what = card.selection ? `${card.selection}, split ${card.split}` : `split ${card.split}`;
  const lines = [
    `${card.model} on ${card.dataset}, ${what}: ${report.images} faces, crop from ${card.cropSource}, ${card.labelVersion}`,
    `  ${totalsText(report)}`,
    `  NME inter-ocular ${formatPercent(report.nmeInterOcular)} %, inter-pupil ${percentOrNone(report.nmeInterPupil)}, box ${formatPercent(report.nmeBox)} %, AUC@8 ${formatPercent(report.auc8)} %, FR@8 ${formatPercent(report.fr8)} %`,
  ];
  if (intervals) {
    const range = ([low, high]: Interval, format: (value: number) => string) => `${format(low)} to ${format(high)}`;
    lines.push(
      `  ${100 * intervals.level} % intervals: ME ${range(intervals.me, formatPx)} px, SR@20 ${range(intervals.sr20, formatShare)}, SR@10 ${range(intervals.sr10, formatShare)}, NME inter-ocular ${range(intervals.nmeInterOcular, formatPercent)} %`,
    );
  }
  lines.push(
    `  mean shape (${card.meanShapeSource}): ${totalsText(meanShape)}, NME inter-ocular ${formatPercent(meanShape.nmeInterOcular)} %`,
  );
  if (report.me >= meanShape.me) lines.push('  this model does not beat the mean shape');
  const regions = Object.entries(report.regions).filter((entry): entry is [string, number] => entry[1] !== null);
  lines.push(`  by region, px: ${regions.map(([region, error]) => `${region} ${formatPx(error)}`).join(', ')}`);
  if (report.innerFace !== null) lines.push(`  without the jaw, px: ${formatPx(report.innerFace)}`);
  if (report.yaw) {
    const bins = report.yaw.bins.map(({ bin, images, me }) => `${bin} ${formatPx(me)} (${images})`).join(', ');
    lines.push(`  by yaw, px: ${bins}; mean of bins ${formatPx(report.yaw.meanOfBins)}`);
  }
  if (report.aligned3d) {
    const { images, depth, distance } = report.aligned3d;
    lines.push(
      `  in space, after similarity alignment: depth ${formatPercent(depth)} %, distance ${formatPercent(distance)} % of the box (${images})`,
    );
  }
  if (card.withoutLabels > 0) lines.push(`  left out without usable labels: ${card.withoutLabels}`);
  if (card.withoutFace > 0) lines.push(`  without an answer, counted as failures: ${card.withoutFace}`);
  if (card.overlap) lines.push(`  ${overlapWords(card.overlap)}`);
  lines.push(`  frame: ${card.frame}; ${report.msPerFace.toFixed(1)} ms a face`);
  return lines;
}
