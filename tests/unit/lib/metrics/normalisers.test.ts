import { describe, expect, it } from 'vitest';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { NORMALISER_IDS, type Normalisers, normalisersOf } from '@/lib/metrics/normalisers';
import { groundTruthBox, sampleErrors } from '@/lib/metrics/point-errors';
import { MEASURED_IMAGE, measuredFace } from '@/tests/fixtures/faces/measured-face';

/** The measured face with pupils where its eyes are: 68 at (167, 400), 69 at (179, 395), 13 px apart. */
const withPupils = (): Annotation => ({
  ...measuredFace(),
  scheme: 'face-synthetics-70',
  points: [...measuredFace().points, imagePoint(167, 400), imagePoint(179, 395)],
});

const of = (annotation: Annotation): Normalisers => {
  const box = groundTruthBox(annotation);
  if (!box) throw new Error('the face has no landmark');
  return normalisersOf(annotation, box);
};

const missing = (annotation: Annotation, index: number): Annotation => ({
  ...annotation,
  visibility: annotation.points.map((_, i): Visibility => (i === index ? 'missing' : 'visible')),
});

describe('the five normalisers', () => {
  it('are the distances they say, each another number', () => {
    const found = of(withPupils());
    // landmark i at (110 + 1.5 i, 220 + 3 (7 i mod 68)). Corners 36 (164, 364) and 45 (177.5, 349)
    expect(found['inter-ocular']).toBeCloseTo(Math.sqrt(13.5 ** 2 + 15 ** 2), 12);
    // x of 36 … 41: 110 + 1.5 · 38.5, of 42 … 47: 110 + 1.5 · 44.5: 9 apart
    // 7 i mod 68 for 36 … 41 is 48 55 62 1 8 15, mean 31.5; for 42 … 47 it is 22 29 36 43 50 57, mean 39.5: 3 · 8 = 24
    expect(found['inter-pupil']).toBeCloseTo(Math.sqrt(9 ** 2 + 24 ** 2), 12);
    expect(found.pupils).toBe(13);
    expect(found.box).toBeCloseTo(Math.sqrt(100.5 * 201), 12);
    expect(found.diagonal).toBeCloseTo(Math.sqrt(100.5 ** 2 + 201 ** 2), 12);
    expect(new Set(NORMALISER_IDS.map((id) => found[id]?.toFixed(3))).size).toBe(5);
  });

  it('give five different errors of one prediction, from the same 6 image px', () => {
    const face = withPupils();
    const moved = face.points.slice(0, 68).map(([x, y]) => imagePoint(x + 6, y));
    const measured = sampleErrors(face, moved, MEASURED_IMAGE);
    const derived = sampleErrors(measuredFace(), moved, MEASURED_IMAGE);
    expect(measured?.nmeInterOcular).toBeCloseTo(600 / Math.sqrt(407.25), 10);
    expect(measured?.nmeInterPupil).toBeCloseTo(600 / 13, 10);
    expect(derived?.nmeInterPupil).toBeCloseTo(600 / Math.sqrt(657), 10);
    expect(measured?.nmeBox).toBeCloseTo(600 / Math.sqrt(100.5 * 201), 10);
    expect(measured?.nmeDiagonal).toBeCloseTo(600 / Math.sqrt(100.5 ** 2 + 201 ** 2), 10);
  });

  it('are null where the face lacks what they are measured by', () => {
    expect(of(measuredFace()).pupils).toBeNull();
    expect(of(missing(withPupils(), 69)).pupils).toBeNull();
    expect(of(missing(measuredFace(), 45))['inter-ocular']).toBeNull();
    // an eye with five points would have another middle
    expect(of(missing(measuredFace(), 38))['inter-pupil']).toBeNull();
    expect(of(missing(measuredFace(), 38))['inter-ocular']).not.toBeNull();
  });

  it('are null where both ends lie in one place', () => {
    const face = withPupils();
    const points = face.points.map((point, i) => (i === 69 ? face.points[68] : point));
    expect(of({ ...face, points }).pupils).toBeNull();
  });
});
