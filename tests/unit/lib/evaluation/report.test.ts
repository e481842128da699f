import { describe, expect, it } from 'vitest';
import { type CardFacts, evaluationReport, type ImageWords } from '@/lib/evaluation/report';
import { toColumns } from '@/lib/evaluation/result-columns';
import { type PredictedFace, scoreFaces } from '@/lib/evaluation/score-face';
import type { Visibility } from '@/lib/landmarks/annotation';
import { meanShapeOf } from '@/lib/metrics/mean-shape';
import { CROP_PX, MEASURED_IMAGE, measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';

const annotation = measuredFace();
const shape = meanShapeOf([{ annotation, image: MEASURED_IMAGE }]) ?? [];

/** A face whose every landmark is predicted `error` reference-crop px too far right. */
const faceWith = (error: number, changes: Partial<PredictedFace> = {}): PredictedFace => ({
  sampleId: `off-by-${error}`,
  revision: 1,
  annotation,
  image: MEASURED_IMAGE,
  yawRad: null,
  landmarks: movedInCrop(annotation, error, 0),
  durationMs: 2 * error,
  ...changes,
});

const CARD: CardFacts = {
  dataset: 'faces',
  split: 'val',
  labelVersion: 'labels 7',
  cropSource: 'ground-truth',
  model: 'fake',
  modelSha256: 'ab'.repeat(32),
  withoutLabels: 3,
  withoutFace: 0,
  meanShapeSource: 'in-sample',
};

interface Setting {
  readonly meanShape?: typeof shape;
  readonly card?: Partial<CardFacts>;
  readonly words?: ImageWords;
}
const report = (faces: readonly PredictedFace[], { meanShape = shape, card, words }: Setting = {}) =>
  evaluationReport(toColumns(scoreFaces(faces, meanShape)), { ...CARD, ...card }, words);

const DEGREE = Math.PI / 180;

describe('the report of an evaluation', () => {
  it('totals the errors over images', () => {
    // 4, 8, 20 and 28: mean 15; squares 121 + 49 + 25 + 169 = 364 over 4
    const totals = report([4, 8, 20, 28].map((error) => faceWith(error)));
    expect(totals.images).toBe(4);
    expect(totals.me).toBeCloseTo(15, 9);
    expect(totals.std).toBeCloseTo(Math.sqrt(91), 9);
    expect(totals.median).toBeCloseTo(14, 9);
    expect(totals.sr10).toBe(0.5);
    expect(totals.msPerFace).toBe(30);
  });

  it('keeps SR strict: an error of the threshold is no success', () => {
    const scored = toColumns(scoreFaces([faceWith(4), faceWith(28)], shape));
    scored.columns.model.error.set([10, 20]);
    expect(evaluationReport(scored, CARD)).toMatchObject({ sr10: 0, sr20: 0.5 });
  });

  it('gives NME, AUC and FR in percent of the right distances', () => {
    // 1 crop px across is 201/192 image px; per eye distance √407.25 that is 5.19 %
    const unit = (100 * CROP_PX.x) / Math.sqrt(407.25);
    const { nmeInterOcular, nmeBox, auc8, fr8 } = report([faceWith(1), faceWith(2)]);
    expect(nmeInterOcular).toBeCloseTo(1.5 * unit, 9);
    expect(nmeBox).toBeCloseTo((1.5 * 100 * CROP_PX.x) / Math.sqrt(100.5 * 201), 9);
    expect(auc8).toBeCloseTo((100 * (1 - unit / 8)) / 2, 9); // the second lies beyond 8 %
    expect(fr8).toBe(50);
  });

  it('means regions over the images that have them', () => {
    const noJaw: Visibility[] = annotation.points.map((_, i) => (i < 17 ? 'missing' : 'visible'));
    const hidden = measuredFace({ visibility: noJaw });
    const { regions } = report([faceWith(4), faceWith(8, { annotation: hidden })]);
    expect(regions.jaw).toBeCloseTo(4, 9);
    const none = report([faceWith(8, { annotation: hidden })]);
    expect(none.regions.jaw).toBeNull();
    expect(none.regions.nose).toBeGreaterThan(0);
  });

  it('has no yaw where no face has a pose', () => {
    expect(report([faceWith(4)]).yaw).toBeNull();
  });

  it('bins yaw by its size, ends included, and weighs the bins alike', () => {
    const faces = [
      faceWith(1, { yawRad: 5 * DEGREE }),
      faceWith(3, { yawRad: -29 * DEGREE }),
      faceWith(8, { yawRad: -31 * DEGREE }),
      faceWith(20, { yawRad: 75 * DEGREE }),
      faceWith(100), // without a pose: in the totals alone
    ];
    const { yaw, me } = report(faces);
    expect(me).toBeCloseTo(26.4, 9);
    expect(yaw?.bins.map(({ bin, images }) => [bin, images])).toEqual([
      ['0–30°', 2],
      ['30–60°', 1],
      ['60–90°', 1],
    ]);
    expect(yaw?.bins.map((entry) => entry.me)).toEqual([2, 8, 20].map((value) => expect.closeTo(value, 9)));
    // 2, 8 and 20, not the four faces: mean 10, squares 64 + 4 + 100 over 3
    expect(yaw?.meanOfBins).toBeCloseTo(10, 9);
    expect(yaw?.stdOfBins).toBeCloseTo(Math.sqrt(56), 9);
  });

  it('leaves empty bins out of the mean of bins', () => {
    const { yaw } = report([faceWith(2, { yawRad: 0 }), faceWith(6, { yawRad: 80 * DEGREE })]);
    expect(yaw?.bins).toHaveLength(2);
    expect(yaw?.meanOfBins).toBeCloseTo(4, 9);
  });

  it('sets the mean shape beside the model', () => {
    const { meanShape } = report([faceWith(4)]);
    expect(meanShape.me).toBeCloseTo(0, 9); // the shape is this very face's
    const shifted = shape.map(([x, y]) => [x + 3, y + 4] as const);
    const beside = report([faceWith(4)], { meanShape: shifted }).meanShape;
    expect(beside.me).toBeCloseTo(5, 9);
    expect(beside.sr10).toBe(1);
    expect(beside.nmeInterOcular).toBeCloseTo((100 * Math.hypot(3 * CROP_PX.x, 4 * CROP_PX.y)) / Math.sqrt(407.25), 9);
  });

  it('counts faces without an answer as failures of shares and the curve, and leaves them out of means', () => {
    // 4 and 8 px scored, two faces without an answer
    const faces = [faceWith(1), faceWith(12)];
    const all = report(faces);
    const half = report(faces, { card: { withoutFace: 2 } });
    expect([half.me, half.std, half.nmeBox]).toEqual([all.me, all.std, all.nmeBox]);
    expect([all.sr20, half.sr20]).toEqual([1, 0.5]);
    expect([all.sr10, half.sr10]).toEqual([0.5, 0.25]);
    expect([all.fr8, half.fr8]).toEqual([50, 75]);
    expect(half.auc8).toBeCloseTo(all.auc8 / 2, 12);
  });

  it('means each landmark over the images that have it, and its offsets with their signs', () => {
    const noNose: Visibility[] = annotation.points.map((_, i) => (i === 30 ? 'missing' : 'visible'));
    const { landmarks } = report([
      faceWith(0, { landmarks: movedInCrop(annotation, 3, 4) }),
      faceWith(0, { landmarks: movedInCrop(annotation, -9, 12) }),
      faceWith(7, { annotation: measuredFace({ visibility: noNose }) }),
    ]);
    // landmark 30 in two images: 5 and 15 px; 3 − 9 across, 4 + 12 down
    expect(landmarks?.error[30]).toBeCloseTo(10, 5);
    expect(landmarks?.dx[30]).toBeCloseTo(-3, 5);
    expect(landmarks?.dy[30]).toBeCloseTo(8, 5);
    expect(landmarks?.error[31]).not.toBeCloseTo(10, 1);
  });

  it('tells splits, kinds and tags apart, an image with two tags under each', () => {
    const { groups } = report(
      [2, 6, 12].map((error) => faceWith(error)),
      {
        words: {
          split: ['val', 'test', 'val'],
          kind: ['real', 'real', 'real'],
          tags: [['glasses', 'occlusion'], ['glasses'], []],
        },
      },
    );
    const totals = (list: readonly { value: string; images: number; me: number }[] | undefined) =>
      list?.map(({ value, images, me }) => [value, images, Math.round(1e6 * me) / 1e6]);
    expect(totals(groups?.split)).toEqual([
      ['test', 1, 6],
      ['val', 2, 7],
    ]);
    expect(totals(groups?.tag)).toEqual([
      ['glasses', 2, 4],
      ['occlusion', 1, 2],
    ]);
    expect(groups?.kind).toMatchObject([{ value: 'real', images: 3, meanShapeMe: expect.closeTo(0, 6) }]);
  });

  it('counts a face without an answer as a failure of its own groups', () => {
    const scored = toColumns(scoreFaces([faceWith(2), faceWith(6)], shape));
    const words = { split: ['val', 'test'], kind: ['real', 'real'], tags: [['glasses'], []] };
    const unanswered = { split: ['val', 'val'], kind: ['real', 'real'], tags: [['glasses'], ['hat']] };
    const { sr10, groups } = evaluationReport(scored, { ...CARD, withoutFace: 2 }, words, unanswered);
    expect(sr10).toBe(0.5);
    expect(groups?.split.map(({ value, sr10: share }) => [value, share])).toEqual([
      ['test', 1],
      ['val', 1 / 3],
    ]);
    expect(groups?.tag.map(({ value, images, sr10: share }) => [value, images, share])).toEqual([['glasses', 1, 0.5]]);
    expect(groups?.kind).toMatchObject([{ images: 2, sr10: 0.5, me: expect.closeTo(4, 9) }]);
  });

  it('pools points for PCK', () => {
    // per interocular distance: 1 crop px is 5.19 %, 2 are 10.4 %; one face of 68 points at each, 0.5 px is 2.6 %
    const { pck5, pck10 } = report([0.5, 1, 2].map((error) => faceWith(error)));
    expect(pck5).toBeCloseTo(100 / 3, 9);
    expect(pck10).toBeCloseTo(200 / 3, 9);
  });

  it('states in its card what the numbers are of', () => {
    expect(report([faceWith(4), faceWith(5)]).card).toEqual({
      ...CARD,
      frame: 'reference-crop 192 px',
      points: 'ibug-68',
      normalisers: [
        'inter-ocular (outer eye corners 36–45)',
        'box √(w·h) of the ground-truth points',
        'inter-pupil (labelled pupils, else means of 36–41 and 42–47)',
        'diagonal √(w² + h²) of the same box',
      ],
      std: 'population (ddof = 0)',
      averaging: 'macro: points to images, images to the total; PCK pools points',
      thresholds: { sr: [20, 10], aucPercent: 8, pck: [0.05, 0.1] },
      images: 2,
    });
  });

  it('is not made of no faces', () => {
    expect(() => report([])).toThrow(new RangeError('evaluation: expected at least one face to score, found 0'));
  });
});

describe('scoring', () => {
  it('leaves out faces that cannot be measured', () => {
    const visibility: Visibility[] = annotation.points.map((_, i) => (i === 36 ? 'missing' : 'visible'));
    const faces = [faceWith(4), faceWith(5, { annotation: measuredFace({ visibility }) }), faceWith(6)];
    const scored = scoreFaces(faces, shape);
    expect(scored.map(({ sampleId }) => sampleId)).toEqual(['off-by-4', 'off-by-6']);
  });
});
