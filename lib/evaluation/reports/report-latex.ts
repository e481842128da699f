import type { ReportSource } from './report-source';
import { beatsMeanShape, countText, megabytes, meText, type ResultMatrix, resultMatrix } from './result-matrix';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '°': '$^\\circ$',
  '√': '$\\surd$',
  '·': '$\\cdot$',
  '–': '--',
};

/** Text as LaTeX sets it. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\~^°√·–]|[&%$#_{}]/g, (sign) => ESCAPES[sign] ?? `\\${sign}`);

/**
 * A report as LaTeX tables (package booktabs): mean errors and success rates of every test set side by side, as the seed
 * report's tables 1 and 2, then size and inference time, as its table 3.
 */
export function latexReport({ runs, comparison }: ReportSource): string {
  const matrix = resultMatrix(runs);
  return [
    '% \\usepackage{booktabs}',
    ...(comparison?.differences ?? []).map(
      ({ field, values }) => `% the metric cards differ in ${field}: ${values.join(' | ').replaceAll('\n', ' ')}`,
    ),
    ...errorTable(matrix, (comparison?.differences.length ?? 0) > 0),
    '',
    ...sizeTable(matrix),
    ...(comparison && comparison.pairs.length > 0 ? ['', ...pairTable(comparison)] : []),
    '',
  ].join('\n');
}

function errorTable({ columns, rows }: ResultMatrix, differs: boolean): string[] {
  const facts = columns.map(({ title, facts: own }) => `${title}: ${own}`).join('; ');
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{Mean error in px of the 192-px reference crop (ME $\\pm$ population Std) and success rates. ${escapeLatex(facts)}.${
      differs ? ' The columns are of different metric cards and must not be compared.' : ''
    } $\\dagger$ does not beat the mean shape.}`,
    `  \\begin{tabular}{l${'rrr'.repeat(columns.length)}}`,
    '    \\toprule',
    `    & ${columns.map(({ title }) => `\\multicolumn{3}{c}{${escapeLatex(title)}}`).join(' & ')} \\\\`,
    `    ${columns.map((_, i) => `\\cmidrule(lr){${2 + 3 * i}-${4 + 3 * i}}`).join(' ')}`,
    `    Model & ${columns.map(() => 'ME $\\pm$ Std & SR@20 & SR@10').join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.map(
      ({ title, cells }) =>
        `    ${escapeLatex(title)} & ${cells
          .map((cell) =>
            cell
              ? `${meText(cell, ' $\\pm$ ')}${beatsMeanShape(cell) ? '' : '$^\\dagger$'} & ${cell.sr20.toFixed(3)} & ${cell.sr10.toFixed(3)}`
              : '-- & -- & --',
          )
          .join(' & ')} \\\\`,
    ),
    '    \\midrule',
    `    Mean shape & ${columns
      .map(
        ({ meanShape }) =>
          `${meText(meanShape, ' $\\pm$ ')} & ${meanShape.sr20.toFixed(3)} & ${meanShape.sr10.toFixed(3)}`,
      )
      .join(' & ')} \\\\`,
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ];
}

const sizeTable = ({ rows }: ResultMatrix): string[] => [
  '\\begin{table}',
  '  \\centering',
  '  \\caption{Size and inference time.}',
  '  \\begin{tabular}{lrrr}',
  '    \\toprule',
  '    Model & Parameters & Size, MB & Time, ms a face \\\\',
  '    \\midrule',
  ...rows.map(
    ({ title, parameters, weightBytes, msPerFace }) =>
      `    ${escapeLatex(title)} & ${parameters === null ? '--' : countText(parameters)} & ${
        weightBytes === null ? '--' : megabytes(weightBytes)
      } & ${msPerFace.toFixed(1)} \\\\`,
  ),
  '    \\bottomrule',
  '  \\end{tabular}',
  '\\end{table}',
];

function pairTable({ runs, pairs, common, tiePx }: NonNullable<ReportSource['comparison']>): string[] {
  const titleOf = new Map(runs.map(({ id, modelTitle }) => [id, modelTitle]));
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{Against ${escapeLatex(runs[0].modelTitle)} on the same ${countText(common)} images; a tie differs by at most ${tiePx} px. Paired bootstrap over images, 95\\,\\%.}`,
    '  \\begin{tabular}{lrrrrr}',
    '    \\toprule',
    '    Model & $\\Delta$ME, px & interval & win & tie & loss \\\\',
    '    \\midrule',
    ...pairs.map(
      ({ id, difference, interval: [low, high], wins, ties, losses }) =>
        `    ${escapeLatex(titleOf.get(id) ?? id)} & ${minus(difference)} & [${minus(low)}, ${minus(high)}] & ${wins} & ${ties} & ${losses} \\\\`,
    ),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ];
}

/** A number with the minus of mathematics. */
const minus = (value: number): string => `$${value.toFixed(3)}$`;
