import { describe, expect, it } from 'vitest';
import { creditOf } from '@/lib/datasets/quality/credible-models';
import { diagnose } from '@/lib/datasets/quality/diagnose';
import { findingKey } from '@/lib/datasets/quality/finding';
import { findOffsetAgainst } from '@/lib/datasets/quality/pixel-offset';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { conventionOf } from '@/lib/datasets/quality/set-convention';
import { syntheticBackground } from '@/lib/datasets/quality/synthetic-background';
import { imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { handMadeSet } from './hand-made-faces';

const answersOf = (
  model: string,
  faces: readonly QualityFace[],
  answer: (face: QualityFace) => readonly (readonly [number, number])[],
): ModelPredictions => ({ model, points: new Map(faces.map((face) => [face.id, answer(face)])) });

const swapped = ({ annotation }: QualityFace) => applyRepair({ kind: 'reorder', order: IBUG_68.mirror }, annotation);

describe('diagnose', () => {
  const faces = handMadeSet(120);
  const sound = answersOf('sound', faces, ({ annotation }) => annotation.points);

  it('finds nothing in a sound set, and tells what was looked at', () => {
    const { suspects, faults, models, health } = diagnose(faces, { predictions: [sound] });
    expect(faults).toEqual([]);
    expect(suspects).toHaveLength(120);
    expect(suspects.filter(({ score }) => score > 0.5).length).toBeLessThan(4);
    expect(models).toEqual([expect.objectContaining({ model: 'sound', faces: 120, medianPx: 0, objection: null })]);
    expect(health.faces).toBe(120);
  });

  it('does not believe a model that swaps sides or is far off, and says so', () => {
    const crossed = answersOf('crossed', faces, (face) => swapped(face).points);
    const far = answersOf('far', faces, ({ annotation }) => annotation.points.map(([x, y]) => [x + 60, y] as const));
    const { suspects, faults, models } = diagnose(faces, { predictions: [sound, crossed, far] });
    expect(models.map(({ objection }) => objection)).toEqual([
      null,
      'it swaps left and right',
      expect.stringMatching(/^its answers lie \d+ px off the middle label$/),
    ]);
    expect(faults.map(({ kind }) => kind)).toEqual(['model-swaps-sides']);
    expect(suspects.filter(({ score }) => score > 0.5).length).toBeLessThan(4);
  });

  it('blames the labels and not the model where the labels turn the wrong way round', () => {
    const wrong = faces.map((face) => ({ ...face, annotation: swapped(face) }));
    const { faults } = diagnose(wrong, { predictions: [sound] });
    expect(faults.map(({ kind }) => kind)).toEqual(['sides-swapped']);
    expect(creditOf(wrong, sound).sides.faces).toBe(0);
  });

  it('calls no face of a tiny set suspect for being unlike generated ones, but names what needs no comparison', () => {
    const few = handMadeSet(12, 21);
    expect(diagnose(few, { predictions: [] }).suspects.every(({ score }) => score < 0.5)).toBe(true);
    const one = few.map((face, i) => (i === 4 ? { ...face, annotation: swapped(face) } : face));
    const [first] = diagnose(one, { predictions: [] }).suspects;
    expect([first.id, first.reasons[0].kind]).toEqual([few[4].id, 'sides-swapped']);
    expect(first.score).toBeGreaterThan(0.9);
  });
});

describe('conventionOf', () => {
  it('tells outline from projected jaws, and that too few are turned', () => {
    const [outline, projected] = (['outline', 'projected'] as const).map((jaw) =>
      syntheticBackground(420, jaw).slice(200),
    );
    expect(conventionOf(outline).verdict).toBe('outline');
    expect(conventionOf(projected).verdict).toBe('projected');
    expect(conventionOf([...outline, ...projected]).verdict).toBe('mixed');
    expect(conventionOf(outline.slice(0, 5)).verdict).toBe('unknown');
  });
});

describe('findOffsetAgainst', () => {
  const faces = handMadeSet(30);
  const others = new Map(faces.map(({ id, annotation }) => [id, annotation]));
  const shifted = (by: number) =>
    faces.map((face) => ({ ...face, annotation: applyRepair({ kind: 'shift', dx: by, dy: by }, face.annotation) }));

  it('finds the pixel between two sets of labels of the same images', () => {
    const fault = findOffsetAgainst(shifted(1), others, 'the other set');
    expect(fault?.text).toBe(
      'beside those of the same 30 images in the other set all labels are shifted by (1, 1) px: counted from 1 and read as from 0?',
    );
    expect(fault?.repair).toEqual({ kind: 'shift', dx: -1, dy: -1 });
  });

  it('finds none where they agree, differ from face to face, or are few', () => {
    expect(findOffsetAgainst(faces, others, 'x')).toBeNull();
    expect(findOffsetAgainst(shifted(1).slice(0, 10), others, 'x')).toBeNull();
    const ragged = faces.map((face, i) => ({
      ...face,
      annotation: {
        ...face.annotation,
        points: face.annotation.points.map(([x, y]) => imagePoint(x + (i % 3), y + 1)),
      },
    }));
    expect(findOffsetAgainst(ragged, others, 'x')).toBeNull();
  });
});

describe('findingKey', () => {
  it('names kind and regions, so that a landmark more or less asks nothing anew', () => {
    expect(findingKey({ kind: 'sides-swapped', landmarks: [] })).toBe('sides-swapped');
    expect(findingKey({ kind: 'misplaced-point', landmarks: [48] })).toBe('misplaced-point:outer-lip');
    expect(findingKey({ kind: 'off-face', landmarks: [49, 50] })).toBe('misplaced-point:outer-lip');
    expect(findingKey({ kind: 'sides-swapped', landmarks: [36, 42] })).toBe('sides-swapped:right-eye:left-eye');
  });
});
