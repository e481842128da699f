import { MEAN_LANDMARKS, mirrored, RIGHT_EYE_CENTRE, type Vec3 } from './anatomy';
import { chartRay } from './chart';
import { type Aperture, type ChartLayout, layOutChart } from './chart-points';
import { triangulate } from './delaunay';
import { radialWarp } from './radial-warp';
import { surfaceOnRay } from './sculpt';
import { SEGMENT } from './segments';

/** The neutral average head as a mesh; identity and expression only move its vertices. */
export interface HeadTemplate {
  readonly vertexCount: number;
  /** [V·3] head space, mm, lips 5 mm apart, eyes open */
  readonly positions: Float32Array;
  /** [V·2] chart coordinates */
  readonly chart: Float32Array;
  /** [T·3] counter-clockwise seen from outside in the image (x right, y down) */
  readonly triangles: Uint32Array;
  /** [T] Face Synthetics class */
  readonly triangleSegments: Uint8Array;
  /** [68] */
  readonly landmarks: readonly number[];
  readonly layout: ChartLayout;
}

/** Points that hold still while the template is drawn onto the landmarks. */
const ANCHORS: readonly Vec3[] = [
  [0, -110, 60],
  [0, -30, 182],
  [75, -30, 90],
  [-75, -30, 90],
  [0, 170, 50],
  [50, 170, 100],
  [-50, 170, 100],
  [0, 100, 150],
  [0, -75, 2],
  [40, -65, 10],
  [-40, -65, 10],
];

const isInside = (a: number, t: number, polygon: readonly (readonly [number, number])[]): boolean => {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ai, ti] = polygon[i];
    const [aj, tj] = polygon[j];
    if (ti > t !== tj > t && a < ((aj - ai) * (t - ti)) / (tj - ti) + ai) inside = !inside;
  }
  return inside;
};

function classify(layout: ChartLayout, triangles: Uint32Array): { kept: Uint32Array; segments: Uint8Array } {
  const polygon = ({ upper, lower }: Aperture) =>
    [...upper, ...[...lower].reverse().slice(1, -1)].map((i) => layout.points[i]);
  const holes = [layout.rightEye, layout.leftEye, layout.innerLip].map(polygon);
  const lips = polygon(layout.outerLip);
  const [, mouthT] = layout.points[layout.landmarks[60]];
  const kept: number[] = [];
  const segments: number[] = [];
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = [triangles[i], triangles[i + 1], triangles[i + 2]];
    const a = corners.reduce((sum, v) => sum + layout.points[v][0], 0) / 3;
    const t = corners.reduce((sum, v) => sum + layout.points[v][1], 0) / 3;
    if (holes.some((hole) => isInside(a, t, hole))) continue;
    kept.push(...corners);
    const lip = isInside(a, t, lips);
    const nose = Math.abs(a) < 8 + Math.max(0, t) * 0.26 && t > -2 && t < 47;
    const neck = t > 122 || (Math.abs(a) > 80 && t > 92);
    if (lip) segments.push(t < mouthT + 1.5 ? SEGMENT.upperLip : SEGMENT.lowerLip);
    else segments.push(nose ? SEGMENT.nose : neck ? SEGMENT.neck : SEGMENT.skin);
  }
  return { kept: Uint32Array.from(kept), segments: Uint8Array.from(segments) };
}

function buildTemplate(): HeadTemplate {
  const layout = layOutChart();
  const onSurface = layout.points.map((point) => {
    const { origin, direction } = chartRay(point);
    return surfaceOnRay(origin, direction);
  });
  const warp = radialWarp([...layout.landmarks.map((v) => onSurface[v]), ...ANCHORS], [...MEAN_LANDMARKS, ...ANCHORS]);
  const positions = new Float32Array(onSurface.length * 3);
  onSurface.forEach((p, v) => {
    const d = warp(p);
    positions.set([p[0] + d[0], p[1] + d[1], p[2] + d[2]], v * 3);
  });
  const { kept, segments } = classify(layout, triangulate(layout.points));
  return {
    vertexCount: onSurface.length,
    positions,
    chart: Float32Array.from(layout.points.flat()),
    triangles: kept,
    triangleSegments: segments,
    landmarks: layout.landmarks,
    layout,
  };
}

let template: HeadTemplate | null = null;

/** Built on first use (a few hundred milliseconds), the same for every face. */
export function headTemplate(): HeadTemplate {
  template ??= buildTemplate();
  return template;
}

export const eyeCentreOf = (side: 'right' | 'left'): Vec3 =>
  side === 'right' ? RIGHT_EYE_CENTRE : mirrored(RIGHT_EYE_CENTRE);
