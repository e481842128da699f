import { type Contour, IBUG_68 } from '@/lib/landmarks/scheme';
import { type Chart, type Ink, pathOf, type Shape, short } from './shapes';

/** [K] x right, y down, z away from the camera, image px */
export type SpacePoints = readonly (readonly [number, number, number])[];

export interface SpaceSet {
  readonly points: SpacePoints;
  readonly ink: Ink;
}

export interface Turn {
  readonly yawDeg: number;
  readonly pitchDeg: number;
}

/** As the report draws it: from the side, so that depth is seen. */
export const USUAL_TURN: Turn = { yawDeg: -35, pitchDeg: 12 };

const MARGIN = 10;

/**
 * Landmarks in space on paper: turned about their middle and laid flat without perspective, so that lengths compare.
 *
 * @param sets drawn over each other, each brought to a mean depth of 0: depth has no origin of its own
 */
export function spacePlot(
  sets: readonly SpaceSet[],
  {
    side,
    turn = USUAL_TURN,
    contours = IBUG_68.contours,
  }: { readonly side: number; readonly turn?: Turn; readonly contours?: readonly Contour[] },
): Chart {
  const [first] = sets;
  const middle = [0, 1].map((axis) => middleOf(first.points.map((point) => point[axis])));
  const moved = sets.map(({ points }) => {
    const depth = points.reduce((sum, point) => sum + point[2], 0) / points.length;
    return points.map(([x, y, z]) => [x - middle[0], y - middle[1], z - depth] as const);
  });
  const reach = Math.max(1e-6, ...moved.flat().map((point) => Math.hypot(...point)));
  const scale = (side / 2 - MARGIN) / reach;
  const shapes = sets.flatMap(({ ink }, s): Shape[] => {
    const places = moved[s].map((point): [number, number] => {
      const [x, y] = turned(point, turn);
      return [short(side / 2 + scale * x), short(side / 2 + scale * y)];
    });
    return [
      {
        kind: 'path',
        d: contours
          .filter(({ indices }) => indices.every((i) => places[i]))
          .map(({ indices, closed }) => pathOf(indices.map((i) => places[i])) + (closed ? 'Z' : ''))
          .join(''),
        stroke: ink,
        fill: 'none',
        opacity: 0.8,
      },
      { kind: 'path', d: places.map(([x, y]) => `M${x} ${y}h0`).join(''), stroke: ink, strokeWidth: 3.5 },
    ];
  });
  return {
    width: side,
    height: side,
    title: 'Landmarks in space',
    shapes,
    table: {
      columns: ['set', 'landmark', 'x, px', 'y, px', 'z, px'],
      rows: sets.flatMap(({ ink, points }) => points.map((point, i) => [ink, i, ...point])),
    },
  };
}

const middleOf = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;

/** Yaw > 0 turns the face to the image's right, pitch > 0 tips it down. */
function turned([x, y, z]: readonly [number, number, number], { yawDeg, pitchDeg }: Turn): [number, number] {
  const [yaw, pitch] = [(yawDeg * Math.PI) / 180, (pitchDeg * Math.PI) / 180];
  const across = x * Math.cos(yaw) - z * Math.sin(yaw);
  const away = x * Math.sin(yaw) + z * Math.cos(yaw);
  return [across, y * Math.cos(pitch) - away * Math.sin(pitch)];
}
