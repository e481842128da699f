import { describe, expect, it } from 'vitest';
import type { Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { type LabelledFace, meanShapeOf, predictMeanShape } from '@/lib/metrics/mean-shape';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { MEASURED_IMAGE, measuredFace } from '@/tests/fixtures/faces/measured-face';

const face: LabelledFace = { annotation: measuredFace(), image: MEASURED_IMAGE };

/** The same face drawn `factor` times as large, in an image as much larger. */
const scaled = (factor: number): LabelledFace => ({
  annotation: measuredFace({ points: face.annotation.points.map(([x, y]) => imagePoint(factor * x, factor * y)) }),
  image: { width: factor * MEASURED_IMAGE.width, height: factor * MEASURED_IMAGE.height },
});

const mirrored: LabelledFace = {
  annotation: measuredFace({ points: face.annotation.points.map(([x, y]) => imagePoint(2 * 160.25 - x, y)) }),
  image: MEASURED_IMAGE,
};

describe('the mean shape', () => {
  it('of one face is the face in its reference crop', () => {
    const shape = meanShapeOf([face]);
    // landmark 0 at (110, 220): (110 − 59.75) · 192/201 across, (220 − 119.5) · 192/402 down
    expect(shape?.[0][0]).toBeCloseTo(48, 10);
    expect(shape?.[0][1]).toBeCloseTo(48, 10);
    expect(shape?.[67][0]).toBeCloseTo(144, 10);
  });

  it('does not depend on the size of the faces', () => {
    const shape = meanShapeOf([face, scaled(3)]);
    for (const [i, [x, y]] of (meanShapeOf([face]) ?? []).entries()) {
      expect(shape?.[i][0]).toBeCloseTo(x, 10);
      expect(shape?.[i][1]).toBeCloseTo(y, 10);
    }
  });

  it('is the mean over faces, landmark by landmark', () => {
    const shape = meanShapeOf([face, mirrored, mirrored]);
    // landmark 0 stands at x 48 in one and at 144 in two
    expect(shape?.[0][0]).toBeCloseTo((48 + 2 * 144) / 3, 10);
    expect(shape?.[0][1]).toBeCloseTo(48, 10);
  });

  it('averages each landmark over the faces that have it', () => {
    const visibility = face.annotation.points.map((_, i): Visibility => (i === 30 ? 'missing' : 'visible'));
    const without: LabelledFace = { ...mirrored, annotation: { ...mirrored.annotation, visibility } };
    const shape = meanShapeOf([face, without]);
    const alone = meanShapeOf([face]);
    expect(shape?.[30]).toEqual(alone?.[30]);
    expect(meanShapeOf([without])).toBeNull();
  });

  it('leaves out faces that have no reference crop', () => {
    const outside: LabelledFace = { ...mirrored, image: { width: 20, height: 700 } };
    expect(meanShapeOf([face, outside])).toEqual(meanShapeOf([face]));
    expect(meanShapeOf([outside])).toBeNull();
    expect(meanShapeOf([])).toBeNull();
  });

  it('leaves out faces of which no landmark is annotated', () => {
    const visibility = face.annotation.points.map((): Visibility => 'missing');
    const unplaced: LabelledFace = { ...face, annotation: { ...face.annotation, visibility } };
    expect(meanShapeOf([face, unplaced])).toEqual(meanShapeOf([face]));
  });

  it('predicts its own face without error, and another size of it too', () => {
    const shape = meanShapeOf([face]) ?? [];
    for (const other of [face, scaled(0.5)]) {
      const prediction = predictMeanShape(shape, other);
      expect(sampleErrors(other.annotation, prediction ?? [], other.image)?.error).toBeCloseTo(0, 10);
    }
  });

  it('has no answer for a face without a reference crop', () => {
    expect(predictMeanShape(meanShapeOf([face]) ?? [], { ...face, image: { width: 20, height: 700 } })).toBeNull();
  });
});
