import { describe, expect, it } from 'vitest';
import { suspectHref } from '@/components/doctor/doctor-url';
import { suggestedFix } from '@/components/doctor/suggested-fix';
import type { Finding } from '@/lib/contracts/doctor';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { measuredFace } from '@/tests/fixtures/faces/measured-face';

const face = measuredFace();
const finding = (changes: Partial<Finding>): Finding => ({
  kind: 'misplaced-point',
  text: '',
  landmarks: [30],
  probability: 0.9,
  repair: { kind: 'move', landmarks: [30], points: [[7, 8] as never] },
  key: 'misplaced-point:nose',
  verdict: null,
  ...changes,
});
const swap = finding({ kind: 'sides-swapped', landmarks: [], repair: { kind: 'reorder', order: IBUG_68.mirror } });

describe('suggestedFix', () => {
  it('mends every probable finding, one after the other', () => {
    const fix = suggestedFix(face, [swap, finding({})], null);
    expect(fix?.label).toBe('Mend all of it');
    expect(fix?.annotation.points[0]).toEqual(face.points[16]);
    expect(fix?.annotation.points[30]).toEqual([7, 8]);
  });

  it('leaves the improbable alone beside the probable, and what has been answered', () => {
    const faint = finding({ probability: 0.2 });
    expect(suggestedFix(face, [swap, faint], null)?.annotation.points[30]).toEqual(face.points[30]);
    expect(suggestedFix(face, [swap, faint], null)?.label).toBe('Swap the sides back');
    expect(suggestedFix(face, [faint], null)).toMatchObject({ label: 'Move the points back' });
    expect(suggestedFix(face, [faint], null)?.annotation.points[30]).toEqual([7, 8]);
    expect(suggestedFix(face, [finding({ verdict: 'right' })], null)).toBeNull();
  });

  it('takes the model’s face where another is labelled, or where no finding says what would be right', () => {
    const prediction = face.points.map(([x, y]) => [x + 5, y, 1] as const);
    const wrong = finding({ kind: 'wrong-face', landmarks: [], repair: null });
    for (const findings of [[wrong, finding({})], [finding({ kind: 'outside-image', repair: null })]]) {
      const fix = suggestedFix(face, findings, prediction);
      expect(fix?.label).toBe('Take the model’s face');
      expect(fix?.annotation.points[3]).toEqual([face.points[3][0] + 5, face.points[3][1]]);
    }
    expect(suggestedFix(face, [wrong], null)).toBeNull();
  });
});

describe('suspectHref', () => {
  it('carries the queue, its length and the model whose answers are suggested', () => {
    expect(suspectHref('set', 'face', 'net', 12)).toBe('/datasets/set/samples/face?queue=doctor&of=12&model=net');
    expect(suspectHref('set', 'face', null, 3)).toBe('/datasets/set/samples/face?queue=doctor&of=3');
  });
});
