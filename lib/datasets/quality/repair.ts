import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import type { Reason, Repair } from './reason';

/**
 * The annotation set right.
 *
 * @returns null when the reason brings no repair
 */
export const repairOf = ({ repair }: Pick<Reason, 'repair'>, annotation: Annotation): Annotation | null =>
  repair && applyRepair(repair, annotation);

/** Depths and visibilities go with their points; a depth says nothing about x and y, so moves leave it. */
export function applyRepair(repair: Repair, annotation: Annotation): Annotation {
  const { points } = annotation;
  switch (repair.kind) {
    case 'reorder': {
      const take = <T>(values: readonly T[] | null) => values?.map((_, i) => values[repair.order[i] ?? i]) ?? null;
      return {
        ...annotation,
        points: points.map((_, i) => points[repair.order[i] ?? i]),
        z: take(annotation.z),
        visibility: take(annotation.visibility),
      };
    }
    case 'shift':
      return { ...annotation, points: points.map(([x, y]) => imagePoint(x + repair.dx, y + repair.dy)) };
    case 'exchange-axes':
      return { ...annotation, points: points.map(([x, y]) => imagePoint(y, x)) };
    case 'flip-vertically':
      return { ...annotation, points: points.map(([x, y]) => imagePoint(x, repair.height - 1 - y)) };
    case 'move': {
      const moved = [...points];
      for (const [at, landmark] of repair.landmarks.entries()) moved[landmark] = repair.points[at];
      return { ...annotation, points: moved };
    }
  }
}
