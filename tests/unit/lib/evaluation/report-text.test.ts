import { describe, expect, it } from 'vitest';
import type { TotalIntervals } from '@/lib/contracts/evaluation';
import { formatPercent, formatPx, formatShare, reportLines } from '@/lib/evaluation/report-text';
import { REPORT } from '@/tests/fixtures/faces/evaluation-report';

describe('a report for people', () => {
  it('prints px with two digits, shares with three, percent with two', () => {
    expect([formatPx(22.4549), formatShare(0.2166), formatPercent(40.876)]).toEqual(['22.45', '0.217', '40.88']);
  });

  it('says every fact on a line of its own', () => {
    expect(reportLines(REPORT)).toEqual([
      'reference on ytf, split val: 300 faces, crop from ground-truth, labels 12',
      '  ME 22.45 ± 11.56 px, median 19.50 px, SR@20 0.440, SR@10 0.217',
      '  NME inter-ocular 40.88 %, inter-pupil 55.92 %, box 20.13 %, AUC@8 0.50 %, FR@8 97.00 %',
      '  mean shape (train split): ME 6.61 ± 3.06 px, median 6.00 px, SR@20 1.000, SR@10 0.890, NME inter-ocular 12.10 %',
      '  this model does not beat the mean shape',
      '  by region, px: jaw 25.00',
      '  without the jaw, px: 19.25',
      '  by yaw, px: 0–30° 21.20 (12); mean of bins 21.20',
      '  in space, after similarity alignment: depth 4.56 %, distance 7.13 % of the box (300)',
      '  left out without usable labels: 2',
      '  frame: reference-crop 192 px; 5.0 ms a face',
    ]);
  });

  it('names the selection, the intervals and the faces without an answer where there are any', () => {
    const intervals: TotalIntervals = {
      ...{ level: 0.95, replicates: 1000, seed: 1 },
      ...{ me: [21.2, 23.7], std: [10, 12], median: [18, 20], sr20: [0.381, 0.499], sr10: [0.17, 0.26] },
      ...{ nmeInterOcular: [38.5, 43.25], nmeInterPupil: null, nmeBox: [19, 21], nmeDiagonal: null },
      ...{ auc8: [0.1, 1], fr8: [95, 99], meanShapeMe: [6.2, 7] },
    };
    const card = { ...REPORT.card, selection: 'the 57 worst', withoutFace: 4 };
    const lines = reportLines({ ...REPORT, intervals, card });
    expect(lines[0]).toBe('reference on ytf, the 57 worst, split val: 300 faces, crop from ground-truth, labels 12');
    expect(lines).toContain(
      '  95 % intervals: ME 21.20 to 23.70 px, SR@20 0.381 to 0.499, SR@10 0.170 to 0.260, NME inter-ocular 38.50 to 43.25 %',
    );
    expect(lines).toContain('  without an answer, counted as failures: 4');
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
