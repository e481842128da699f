import { describe, expect, it } from 'vitest';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { formatPercent, formatPx, formatShare, reportLines } from '@/lib/evaluation/report-text';

const REPORT: EvaluationReport = {
  images: 300,
  me: 22.4549,
  std: 11.5551,
  median: 19.5,
  sr20: 0.44,
  sr10: 0.2166,
  nmeInterOcular: 40.876,
  nmeBox: 20.125,
  auc8: 0.5,
  fr8: 97,
  regions: { jaw: 25.004, nose: null },
  yaw: { bins: [{ bin: '0–30°', images: 12, me: 21.2, nmeBox: 9 }], meanOfBins: 21.2, stdOfBins: 0 },
  meanShape: { me: 6.61, std: 3.06, median: 6, sr20: 1, sr10: 0.89, nmeInterOcular: 12.1 },
  msPerFace: 5.04,
  card: {
    frame: 'reference-crop 192 px',
    points: 'ibug-68',
    normalisers: ['inter-ocular (outer eye corners 36–45)', 'box √(w·h) of the ground-truth points'],
    std: 'population (ddof = 0)',
    thresholds: { sr: [20, 10], aucPercent: 8 },
    dataset: 'ytf',
    split: 'val',
    labelVersion: 'labels 12',
    cropSource: 'ground-truth',
    model: 'reference',
    modelSha256: '00',
    images: 300,
    withoutLabels: 2,
    withoutFace: 0,
    meanShapeSource: 'train split',
  },
};

describe('a report for people', () => {
  it('prints px with two digits, shares with three, percent with two', () => {
    expect([formatPx(22.4549), formatShare(0.2166), formatPercent(40.876)]).toEqual(['22.45', '0.217', '40.88']);
  });

  it('says every fact on a line of its own', () => {
    expect(reportLines(REPORT)).toEqual([
      'reference on ytf, split val: 300 faces, crop from ground-truth, labels 12',
      '  ME 22.45 ± 11.56 px, median 19.50 px, SR@20 0.440, SR@10 0.217',
      '  NME inter-ocular 40.88 %, box 20.13 %, AUC@8 0.50 %, FR@8 97.00 %',
      '  mean shape (train split): ME 6.61 ± 3.06 px, median 6.00 px, SR@20 1.000, SR@10 0.890, NME inter-ocular 12.10 %',
      '  this model does not beat the mean shape',
      '  by region, px: jaw 25.00',
      '  by yaw, px: 0–30° 21.20 (12); mean of bins 21.20',
      '  left out without usable labels: 2',
      '  frame: reference-crop 192 px; 5.0 ms a face',
    ]);
  });

  it('keeps silent of what there is not', () => {
    const lines = reportLines({
      ...REPORT,
      me: 5,
      yaw: null,
      card: { ...REPORT.card, withoutLabels: 0 },
    }).join('\n');
    expect(lines).not.toMatch(/beat|yaw|left out/);
  });
});
