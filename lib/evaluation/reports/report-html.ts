import { barChart } from '@/lib/charts/bars';
import { type CedSeries, cedChart } from '@/lib/charts/ced';
import { changeColour, errorColour } from '@/lib/charts/error-scale';
import { arrowFactor, faceMap, vectorMap } from '@/lib/charts/face-map';
import { histogramChart, histogramScale } from '@/lib/charts/histogram';
import { niceCeil } from '@/lib/charts/scale';
import { scatterChart } from '@/lib/charts/scatter';
import type { Chart, Ink } from '@/lib/charts/shapes';
import { chartSvg, pageInks } from '@/lib/charts/svg';
import type { Comparison } from '@/lib/contracts/comparison';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { escapeXml } from '@/lib/datasets/formats/xml';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { risingOrder } from '@/lib/metrics/bootstrap';
import type { Interval } from '@/lib/metrics/share-interval';
import { commonRows } from '../compare';
import { pick } from '../totals';
import { imagesHtml } from './report-images';
import type { ReportRun, ReportSource } from './report-source';
import { beatsMeanShape, countText, megabytes, meText, type ResultMatrix, resultMatrix } from './result-matrix';

const WIDE = { width: 640, height: 300 };
const SIDE = 360;
const WORST_NAMED = 20;
const SERIES: readonly Ink[] = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'];

/**
 * A report as one file that stands alone: charts as inline SVG, light or dark as the reader's system, nothing loaded from
 * anywhere. It shows faces only when the source brings images along.
 */
export function htmlReport({ runs, comparison }: ReportSource): string {
  const matrix = resultMatrix(runs);
  const title =
    runs.length === 1 ? `${runs[0].run.modelTitle} on ${matrix.columns[0].title}` : 'Comparison of evaluations';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
${warnings(
  runs.map(({ run }) => run.report),
  comparison,
)}
${resultTable(matrix)}
${section('Cumulative error distribution', svg(cedOf(runs)))}
${comparison ? comparisonHtml(runs, comparison) : ''}
${runs.map((entry) => runHtml(entry, runs.length > 1)).join('\n')}
</main>
</body>
</html>
`;
}

const svg = (chart: Chart): string => chartSvg(chart, 'page', { hasGround: false });

const section = (title: string, body: string): string => `<section><h2>${escapeXml(title)}</h2>${body}</section>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="scroll"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (cells) =>
        `<tr>${cells.map((cell, i) => (i === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`;

function warnings(reports: readonly EvaluationReport[], comparison: Comparison | null): string {
  const lines: string[] = [];
  if (comparison && comparison.differences.length > 0) {
    const fields = comparison.differences
      .map(({ field, values }) => `<li>${escapeXml(field)}: ${values.map(escapeXml).join(' | ')}</li>`)
      .join('');
    lines.push(
      `<div class="warning"><strong>The metric cards differ: these numbers are not of the same thing.</strong><ul>${fields}</ul></div>`,
    );
  }
  if (reports.some((report) => !beatsMeanShape(report))) {
    lines.push(
      '<div class="warning"><strong>At least one model does not beat the mean shape,</strong> one constant face for every image (†).</div>',
    );
  }
  return lines.join('');
}

function resultTable({ columns, rows }: ResultMatrix): string {
  const head = [
    'Model',
    ...columns.flatMap(({ title }) => [`${escapeXml(title)}<br>ME ± Std, px`, 'SR@20', 'SR@10', 'NME, %']),
    'Parameters',
    'MB',
    'ms a face',
  ];
  const interval = (range: Interval | undefined, digits: number) =>
    range ? `<small>${range[0].toFixed(digits)}–${range[1].toFixed(digits)}</small>` : '';
  return `<section><h2>Results</h2>${table(head, [
    ...rows.map(({ title, cells, parameters, weightBytes, msPerFace }) => [
      escapeXml(title),
      ...cells.flatMap((cell) =>
        cell
          ? [
              `<b>${meText(cell)}${beatsMeanShape(cell) ? '' : ' †'}</b>${interval(cell.intervals?.me, 2)}`,
              `${cell.sr20.toFixed(3)}${interval(cell.intervals?.sr20, 2)}`,
              `${cell.sr10.toFixed(3)}${interval(cell.intervals?.sr10, 2)}`,
              `${cell.nmeInterOcular.toFixed(2)}${interval(cell.intervals?.nmeInterOcular, 2)}`,
            ]
          : ['–', '–', '–', '–'],
      ),
      parameters === null ? '–' : countText(parameters),
      weightBytes === null ? '–' : megabytes(weightBytes),
      msPerFace.toFixed(1),
    ]),
    [
      'mean shape',
      ...columns.flatMap(({ meanShape }) => [
        meText(meanShape),
        meanShape.sr20.toFixed(3),
        meanShape.sr10.toFixed(3),
        meanShape.nmeInterOcular.toFixed(2),
      ]),
      '–',
      '–',
      '–',
    ],
  ])}<p class="note">ME ± population Std in pixels of the 192-px reference crop; SR@t: share of images strictly below t; NME inter-ocular; small: 95 % bootstrap intervals over images. ${columns
    .map(({ title, facts }) => escapeXml(`${title}: ${facts}`))
    .join('. ')}.</p></section>`;
}

function cedOf(runs: readonly ReportRun[]): Chart {
  const series: CedSeries[] = runs.map(({ run, columns }, i) => ({
    name: runs.length === 1 ? run.modelTitle : `${run.modelTitle}, ${run.datasetName}`,
    ink: SERIES[i % SERIES.length],
    sorted: Float64Array.from(columns.model.nmeInterOcular).sort(),
    failures: run.report.card.withoutFace,
  }));
  const constant = runs[0].columns.baseline.nmeInterOcular.filter((nme) => !Number.isNaN(nme));
  if (constant.length > 0)
    series.push({ name: 'mean shape', ink: 'muted', sorted: constant.sort(), isReference: true });
  return cedChart(series, { alpha: 8, normaliser: 'inter-ocular distance', size: WIDE });
}

function runHtml({ run, columns, names, shape, images }: ReportRun, isOneOfSeveral: boolean): string {
  const { report } = run;
  const { card, meanShape, landmarks } = report;
  const worst = risingOrder(columns.model.error).reverse().subarray(0, WORST_NAMED);
  const charts = [
    histogramChart(columns.model.error, {
      scale: histogramScale(columns.model.error, 20),
      axis: 'mean error of an image, px of the reference crop',
      marks: [
        { at: report.me, label: `ME ${report.me.toFixed(2)}` },
        { at: meanShape.me, label: `mean shape ${meanShape.me.toFixed(2)}` },
      ],
      inkOf: (error) => errorColour(error) as Ink,
      size: WIDE,
    }),
    barChart(
      [
        ...REGION_IDS.map((region) => ({
          label: region.replace('-', ' '),
          value: report.regions[region] ?? null,
          baseline: meanShape.regions?.[region],
        })),
        { label: 'without the jaw', value: report.innerFace, baseline: meanShape.innerFace },
      ],
      { title: 'By region', unit: 'mean error, px', width: WIDE.width },
    ),
    ...(report.yaw
      ? [
          barChart(
            report.yaw.bins.map(({ bin, images: count, me }, i) => ({
              label: `|yaw| ${bin}`,
              note: `n ${count}`,
              value: me,
              baseline: meanShape.yaw?.[i],
            })),
            { title: 'By yaw', unit: 'mean error, px', width: WIDE.width },
          ),
        ]
      : []),
  ];
  const full = landmarks ? niceCeil(Math.max(2, ...landmarks.error.map((error) => error ?? 0)), 4) : 1;
  const maps = landmarks
    ? [
        faceMap(shape, landmarks.error, {
          title: 'Error on the mean face',
          side: SIDE,
          valueLabel: 'mean error, px',
          colourOf: (error) => errorColour(error, full) as Ink,
          full,
        }),
        vectorMap(shape, landmarks, { side: SIDE, times: arrowFactor(landmarks.dx, landmarks.dy) }),
      ]
    : [];
  return section(
    isOneOfSeveral ? `${run.modelTitle} on ${run.datasetName}` : 'In detail',
    `${charts.map((chart) => `<figure>${svg(chart)}</figure>`).join('')}
<div class="row">${maps.map((chart) => `<figure>${svg(chart)}<figcaption>${escapeXml(chart.title)}</figcaption></figure>`).join('')}</div>
${images ? imagesHtml(images) : ''}
<h3>Worst images</h3>
${table(
  ['Image', 'error, px', 'NME, %'],
  Array.from(worst, (i) => [
    escapeXml(names[i]),
    columns.model.error[i].toFixed(2),
    columns.model.nmeInterOcular[i].toFixed(2),
  ]),
)}
<h3>Metric card</h3>
${table(
  ['Fact', 'of this run'],
  [
    ['run', run.id],
    ['date', `${run.createdAt.slice(0, 16).replace('T', ' ')} UTC`],
    ...Object.entries(card).map(([field, value]) => [
      escapeXml(field),
      escapeXml(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'none')),
    ]),
  ],
)}`,
  );
}

function comparisonHtml(runs: readonly ReportRun[], comparison: Comparison): string {
  const { pairs, common, tiePx } = comparison;
  const [first] = runs;
  if (pairs.length === 0) return section('Image by image', '<p>These runs share no image.</p>');
  const rows = commonRows(runs.map(({ columns }) => columns));
  const errors = runs.map(({ columns }, r) => pick(columns.model.error, rows[r]));
  const ids = Array.from(rows[0], (row) => first.names[row]);
  return section(
    'Image by image',
    `<p>Over the ${countText(common)} images that all runs have, each against ${escapeXml(first.run.modelTitle)}; a tie is a difference of at most ${tiePx} px.</p>
${table(
  ['Model', 'ΔME, px', '95 % interval (paired)', 'win', 'tie', 'loss'],
  pairs.map(({ id, difference, interval, wins, ties, losses }) => [
    escapeXml(runs.find(({ run }) => run.id === id)?.run.modelTitle ?? id),
    difference.toFixed(3),
    `${interval[0].toFixed(3)} to ${interval[1].toFixed(3)}`,
    String(wins),
    String(ties),
    String(losses),
  ]),
)}
<div class="row">${pairs
      .map(({ id, landmarks }) => {
        const r = runs.findIndex(({ run }) => run.id === id);
        const scatter = scatterChart(errors[0], errors[r], {
          title: 'Errors image by image',
          xTitle: `${first.run.modelTitle}, px`,
          yTitle: `${runs[r].run.modelTitle}, px`,
          size: { width: SIDE, height: SIDE },
          ids,
        });
        const full = landmarks ? niceCeil(Math.max(0.1, ...landmarks.map((change) => Math.abs(change ?? 0))), 4) : 1;
        const change = landmarks
          ? faceMap(first.shape, landmarks, {
              title: `Change of each landmark's mean error, −${full} (green) to ${full} px (purple)`,
              side: SIDE,
              valueLabel: 'change, px',
              colourOf: (value) => changeColour(value, full) as Ink,
              full,
            })
          : null;
        return [scatter, ...(change ? [change] : [])]
          .map((chart) => `<figure>${svg(chart)}<figcaption>${escapeXml(chart.title)}</figcaption></figure>`)
          .join('');
      })
      .join('')}</div>`,
  );
}

const inks = (theme: 'light' | 'dark'): string =>
  Object.entries(pageInks(theme))
    .map(([ink, colour]) => `--ink-${ink}:${colour}`)
    .join(';');

const STYLE = `
:root{color-scheme:light dark;${inks('light')}}
@media (prefers-color-scheme:dark){:root{${inks('dark')}}}
body{margin:0;background:var(--ink-surface);color:var(--ink-text);font:14px/21px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:960px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:22px;line-height:30px;margin:0 0 16px}
h2{font-size:17px;margin:32px 0 8px;padding-top:16px;border-top:1px solid var(--ink-grid)}
h3{font-size:14px;margin:24px 0 8px}
.scroll{overflow-x:auto}
table{border-collapse:collapse}
th,td{padding:4px 10px 4px 0;border-bottom:1px solid var(--ink-grid);text-align:right;font-weight:400;vertical-align:top}
th[scope=row],th[scope=col]:first-child{text-align:left}
thead th{color:var(--ink-muted)}
td small{display:block;color:var(--ink-muted);font-size:11px;line-height:14px}
figure{margin:12px 0;display:inline-block;max-width:100%}
figure svg{max-width:100%;height:auto;display:block}
figcaption,.note{color:var(--ink-muted);font-size:12px}
.row{display:flex;flex-wrap:wrap;gap:16px}
.warning{margin:8px 0;padding:8px 12px;border:1px solid var(--ink-series-2);border-radius:6px}
.warning ul{margin:4px 0 0;padding-left:20px}
.faces{display:grid;grid-template-columns:repeat(auto-fill,minmax(140px,1fr));gap:8px;padding:0;list-style:none}
.faces li{position:relative}
.faces img,.faces svg{display:block;width:100%;aspect-ratio:1}
.faces svg{position:absolute;top:0;left:0}
.faces span{font-size:12px;color:var(--ink-muted);overflow-wrap:anywhere}
`;
