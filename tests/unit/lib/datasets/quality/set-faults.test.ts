import { describe, expect, it } from 'vitest';
import { findPixelOffset, modelBias } from '@/lib/datasets/quality/pixel-offset';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import type { Repair } from '@/lib/datasets/quality/reason';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { findSetOrder, findSetOrientation, sideSwapsOf } from '@/lib/datasets/quality/set-faults';
import { fitShapeModel } from '@/lib/datasets/quality/shape-model';
import { imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { createRandom } from '@/lib/random';
import { handMadeFace, handMadeSet } from './hand-made-faces';

const repaired = (faces: readonly QualityFace[], repair: Repair) =>
  faces.map((face) => ({ ...face, annotation: applyRepair(repair, face.annotation) }));

describe('findSetOrientation', () => {
  const faces = handMadeSet(20);

  it('finds nothing in a sound set, nor where a few faces are wrong', () => {
    expect(findSetOrientation(faces)).toBeNull();
    const few = repaired(faces.slice(0, 5), { kind: 'exchange-axes' });
    expect(findSetOrientation([...few, ...faces.slice(5)])).toBeNull();
  });

  it.each([
    ['sides-swapped', { kind: 'reorder', order: IBUG_68.mirror }],
    ['axes-exchanged', { kind: 'exchange-axes' }],
    ['upside-down', { kind: 'flip-vertically', height: 400 }],
  ] as const)('names %s and brings the repair of all', (kind, mistake) => {
    const fault = findSetOrientation(repaired(faces, mistake));
    expect(fault?.kind).toBe(kind);
    expect(fault?.text).toContain('100 % of 20 faces');
    expect(fault?.repair).toEqual(kind === 'upside-down' ? null : mistake);
  });
});

describe('findSetOrder', () => {
  it('finds a region that the whole set numbers its own way', () => {
    const reference = fitShapeModel(handMadeSet(100, 3));
    const faces = handMadeSet(100, 4);
    expect(findSetOrder(faces, reference)).toEqual([]);
    const order = [...IBUG_68.mirror.keys()];
    for (let i = 0; i < 8; i++) order[60 + i] = 60 + ((i + 3) % 8);
    const [fault] = findSetOrder(repaired(faces, { kind: 'reorder', order }), reference);
    expect(fault.text).toBe('in the whole set the points of the inner lip look shifted by 3 places');
    expect(
      fault.repair && applyRepair(fault.repair, repaired(faces, { kind: 'reorder', order })[0].annotation),
    ).toEqual(faces[0].annotation);
  });
});

describe('sideSwapsOf', () => {
  const faces = handMadeSet(10);
  const answers = (answer: (face: QualityFace, i: number) => QualityFace['annotation']): ModelPredictions => ({
    model: 'net',
    points: new Map(faces.map((face, i) => [face.id, answer(face, i).points])),
  });

  it('counts swapped and squeezed answers apart', () => {
    const { swapped, squeezed, fault } = sideSwapsOf(
      faces,
      answers(({ annotation }, i) => {
        const crossed = applyRepair({ kind: 'reorder', order: IBUG_68.mirror }, annotation);
        if (i < 3) return crossed;
        if (i > 3) return annotation;
        const between = annotation.points.map(([x, y], k) =>
          imagePoint(0.6 * x + 0.4 * crossed.points[k][0], 0.6 * y + 0.4 * crossed.points[k][1]),
        );
        return { ...annotation, points: between };
      }),
    );
    expect([swapped, squeezed]).toEqual([0.3, 0.1]);
    expect(fault?.text).toBe(
      'net swaps sides: its answer fits better with left and right exchanged on 30 % of 10 faces and is squeezed onto the middle line on 10 %',
    );
  });

  it('finds nothing wrong with a model that knows left from right', () => {
    expect(
      sideSwapsOf(
        faces,
        answers(({ annotation }) => annotation),
      ),
    ).toMatchObject({ swapped: 0, fault: null });
  });
});

describe('findPixelOffset', () => {
  /** The model is 1.5 crop px too far left everywhere, and unsure by half a crop px from face to face. */
  const setOf = (scales: (i: number) => number, offset: number) => {
    const random = createRandom(5);
    const faces: QualityFace[] = [];
    const points = new Map<string, readonly (readonly [number, number])[]>();
    for (let i = 0; i < 220; i++) {
      const face = handMadeFace(`f${i}`, { scale: scales(i) });
      const frame = errorFrame(face.annotation, face.image)!;
      const [dx, dy] = [-1.5 + 0.5 * random.normal(), 0.5 * random.normal()];
      points.set(
        face.id,
        face.annotation.points.map(([x, y]) => [x + dx * frame.a, y + dy * frame.d] as const),
      );
      faces.push({ ...face, annotation: applyRepair({ kind: 'shift', dx: offset, dy: offset }, face.annotation) });
    }
    return { faces, predictions: [{ model: 'net', points }] };
  };
  const manySizes = (i: number) => 0.3 + (i % 11) / 10;

  it('tells a pixel from the model’s bias by faces of many sizes', () => {
    const { faces, predictions } = setOf(manySizes, 1);
    const found = findPixelOffset(faces, predictions);
    expect(found.verdict).toBe('offset');
    expect(Math.abs(found.dx - 1)).toBeLessThan(0.2);
    expect(found.fault?.repair).toEqual({ kind: 'shift', dx: -1, dy: -1 });
    expect(found.fault?.text).toContain('counted from 1 and read as from 0');
  });

  it('reports nothing on a clean set, however biased the model', () => {
    const { faces, predictions } = setOf(manySizes, 0);
    expect(findPixelOffset(faces, predictions)).toMatchObject({ verdict: 'none', fault: null });
  });

  it('admits that faces of one size tell nothing, unless the bias is known', () => {
    const clean = setOf(() => 0.5, 0);
    const wrong = setOf(() => 0.5, -1);
    expect(findPixelOffset(wrong.faces, wrong.predictions).verdict).toBe('unknown');
    const bias = modelBias(clean.faces, clean.predictions);
    expect(Math.abs((bias?.x ?? 0) - 1.5)).toBeLessThan(0.15);
    expect(findPixelOffset(wrong.faces, wrong.predictions, bias).fault?.repair).toEqual({
      kind: 'shift',
      dx: 1,
      dy: 1,
    });
    expect(findPixelOffset(clean.faces, clean.predictions, bias).verdict).toBe('none');
  });

  it('asks for 200 faces', () => {
    const { faces, predictions } = setOf(manySizes, 1);
    expect(findPixelOffset(faces.slice(0, 199), predictions).verdict).toBe('unknown');
    expect(findPixelOffset([], predictions).verdict).toBe('unknown');
  });
});
