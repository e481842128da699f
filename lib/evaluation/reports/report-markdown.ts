import type { Comparison } from '@/lib/contracts/comparison';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import type { Interval } from '@/lib/metrics/share-interval';
import type { ReportSource } from './report-source';
import { beatsMeanShape, countText, megabytes, meText, type ResultMatrix, resultMatrix } from './result-matrix';

/** A report as Markdown: tables in the layout of the seed report's, the metric cards, and what differs between runs. */
export function markdownReport({ runs, comparison }: ReportSource): string {
  const matrix = resultMatrix(runs);
  const lines = [
    `# ${runs.length === 1 ? `${runs[0].run.modelTitle} on ${matrix.columns[0].title}` : 'Comparison of evaluations'}`,
    '',
    ...warnings(
      runs.map(({ run }) => run.report),
      comparison,
    ),
    '## Results',
    '',
    ...errorTable(matrix),
    '',
    'ME ± Std in px of the 192-px reference crop (population Std), SR@t: share of images strictly below t px. † does not beat the mean shape.',
    '',
    '## Size and time',
    '',
    ...sizeTable(matrix),
    '',
  ];
  for (const { run } of runs) lines.push(...runSection(run.modelTitle, run.id, run.createdAt, run.report), '');
  if (comparison) lines.push(...comparisonSection(comparison), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const rule = (columns: number): string => `|${' --- |'.repeat(columns)}`;

function warnings(reports: readonly EvaluationReport[], comparison: Comparison | null): string[] {
  const lines: string[] = [];
  if (comparison && comparison.differences.length > 0) {
    lines.push('> **The metric cards differ, so these numbers are not of the same thing:**');
    for (const { field, values } of comparison.differences) lines.push(`> - ${field}: ${values.join(' | ')}`);
    lines.push('');
  }
  if (reports.some((report) => !beatsMeanShape(report))) {
    lines.push('> **At least one model does not beat the mean shape**, one constant face for every image.', '');
  }
  return lines;
}

function errorTable({ columns, rows }: ResultMatrix): string[] {
  return [
    row(['model', ...columns.flatMap(({ title }) => [`${title}: ME ± Std`, 'SR@20', 'SR@10', 'NME, %'])]),
    rule(1 + 4 * columns.length),
    ...rows.map(({ title, cells }) =>
      row([
        title,
        ...cells.flatMap((cell) =>
          cell
            ? [
                `${meText(cell)}${beatsMeanShape(cell) ? '' : ' †'}`,
                cell.sr20.toFixed(3),
                cell.sr10.toFixed(3),
                cell.nmeInterOcular.toFixed(2),
              ]
            : ['–', '–', '–', '–'],
        ),
      ]),
    ),
    row([
      'mean shape',
      ...columns.flatMap(({ meanShape }) => [
        meText(meanShape),
        meanShape.sr20.toFixed(3),
        meanShape.sr10.toFixed(3),
        meanShape.nmeInterOcular.toFixed(2),
      ]),
    ]),
  ];
}

const sizeTable = ({ rows }: ResultMatrix): string[] => [
  row(['model', 'parameters', 'size, MB', 'time, ms a face']),
  rule(4),
  ...rows.map(({ title, parameters, weightBytes, msPerFace }) =>
    row([
      title,
      parameters === null ? '–' : countText(parameters),
      weightBytes === null ? '–' : megabytes(weightBytes),
      msPerFace.toFixed(1),
    ]),
  ),
];

const range = (interval: Interval | null | undefined, digits = 2): string =>
  interval ? `${interval[0].toFixed(digits)} to ${interval[1].toFixed(digits)}` : '–';

function runSection(title: string, id: string, createdAt: string, report: EvaluationReport): string[] {
  const { card, intervals, meanShape, regions } = report;
  const metric = (
    name: string,
    value: number | null | undefined,
    interval: Interval | null | undefined,
    baseline: number | null | undefined,
    digits = 2,
  ) =>
    typeof value === 'number'
      ? [
          row([
            name,
            value.toFixed(digits),
            range(interval, digits),
            typeof baseline === 'number' ? baseline.toFixed(digits) : '–',
          ]),
        ]
      : [];
  return [
    `## ${title} on ${card.dataset}`,
    '',
    row(['metric', 'value', '95 % interval', 'mean shape']),
    rule(4),
    ...metric('ME, px', report.me, intervals?.me, meanShape.me),
    ...metric('Std, px', report.std, intervals?.std, meanShape.std),
    ...metric('median, px', report.median, intervals?.median, meanShape.median),
    ...metric('SR@20', report.sr20, intervals?.sr20, meanShape.sr20, 3),
    ...metric('SR@10', report.sr10, intervals?.sr10, meanShape.sr10, 3),
    ...metric('NME inter-ocular, %', report.nmeInterOcular, intervals?.nmeInterOcular, meanShape.nmeInterOcular),
    ...metric('NME inter-pupil, %', report.nmeInterPupil, intervals?.nmeInterPupil, meanShape.nmeInterPupil),
    ...metric('NME box, %', report.nmeBox, intervals?.nmeBox, meanShape.nmeBox),
    ...metric('NME diagonal, %', report.nmeDiagonal, intervals?.nmeDiagonal, meanShape.nmeDiagonal),
    ...metric('AUC@8, %', report.auc8, intervals?.auc8, meanShape.auc8),
    ...metric('FR@8, %', report.fr8, intervals?.fr8, meanShape.fr8),
    ...metric('PCK@5 %, % of points', report.pck5, null, null),
    ...metric('PCK@10 %, % of points', report.pck10, null, null),
    ...metric('OKS', report.oks, null, null, 3),
    ...metric('depth after alignment, % of box', report.aligned3d?.depth, null, null),
    ...REGION_IDS.flatMap((region) =>
      metric(`${region.replace('-', ' ')}, px`, regions[region], null, meanShape.regions?.[region]),
    ),
    ...metric('without the jaw, px', report.innerFace, null, meanShape.innerFace),
    ...(report.yaw?.bins ?? []).flatMap(({ bin, images, me }, i) =>
      metric(`|yaw| ${bin} (n ${images}), px`, me, null, meanShape.yaw?.[i]),
    ),
    ...metric('unweighted mean of the yaw bins, px', report.yaw?.meanOfBins, null, null),
    '',
    `Run ${id} of ${createdAt.slice(0, 16).replace('T', ' ')} UTC. Frame: ${card.frame}. Points: ${card.points}. ` +
      `Normalisers: ${card.normalisers.join('; ')}. Std: ${card.std}. Labels: ${card.labelVersion}. ` +
      `Split: ${card.split}${card.selection ? `, ${card.selection}` : ''}. Crop: ${card.cropSource}. ` +
      `Images: ${card.images}, without labels ${card.withoutLabels}, without an answer ${card.withoutFace}. ` +
      `Model: ${card.model}, sha-256 ${card.modelSha256}. Mean shape: ${card.meanShapeSource}.`,
  ];
}

function comparisonSection({ runs, pairs, common, tiePx }: Comparison): string[] {
  if (pairs.length === 0) return ['## Image by image', '', 'These runs share no image.'];
  const titleOf = new Map(runs.map(({ id, modelTitle }) => [id, modelTitle]));
  return [
    '## Image by image',
    '',
    `Over the ${countText(common)} images that all runs have, each against ${runs[0].modelTitle}; a tie is a difference of at most ${tiePx} px.`,
    '',
    row(['model', 'difference of ME, px', '95 % interval (paired)', 'win', 'tie', 'loss']),
    rule(6),
    ...pairs.map(({ id, difference, interval, wins, ties, losses }) =>
      row([
        titleOf.get(id) ?? id,
        difference.toFixed(3),
        range(interval, 3),
        String(wins),
        String(ties),
        String(losses),
      ]),
    ),
  ];
}
