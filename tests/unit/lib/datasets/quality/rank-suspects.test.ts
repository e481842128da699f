import { describe, expect, it } from 'vitest';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { rankSuspects } from '@/lib/datasets/quality/rank-suspects';
import type { Repair } from '@/lib/datasets/quality/reason';
import { applyRepair, repairOf } from '@/lib/datasets/quality/repair';
import { boundingBox, distance, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { handMadeFace, handMadeSet } from './hand-made-faces';

const SOUND = handMadeSet(120);
const AT = 17;

/** The set with one face changed. */
const withFault = (change: (face: QualityFace) => QualityFace): QualityFace[] =>
  SOUND.map((face, i) => (i === AT ? change(face) : face));

const withMistake = (face: QualityFace, mistake: Repair): QualityFace => ({
  ...face,
  annotation: applyRepair(mistake, face.annotation),
});

const orderOf = (change: (order: number[]) => void): Repair => {
  const order = [...IBUG_68.mirror.keys()];
  change(order);
  return { kind: 'reorder', order };
};

const mirrored = (first: number, last: number) =>
  orderOf((order) => {
    for (let i = first; i <= last; i++) order[i] = IBUG_68.mirror[i];
  });

/** What it is, how it is told, and the repair that makes the mistake. */
const MISTAKES: readonly (readonly [kind: string, text: string, repair: Repair])[] = [
  ['sides-swapped', 'left and right of the whole face look swapped', mirrored(0, 67)],
  ['sides-swapped', 'left eye and right eye look swapped', mirrored(36, 47)],
  ['sides-swapped', 'left brow and right brow look swapped', mirrored(17, 26)],
  ['sides-swapped', 'left and right of the jaw look swapped', mirrored(0, 16)],
  ['axes-exchanged', 'x and y look exchanged', { kind: 'exchange-axes' }],
  ['upside-down', 'y looks counted upwards from the bottom of the image', { kind: 'flip-vertically', height: 400 }],
  [
    'order-shifted',
    'the points of the outer lip look shifted by 2 places',
    orderOf((order) => {
      for (let i = 0; i < 12; i++) order[48 + i] = 48 + ((i + 2) % 12);
    }),
  ],
  [
    'order-permuted',
    'points 20 and 21 of the right brow look exchanged',
    orderOf((order) => {
      [order[20], order[21]] = [21, 20];
    }),
  ],
  [
    'order-permuted',
    'the right eye looks numbered the wrong way round',
    orderOf((order) => {
      for (let i = 0; i < 6; i++) order[36 + i] = 41 - i;
    }),
  ],
];

describe('rankSuspects', () => {
  it('calls almost no sound face suspect', () => {
    expect(rankSuspects(SOUND).filter(({ score }) => score > 0.5).length).toBeLessThanOrEqual(2);
  });

  describe('with one face each swapped, permuted, shifted or turned', () => {
    const ranked = rankSuspects(
      SOUND.map((face, i) => (i < MISTAKES.length ? withMistake(face, MISTAKES[i][2]) : face)),
    );

    it.each(MISTAKES.map(([kind, text, repair], i) => ({ kind, text, repair, i })))(
      'names $kind: $text, and repairs it exactly',
      ({ kind, text, repair, i }) => {
        const { id, annotation } = SOUND[i];
        const rank = ranked.findIndex((suspect) => suspect.id === id);
        expect(rank).toBeLessThan(MISTAKES.length);
        expect(ranked[rank].score).toBeGreaterThan(0.95);
        const [reason] = ranked[rank].reasons;
        expect(reason).toMatchObject({ kind, text });
        const repaired = repairOf(reason, applyRepair(repair, annotation))?.points ?? [];
        expect(repaired).toHaveLength(68);
        // turning y over twice rounds twice
        for (const [k, point] of repaired.entries()) expect(distance(point, annotation.points[k])).toBeLessThan(1e-9);
      },
    );
  });

  it('tells which landmark stands off its place, how far, and where it should be', () => {
    const faces = withFault((face) => {
      const frame = errorFrame(face.annotation, face.image);
      const points = face.annotation.points.map((point, i) =>
        i === 48 ? imagePoint(point[0] - 9 * (frame?.a ?? 0), point[1]) : point,
      );
      return { ...face, annotation: { ...face.annotation, points } };
    });
    const [worst] = rankSuspects(faces);
    expect(worst.id).toBe(SOUND[AT].id);
    const [reason] = worst.reasons;
    expect(reason.kind).toBe('misplaced-point');
    expect(reason.landmarks).toEqual([48]);
    expect(reason.text).toMatch(/^right mouth corner \(48\) is \d\.\d px off where the other points put it$/);
    const repaired = repairOf(reason, faces[AT].annotation)?.points[48];
    expect(Math.abs((repaired?.[0] ?? 0) - SOUND[AT].annotation.points[48][0])).toBeLessThan(3);
  });

  it('hears the models: a whole face unlike theirs is another face, a point unlike theirs is misplaced', () => {
    const moved = withFault((face) => ({
      ...face,
      annotation: applyRepair({ kind: 'shift', dx: 60, dy: -10 }, face.annotation),
    }));
    const faces = moved.map((face, i) => {
      if (i !== AT + 1) return face;
      const frame = errorFrame(face.annotation, face.image);
      const points = [...face.annotation.points];
      points[33] = imagePoint(points[33][0], points[33][1] + 5 * (frame?.d ?? 0));
      return { ...face, annotation: { ...face.annotation, points } };
    });
    // three models that see the sound faces, each with a bias of its own
    const predictions = [0, 1, 2].map((m) => ({
      model: `model-${m}`,
      points: new Map(
        SOUND.map((face, f) => {
          const frame = errorFrame(face.annotation, face.image)!;
          const noise = handMadeFace('noise', { noisePx: 0.6, seed: 1000 * (m + 1) + f }).annotation.points;
          const still = handMadeFace('noise').annotation.points;
          return [
            face.id,
            face.annotation.points.map(([x, y], i) =>
              imagePoint(x + (noise[i][0] - still[i][0] + m) * frame.a, y + (noise[i][1] - still[i][1]) * frame.d),
            ),
          ];
        }),
      ),
    }));
    const [first, second] = rankSuspects(faces, { predictions });
    expect([first.id, second.id].sort()).toEqual([SOUND[AT].id, SOUND[AT + 1].id].sort());
    const of = (id: string) => [first, second].find((suspect) => suspect.id === id)?.reasons[0];
    expect(of(SOUND[AT].id)?.kind).toBe('wrong-face');
    expect(of(SOUND[AT + 1].id)?.text).toMatch(/^nose base 3 \(33\) is [3-7]\.\d px off what 3 models agree on$/);
  });

  it('names a label that lies off its face box, and two labels of one face', () => {
    const boxed = SOUND.map((face) => ({ ...face, imageId: face.id, box: boundingBox(face.annotation.points) }));
    const elsewhere = boxed.map((face, i) =>
      i === AT ? { ...face, annotation: applyRepair({ kind: 'shift', dx: 150, dy: 0 }, face.annotation) } : face,
    );
    const [worst] = rankSuspects(elsewhere);
    expect(worst.id).toBe(SOUND[AT].id);
    expect(worst.reasons[0].kind).toBe('wrong-face');
    const twin = { ...boxed[AT], id: 'twin', box: { x: 0, y: 0, width: 50, height: 50 } };
    const twins = rankSuspects([...boxed, twin]).slice(0, 2);
    expect(twins.map(({ id }) => id).sort()).toEqual([SOUND[AT].id, 'twin'].sort());
    expect(twins.find(({ id }) => id === SOUND[AT].id)?.reasons[0].text).toContain('lies on the same face as twin');
  });

  it('names points outside the image and points in one place when few faces have them', () => {
    const outside = withFault((face) => ({ ...face, image: { width: 400, height: 230 } }));
    expect(
      rankSuspects(outside)
        .find(({ id }) => id === SOUND[AT].id)
        ?.reasons.map(({ kind }) => kind),
    ).toContain('outside-image');
    const doubled = withFault((face) => {
      const points = [...face.annotation.points];
      points[5] = points[4];
      return { ...face, annotation: { ...face.annotation, points } };
    });
    const [worst] = rankSuspects(doubled);
    expect(worst.reasons.find(({ kind }) => kind === 'duplicated-points')?.landmarks).toEqual([4, 5]);
  });

  it('says nothing of shapes when there are too few faces, but still reads the plain facts', () => {
    const few = [handMadeFace('a'), { ...handMadeFace('b'), image: { width: 400, height: 230 } }];
    const ranked = rankSuspects(few);
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(ranked[0].reasons.map(({ kind }) => kind)).toEqual(['outside-image']);
    expect(ranked[1].suggestion).toBeNull();
  });

  it('gives each lip its own repair, so that applying both sets the mouth right', () => {
    const mistake = mirrored(48, 67);
    const faces = withFault((face) => withMistake(face, mistake));
    const [worst] = rankSuspects(faces);
    const [outer, inner] = worst.reasons;
    expect([outer.text, inner.text]).toEqual([
      'left and right of the outer lip look swapped',
      'left and right of the inner lip look swapped',
    ]);
    const half = repairOf(outer, faces[AT].annotation);
    expect(half && repairOf(inner, half)?.points).toEqual(SOUND[AT].annotation.points);
  });

  it('passes over a face that nobody has labelled', () => {
    const faces = withFault((face) => ({
      ...face,
      annotation: {
        ...face.annotation,
        points: face.annotation.points.map(() => imagePoint(Number.NaN, 0)),
        visibility: face.annotation.points.map(() => 'missing' as const),
      },
    }));
    const ranked = rankSuspects(faces);
    expect(ranked).toHaveLength(SOUND.length);
    expect(ranked.every(({ score }) => Number.isFinite(score))).toBe(true);
    expect(ranked.find(({ id }) => id === SOUND[AT].id)?.suggestion).toBeNull();
  });

  it('compares a small set with a background', () => {
    const swapped = {
      ...handMadeFace('b', { noisePx: 0.5 }),
      annotation: applyRepair(mirrored(36, 47), handMadeFace('b', { noisePx: 0.5 }).annotation),
    };
    const ranked = rankSuspects([handMadeFace('a', { noisePx: 0.5, seed: 3 }), swapped], { background: SOUND });
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(ranked[0].reasons[0].kind).toBe('sides-swapped');
  });

  it('takes another jaw convention for what it is', () => {
    const turned = SOUND.map((face, i) =>
      handMadeFace(face.id, { yawRad: (i % 2 ? 1 : -1) * (0.4 + (i % 7) * 0.05), noisePx: 0.5, seed: i + 1 }),
    );
    const faces = turned.map((face, i) => {
      if (i !== AT) return face;
      // AT is odd: turned to the image's right, so 11–16 are the far side; the outline runs 8 crop px further out
      const frame = errorFrame(face.annotation, face.image)!;
      const points = face.annotation.points.map((point, k) => {
        const out = k >= 11 && k <= 16 ? 8 * frame.a : k === 10 ? 4 * frame.a : 0;
        return imagePoint(point[0] + out, point[1]);
      });
      return { ...face, annotation: { ...face.annotation, points } };
    });
    const suspect = rankSuspects(faces).find(({ id }) => id === SOUND[AT].id);
    expect(suspect?.reasons[0]).toMatchObject({ kind: 'jaw-convention', landmarks: [11, 12, 13, 14, 15, 16] });
    expect(suspect?.reasons[0].text).toContain('visible outline');
  });
});
