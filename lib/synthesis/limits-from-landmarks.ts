import type { Pose } from '@/lib/datasets/sample';
import type { ImagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import { clamp } from './draws';
import { faceGeometry } from './face-geometry';
import type { FaceLimits } from './face-limits';
import { type NumberRange, PARAMETER_RANGES } from './parameter-ranges';
import { projectPoint } from './render/camera';
import { sampleFaceParameters } from './sample-parameters';

/** What the labels of a face tell without its picture. */
export interface LabelledFace {
  /** [≥ 68] in iBUG order, image px */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly pose: Pose;
}

/** Estimates of a pose from landmarks are wrong by about so much. */
const POSE_MARGIN_DEG = 4;
const MOUTH_MARGIN = 0.08;
/** Share of the faces left out at either end: one bad label should not widen a range. */
const TAIL = 0.05;

const distance = (p: readonly [number, number], q: readonly [number, number]): number =>
  Math.hypot(p[0] - q[0], p[1] - q[1]);

/** Gap between the inner lips against the distance of the outer eye corners. */
function mouthGap(points: LabelledFace['points']): number {
  const gaps = [
    [61, 67],
    [62, 66],
    [63, 65],
  ].map(([upper, lower]) => distance(points[upper], points[lower]));
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / distance(points[36], points[45]);
}

/** How open a mouth is: −1 closed lips, 0 lips apart over a closed jaw, 1 the widest jaw. */
const OPENINGS = [-1, 0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** Gap of an average generated face at each of OPENINGS; rises throughout. */
function gapTable(): readonly number[] {
  const straight: FaceLimits = { camera: { yawDeg: 0, pitchDeg: 0, rollDeg: 0, distanceMm: 5000 } };
  const average = sampleFaceParameters(createRandom(0), {
    ...straight,
    identity: Object.fromEntries(Object.keys(PARAMETER_RANGES.identity).map((name) => [name, 0])),
    detail: { moves: new Array(PARAMETER_RANGES.detail.moves.count).fill(0) },
  });
  const still = Object.fromEntries(Object.keys(PARAMETER_RANGES.expression).map((name) => [name, 0]));
  return OPENINGS.map((opening) => {
    const expression = {
      ...still,
      jawOpen: Math.max(0, opening),
      lipsClosed: Math.max(0, -opening),
    } as typeof average.expression;
    const { points3d, camera } = faceGeometry({ ...average, expression }, 256);
    return mouthGap(points3d.map((point): ImagePoint => projectPoint(camera, point)));
  });
}

/** The opening of a gap, between the two of the table it lies between. */
function openingOf(gap: number, table: readonly number[]): number {
  if (gap <= table[0]) return OPENINGS[0];
  const above = table.findIndex((known) => known >= gap);
  if (above < 0) return 1;
  const share = (gap - table[above - 1]) / Math.max(1e-9, table[above] - table[above - 1]);
  return OPENINGS[above - 1] + share * (OPENINGS[above] - OPENINGS[above - 1]);
}

/** The range that holds most of the values, a margin wider, inside what is allowed. */
function rangeOf(values: readonly number[], margin: number, allowed: NumberRange): [min: number, max: number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const end = (value: number) => Math.round(100 * clamp(value, allowed)) / 100;
  return [end(at(TAIL) - margin), end(at(1 - TAIL) + margin)];
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/**
 * Limits that give generated faces the pose and the mouth of these ones. Nothing else is told by landmarks alone: light,
 * skin and hair stay free.
 *
 * @throws RangeError for no faces
 */
export function limitsFromLandmarks(faces: readonly LabelledFace[]): FaceLimits {
  if (faces.length === 0) throw new RangeError('limitsFromLandmarks: expected at least one face, found 0');
  const table = gapTable();
  const openings = faces.map(({ points }) => openingOf(mouthGap(points), table));
  const [low, high] = rangeOf(openings, MOUTH_MARGIN, { min: -1, max: 1 });
  const share = (value: number) => Math.max(0, value);
  const { camera } = PARAMETER_RANGES;
  const turn = (of: (pose: Pose) => number, allowed: NumberRange) =>
    rangeOf(
      faces.map(({ pose }) => degrees(of(pose))),
      POSE_MARGIN_DEG,
      allowed,
    );
  return {
    camera: {
      yawDeg: turn(({ yawRad }) => yawRad, camera.yawDeg),
      pitchDeg: turn(({ pitchRad }) => pitchRad, camera.pitchDeg),
      rollDeg: turn(({ rollRad }) => rollRad, camera.rollDeg),
    },
    expression: { jawOpen: [share(low), share(high)], lipsClosed: [share(-high), share(-low)] },
  };
}
