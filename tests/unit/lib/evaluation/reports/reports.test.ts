import { describe, expect, it } from 'vitest';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import { compareRuns } from '@/lib/evaluation/compare';
import { drawnFace } from '@/lib/evaluation/drawn-face';
import { formatReport } from '@/lib/evaluation/reports/format-report';
import { escapeLatex } from '@/lib/evaluation/reports/report-latex';
import type { ReportRun, ReportSource } from '@/lib/evaluation/reports/report-source';
import { REPORT } from '@/tests/fixtures/faces/evaluation-report';
import { columnsOf } from '@/tests/fixtures/faces/result-columns';

const GOOD = {
  ...REPORT,
  me: 3.2715,
  std: 1.0049,
  sr20: 0.9967,
  sr10: 0.9333,
  card: { ...REPORT.card, model: 'good_one', modelSha256: 'ab' },
};

function entry(
  id: string,
  report: typeof REPORT,
  errors: readonly number[],
  changes: Partial<ReportRun> = {},
): ReportRun {
  const run: EvaluationSummary = {
    id,
    modelId: report.card.model,
    modelTitle: report.card.model === 'good_one' ? 'Good & small' : 'Reference <weak>',
    datasetId: 'd',
    datasetName: report.card.dataset,
    split: report.card.split,
    selection: null,
    crop: 'ground-truth',
    createdAt: '2026-11-22T10:30:00.000Z',
    report,
  };
  return {
    run,
    columns: columnsOf(errors.map((error, i) => ({ id: `s${i}`, error }))),
    names: errors.map((_, i) => `face_${i}`),
    shape: drawnFace(null),
    parameters: 201_853,
    weightBytes: 850_123,
    images: null,
    ...changes,
  };
}

async function sourceOf(...runs: ReportRun[]): Promise<ReportSource> {
  const results = runs.map(({ run, columns, parameters, weightBytes }) => ({
    ...run,
    columns,
    offsets: null,
    parameters,
    weightBytes,
  }));
  return { runs, comparison: runs.length > 1 ? await compareRuns(results) : null };
}

const WEAK = entry('run-1', REPORT, [22, 30, 18]);
const STRONG = entry('run-2', GOOD, [3, 4, 2]);
const ELSEWHERE = entry('run-3', { ...GOOD, card: { ...GOOD.card, dataset: '300w', images: 197 } }, [3]);

describe('reports in Markdown', () => {
  it('stand in the layout of the tables 1 to 3, with the mean shape as a row', async () => {
    const text = formatReport(await sourceOf(WEAK, STRONG, ELSEWHERE), 'md');
    expect(text).toContain(
      '| model | ytf, val: ME ± Std | SR@20 | SR@10 | NME, % | 300w, val: ME ± Std | SR@20 | SR@10 | NME, % |',
    );
    expect(text).toContain('| Reference <weak> | 22.45 ± 11.56 † | 0.440 | 0.217 | 40.88 | – | – | – | – |');
    expect(text).toContain(
      '| Good & small | 3.27 ± 1.00 | 0.997 | 0.933 | 40.88 | 3.27 ± 1.00 | 0.997 | 0.933 | 40.88 |',
    );
    expect(text).toContain('| mean shape | 6.61 ± 3.06 | 1.000 | 0.890 | 12.10 |');
    expect(text).toContain('| Good & small | 201,853 | 0.85 | 5.0 |');
  });

  it('warn where cards differ, and where a constant face is better', async () => {
    const text = formatReport(await sourceOf(STRONG, ELSEWHERE), 'md');
    expect(text).toContain('> - dataset: ytf | 300w');
    expect(text).not.toContain('does not beat the mean shape**');
    expect(formatReport(await sourceOf(WEAK), 'md')).toContain('**At least one model does not beat the mean shape**');
  });

  it('say what the numbers are of', async () => {
    const text = formatReport(await sourceOf(STRONG), 'md');
    expect(text).toContain('Run run-2 of 2026-11-22 10:30 UTC.');
    expect(text).toContain('Labels: labels 12.');
    expect(text).toContain('sha-256 ab.');
    expect(text).toContain('| |yaw| 0–30° (n 12), px |'.replace('|yaw|', '\\|yaw\\|'));
  });

  it('count images one by one', async () => {
    const text = formatReport(await sourceOf(WEAK, STRONG), 'md');
    // 3 − 22, 4 − 30, 2 − 18: −61 / 3
    expect(text).toContain('| Good & small | -20.333 |');
    expect(text).toMatch(/\| 3 \| 0 \| 0 \|/);
  });
});

describe('reports in LaTeX', () => {
  it('are tables that compile: every brace closed, every sign escaped', async () => {
    const text = formatReport(await sourceOf(WEAK, STRONG), 'tex');
    expect(text).toContain('Good \\& small & 3.27 $\\pm$ 1.00 & 0.997 & 0.933 \\\\');
    expect(text).toContain('22.45 $\\pm$ 11.56$^\\dagger$');
    expect(text).toContain('Mean shape & 6.61 $\\pm$ 3.06 & 1.000 & 0.890 \\\\');
    expect(text).toContain('Good \\& small & 201,853 & 0.85 & 5.0 \\\\');
    expect(text.match(/\\begin\{/g)?.length).toBe(text.match(/\\end\{/g)?.length);
    expect([...text].filter((sign) => sign === '{').length).toBe([...text].filter((sign) => sign === '}').length);
  });

  it('set foreign text as it is', () => {
    expect(escapeLatex('50 % of a_b & {c} ~ ^ \\ 30°')).toBe(
      '50 \\% of a\\_b \\& \\{c\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} 30$^\\circ$',
    );
  });
});

describe('reports in HTML', () => {
  it('stand alone: nothing is loaded from anywhere, and no face is shown', async () => {
    const text = formatReport(await sourceOf(WEAK, STRONG), 'html');
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toMatch(/<(script|link|img|iframe)\b|url\(|@import|src=|href=/);
    expect(text).not.toContain('NaN');
    expect(text.match(/<svg /g)?.length).toBeGreaterThan(5);
    expect(text).toContain('Reference &lt;weak&gt;');
    expect(text).toContain('<b>22.45 ± 11.56 †</b>');
    expect(text).toContain('mean shape');
    expect(text).toContain('run-1');
  });

  it('are the same bytes each time', async () => {
    const source = await sourceOf(WEAK, STRONG);
    expect(formatReport(source, 'html')).toBe(formatReport(source, 'html'));
  });

  it('show faces only when they are brought along', async () => {
    const image = {
      name: 'face_1',
      error: 30.125,
      picture: 'data:image/webp;base64,AAAA',
      view: { x: 0, y: 0, size: 100 },
      groundTruth: Array.from({ length: 136 }, (_, i) => i),
      prediction: null,
    };
    const shown = { ...WEAK, images: { worst: [image], median: [], best: [] } };
    const text = formatReport(await sourceOf(shown), 'html');
    expect(text).toContain('<img alt="" src="data:image/webp;base64,AAAA">');
    expect(text).toContain('face_1, 30.13 px');
  });
});

describe('reports in JSON', () => {
  it('hold every digit of the runs and of what they share', async () => {
    const parsed = JSON.parse(formatReport(await sourceOf(WEAK, STRONG), 'json'));
    expect(parsed.runs[1].report.me).toBe(3.2715);
    expect(parsed.comparison.pairs[0]).toMatchObject({ wins: 3, ties: 0, losses: 0 });
    expect(JSON.parse(formatReport(await sourceOf(WEAK), 'json')).comparison).toBeNull();
  });
});
