import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';
import { MEAN_LANDMARKS } from './anatomy';
import { CHART_RADIUS, type ChartPoint, CROWN_T, NECK_T, toChart } from './chart';

/** A closed curve of the template: two arcs that share their end points, as indices of chart points. */
export interface Aperture {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}

export interface ChartLayout {
  readonly points: readonly ChartPoint[];
  /** [68] chart point of each landmark */
  readonly landmarks: readonly number[];
  readonly rightEye: Aperture;
  readonly leftEye: Aperture;
  readonly outerLip: Aperture;
  readonly innerLip: Aperture;
  /** [17] the line on which each jaw landmark slides: from it towards the ear, and from it towards the middle of the face */
  readonly jawSlides: readonly { readonly back: readonly number[]; readonly front: readonly number[] }[];
}

/** Catmull–Rom through the points, `steps` pieces a span; passes through every given point, sharp at both ends. */
function splineThrough(points: readonly ChartPoint[], steps: number): ChartPoint[] {
  const curve: ChartPoint[] = [];
  const last = points.length - 1;
  for (let i = 0; i < last; i++) {
    const p1 = points[i];
    const p2 = points[i + 1];
    const p0 = i > 0 ? points[i - 1] : ([2 * p1[0] - p2[0], 2 * p1[1] - p2[1]] as const);
    const p3 = i + 1 < last ? points[i + 2] : ([2 * p2[0] - p1[0], 2 * p2[1] - p1[1]] as const);
    for (let s = 0; s < steps; s++) {
      const u = s / steps;
      const blend = (k: 0 | 1) =>
        0.5 *
        (2 * p1[k] +
          (p2[k] - p0[k]) * u +
          (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * u * u +
          (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * u * u * u);
      curve.push([blend(0), blend(1)]);
    }
  }
  curve.push(points[last]);
  return curve;
}

/**
 * How the outline slides along each jaw landmark's line, from the ear (0) to the chin (8): back towards the ear on the
 * near side, mm, and upward per mm towards the front on the far side, as annotators space their points along what they see.
 */
const JAW_SLIDE: readonly { readonly back: number; readonly rise: number }[] = [
  { back: 16, rise: 0 },
  { back: 16, rise: 0.06 },
  { back: 16, rise: 0.12 },
  { back: 12, rise: 0.16 },
  { back: 8, rise: 0.2 },
  { back: 4, rise: 0.27 },
  { back: 0, rise: 0.35 },
  { back: 0, rise: 0.3 },
  { back: 0, rise: 0 },
];

const mirrorPoint = ([a, t]: ChartPoint): ChartPoint => [-a, t];

/** Wanted distance between neighbours, mm: fine where the face has detail. */
function spacingAt([a, t]: ChartPoint): number {
  const b = Math.abs(a);
  const eye = Math.hypot((b - 31) / 24, (t + 1) / 15);
  const mouth = Math.hypot(b / 34, (t - 70) / 20);
  const nose = Math.hypot(b / 21, (t - 32) / 28);
  const nearest = Math.min(eye, mouth, nose);
  if (nearest < 1) return 2.1;
  const face = Math.hypot(b / 85, (t - 30) / 105);
  const ramp = Math.min(2.1 + (nearest - 1) * 4, 4.2);
  return face < 1 ? ramp : Math.min(4.2 + (face - 1) * 14, 9);
}

/** Points are added only where they keep their distance from those before, so contours come first. */
class SpacedPoints {
  readonly points: ChartPoint[] = [];
  private readonly cells = new Map<number, number[]>();
  private static readonly CELL = 5;

  private cellOf(a: number, t: number): number {
    return (Math.floor(a / SpacedPoints.CELL) + 500) * 1000 + Math.floor(t / SpacedPoints.CELL) + 500;
  }

  add(point: ChartPoint): number {
    const index = this.points.push(point) - 1;
    const cell = this.cellOf(point[0], point[1]);
    const members = this.cells.get(cell);
    if (members) members.push(index);
    else this.cells.set(cell, [index]);
    return index;
  }

  isFree([a, t]: ChartPoint, spacing: number): boolean {
    for (let da = -10; da <= 10; da += 5) {
      for (let dt = -10; dt <= 10; dt += 5) {
        for (const i of this.cells.get(this.cellOf(a + da, t + dt)) ?? []) {
          const [pa, pt] = this.points[i];
          if ((pa - a) ** 2 + (pt - t) ** 2 < spacing * spacing) return false;
        }
      }
    }
    return true;
  }

  addBothSides(point: ChartPoint, spacing: number): void {
    if (Math.abs(point[0]) < 0.3) {
      if (this.isFree([0, point[1]], spacing)) this.add([0, point[1]]);
      return;
    }
    const twin = mirrorPoint(point);
    if (2 * Math.abs(point[0]) < spacing || !this.isFree(point, spacing) || !this.isFree(twin, spacing)) return;
    this.add(point);
    this.add(twin);
  }
}

/** The polygon pushed outward by `distance` (positive) at every corner. @param polygon closed, any winding */
function offsetPolygon(polygon: readonly ChartPoint[], distance: number): ChartPoint[] {
  const n = polygon.length;
  let area = 0;
  for (let i = 0; i < n; i++) {
    const [x0, y0] = polygon[i];
    const [x1, y1] = polygon[(i + 1) % n];
    area += x0 * y1 - x1 * y0;
  }
  const side = area > 0 ? 1 : -1;
  return polygon.map(([x, y], i) => {
    const [px, py] = polygon[(i + n - 1) % n];
    const [qx, qy] = polygon[(i + 1) % n];
    const length = Math.hypot(qx - px, qy - py) || 1;
    return [x + ((side * (qy - py)) / length) * distance, y - ((side * (qx - px)) / length) * distance] as const;
  });
}

/** Every chart point of the head template, mirror-symmetric, with the landmarks and contours among them. */
export function layOutChart(): ChartLayout {
  const chart = MEAN_LANDMARKS.map(toChart);
  const { mirror } = FACE_SYNTHETICS_70;
  for (let i = 0; i < 68; i++) {
    if (mirror[i] > i) chart[mirror[i]] = mirrorPoint(chart[i]);
    else if (mirror[i] === i) chart[i] = [0, chart[i][1]];
  }
  const spaced = new SpacedPoints();
  const landmarks = chart.map((point) => spaced.add(point));

  /** Adds the curve through these landmarks; the landmarks themselves are there already. */
  const addArc = (indices: readonly number[], steps: number): number[] =>
    splineThrough(
      indices.map((i) => chart[i]),
      steps,
    ).map((point, s) => (s % steps === 0 ? landmarks[indices[s / steps]] : spaced.add(point)));

  const rightEye = { upper: addArc([36, 37, 38, 39], 5), lower: addArc([36, 41, 40, 39], 5) };
  const leftEye = { upper: addArc([45, 44, 43, 42], 5), lower: addArc([45, 46, 47, 42], 5) };
  const outerLip = {
    upper: addArc([48, 49, 50, 51, 52, 53, 54], 4),
    lower: addArc([48, 59, 58, 57, 56, 55, 54], 4),
  };
  const innerLip = { upper: addArc([60, 61, 62, 63, 64], 6), lower: addArc([60, 67, 66, 65, 64], 6) };

  // two rows of points between the outer and the inner edge of each lip
  for (const arc of ['upper', 'lower'] as const) {
    for (const part of [0.33, 0.67]) {
      for (let s = 1; s < 12; s++) {
        const [oa, ot] = spaced.points[outerLip[arc][s]];
        const [ia, it] = spaced.points[innerLip[arc][s]];
        spaced.addBothSides([oa + (ia - oa) * part, ot + (it - ot) * part], 0.9);
      }
      const [oa, ot] = spaced.points[outerLip[arc][12]];
      const [ia, it] = spaced.points[innerLip[arc][12]];
      spaced.addBothSides([oa + (ia - oa) * part, ot + (it - ot) * part], 0.9);
    }
  }
  const outline = ({ upper, lower }: Aperture) =>
    [...upper, ...[...lower].reverse().slice(1, -1)].map((i) => spaced.points[i]);
  for (const distance of [1.3, 2.8, 4.6, 6.8]) {
    for (const point of offsetPolygon(outline(rightEye), distance)) spaced.addBothSides(point, 1);
  }
  for (const distance of [1.6, 3.6]) {
    for (const point of offsetPolygon(outline(outerLip), distance)) {
      if (point[0] <= 0) spaced.addBothSides(point, 1.2);
    }
  }

  const jawSlides = Array.from({ length: 17 }, (_, i) => {
    const [a, t] = chart[i];
    const slide = JAW_SLIDE[Math.min(i, 16 - i)];
    const back = [landmarks[i]];
    const front = [landmarks[i]];
    for (let reach = 4; reach <= slide.back; reach += 4) {
      back.push(spaced.add([a + Math.sign(a) * reach, t - reach * 0.12]));
    }
    for (let reach = 4; reach < Math.abs(a) - 6; reach += 4) {
      front.push(spaced.add([a - Math.sign(a) * reach, t - reach * slide.rise]));
    }
    return { back, front };
  });

  const half = CHART_RADIUS * Math.PI;
  for (let t = CROWN_T + 1; t <= NECK_T; t += 2) {
    for (let a = 0; a <= half; a += 2) {
      const point: ChartPoint = [a, t];
      spaced.addBothSides(point, spacingAt(point));
    }
  }
  return { points: spaced.points, landmarks, rightEye, leftEye, outerLip, innerLip, jawSlides };
}
