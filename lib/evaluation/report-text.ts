import type { ErrorTotals, EvaluationReport } from '@/lib/contracts/evaluation';
import { overlapWords } from '@/lib/datasets/overlap';

/** How numbers are printed, on the page and the command line alike. */
export const formatPx = (value: number): string => value.toFixed(2);
export const formatShare = (value: number): string => value.toFixed(3);
export const formatPercent = (value: number): string => value.toFixed(2);

const totalsText = ({ me, std, median, sr20, sr10 }: ErrorTotals): string =>
  `ME ${formatPx(me)} ± ${formatPx(std)} px, median ${formatPx(median)} px, SR@20 ${formatShare(sr20)}, SR@10 ${formatShare(sr10)}`;

/** A report for people, a line a fact. */
export function reportLines(report: EvaluationReport): string[] {
  const { card, meanShape } = report;
  const lines = [
    `${card.model} on ${card.dataset}, split ${card.split}: ${report.images} faces, crop from ${card.cropSource}, ${card.labelVersion}`,
    `  ${totalsText(report)}`,
    `  NME inter-ocular ${formatPercent(report.nmeInterOcular)} %, box ${formatPercent(report.nmeBox)} %, AUC@8 ${formatPercent(report.auc8)} %, FR@8 ${formatPercent(report.fr8)} %`,
    `  mean shape (${card.meanShapeSource}): ${totalsText(meanShape)}, NME inter-ocular ${formatPercent(meanShape.nmeInterOcular)} %`,
  ];
  if (report.me >= meanShape.me) lines.push('  this model does not beat the mean shape');
  const regions = Object.entries(report.regions).filter((entry): entry is [string, number] => entry[1] !== null);
  lines.push(`  by region, px: ${regions.map(([region, error]) => `${region} ${formatPx(error)}`).join(', ')}`);
  if (report.yaw) {
    const bins = report.yaw.bins.map(({ bin, images, me }) => `${bin} ${formatPx(me)} (${images})`).join(', ');
    lines.push(`  by yaw, px: ${bins}; mean of bins ${formatPx(report.yaw.meanOfBins)}`);
  }
  if (card.withoutLabels > 0) lines.push(`  left out without usable labels: ${card.withoutLabels}`);
  if (card.overlap) lines.push(`  ${overlapWords(card.overlap)}`);
  lines.push(`  frame: ${card.frame}; ${report.msPerFace.toFixed(1)} ms a face`);
  return lines;
}
