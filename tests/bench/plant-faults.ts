import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import type { ReasonKind } from '@/lib/datasets/quality/reason';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { toCrop, toImage } from '@/lib/image/crop';
import { boundingBox, cropPoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { type Random, shuffle } from '@/lib/random';

/** A labelling mistake as people make it. */
export interface Plant {
  readonly name: string;
  /** what a detector must call it; empty: any name is right */
  readonly kinds: readonly ReasonKind[];
  /** null: the fault cannot be planted into this face */
  apply(face: QualityFace, random: Random, others: readonly QualityFace[]): QualityFace | null;
}

const reordered = (face: QualityFace, change: (order: number[]) => void): QualityFace => {
  const order = face.annotation.points.map((_, i) => i);
  change(order);
  return { ...face, annotation: applyRepair({ kind: 'reorder', order }, face.annotation) };
};

const mirrorIn = (first: number, last: number) => (order: number[]) => {
  for (let i = first; i <= last; i++) order[i] = IBUG_68.mirror[i];
};

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)];

const SIDED: readonly (readonly [number, number])[] = [
  [0, 16],
  [17, 26],
  [31, 35],
  [36, 47],
  [48, 67],
];

/** The other face's shape, laid over this face's box moved by (dx, dy) box sizes. */
function otherShape(face: QualityFace, other: QualityFace, dx: number, dy: number): QualityFace {
  const from = boundingBox(other.annotation.points);
  const to = boundingBox(face.annotation.points);
  const scale = Math.max(to.width, to.height) / Math.max(from.width, from.height);
  const points = other.annotation.points.map(([x, y]) =>
    imagePoint(
      to.x + to.width / 2 + (x - from.x - from.width / 2) * scale + dx * to.width,
      to.y + to.height / 2 + (y - from.y - from.height / 2) * scale + dy * to.height,
    ),
  );
  return { ...face, annotation: { ...face.annotation, points } };
}

export const PLANTS: readonly Plant[] = [
  {
    name: 'whole face swapped',
    kinds: ['sides-swapped'],
    apply: (face) => reordered(face, mirrorIn(0, 67)),
  },
  {
    name: 'one region swapped',
    kinds: ['sides-swapped'],
    apply: (face, random) => reordered(face, mirrorIn(...pick(SIDED, random))),
  },
  {
    name: 'region permuted',
    kinds: ['order-permuted'],
    apply(face, random) {
      const { indices } = pick(IBUG_68.contours, random);
      return reordered(face, (order) => {
        for (const [at, from] of shuffle([...indices], random).entries()) order[indices[at]] = from;
      });
    },
  },
  {
    name: 'two points exchanged',
    kinds: ['order-permuted'],
    apply(face, random) {
      const { indices, closed } = pick(IBUG_68.contours, random);
      const at = random.integer(indices.length - (closed ? 0 : 1));
      const [a, b] = [indices[at], indices[(at + 1) % indices.length]];
      return reordered(face, (order) => {
        order[a] = b;
        order[b] = a;
      });
    },
  },
  {
    name: 'region shifted',
    kinds: ['order-shifted'],
    apply(face, random) {
      const { indices } = pick(IBUG_68.contours, random);
      const step = random.integer(2) === 0 ? 1 : -1;
      return reordered(face, (order) => {
        for (const [at, i] of indices.entries()) order[i] = indices[(at + step + indices.length) % indices.length];
      });
    },
  },
  {
    name: 'axes exchanged',
    kinds: ['axes-exchanged'],
    apply: (face) => ({ ...face, annotation: applyRepair({ kind: 'exchange-axes' }, face.annotation) }),
  },
  {
    name: 'wrong face, beside',
    kinds: ['wrong-face'],
    apply: (face, random, others) =>
      otherShape(
        face,
        pick(others, random),
        random.uniform(0.8, 1.2) * pick([-1, 1], random),
        random.uniform(-0.3, 0.3),
      ),
  },
  {
    name: 'wrong face, beside, boxed',
    kinds: ['wrong-face'],
    apply(face, random, others) {
      const box = boundingBox(face.annotation.points);
      const side = random.uniform(0.8, 1.2) * pick([-1, 1], random);
      return { ...otherShape(face, pick(others, random), side, random.uniform(-0.3, 0.3)), box };
    },
  },
  {
    name: 'wrong face, of another file',
    kinds: ['wrong-face'],
    apply(face, random, others) {
      const { annotation } = pick(others, random);
      return { ...face, annotation };
    },
  },
  {
    name: 'one point moved 3 px',
    kinds: ['misplaced-point'],
    apply(face, random) {
      const frame = errorFrame(face.annotation, face.image);
      if (!frame) return null;
      const at = random.integer(68);
      const angle = random.uniform(0, 2 * Math.PI);
      const [u, v] = toCrop(frame, face.annotation.points[at]);
      const points = [...face.annotation.points];
      points[at] = toImage(frame, cropPoint(u + 3 * Math.cos(angle), v + 3 * Math.sin(angle)));
      return { ...face, annotation: { ...face.annotation, points } };
    },
  },
  {
    name: 'points off the face',
    kinds: ['off-face'],
    apply(face, random) {
      const { width, height } = boundingBox(face.annotation.points);
      const points = [...face.annotation.points];
      for (let k = 0; k < 3; k++) {
        const at = random.integer(68);
        const [x, y] = points[at];
        points[at] = imagePoint(x + width * random.uniform(0.5, 0.8) * pick([-1, 1], random), y + height * 0.5);
      }
      return { ...face, annotation: { ...face.annotation, points } };
    },
  },
  {
    name: 'two points in one place',
    kinds: ['duplicated-points'],
    apply(face, random) {
      const { indices } = pick(IBUG_68.contours, random);
      const at = random.integer(indices.length - 1);
      const points = [...face.annotation.points];
      points[indices[at + 1]] = points[indices[at]];
      return { ...face, annotation: { ...face.annotation, points } };
    },
  },
];
