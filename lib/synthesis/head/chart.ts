import type { Vec3 } from './anatomy';

/**
 * The chart of the head: every surface point has coordinates (a, t), both about one millimetre at the face.
 * a is the angle round the head's axis times CHART_RADIUS; t runs down from the crown, past the face (where it is y),
 * under the chin and down the neck. A chart point is a ray from the axis; the head is star-shaped along these rays.
 */
export type ChartPoint = readonly [a: number, t: number];

export const CHART_RADIUS = 82;
const AXIS_Z = 82;
/** above this height rays fan up to the crown, below CHIN they fan down under the jaw and then run parallel */
const FOREHEAD = -40;
const CHIN = 72;
const FAN_DOWN_END = 132;
const FAN_DOWN_RAD = 0.85;
const CROWN_MM_PER_RAD = 88;

export const CROWN_T = FOREHEAD - (CROWN_MM_PER_RAD * Math.PI) / 2;
export const NECK_T = 215;

/** Height of the ray's origin on the axis and its slope downwards. */
function rayAt(t: number): { readonly y: number; readonly slopeRad: number } {
  if (t < FOREHEAD) return { y: FOREHEAD, slopeRad: Math.max((t - FOREHEAD) / CROWN_MM_PER_RAD, -Math.PI / 2) };
  if (t < CHIN) return { y: t, slopeRad: 0 };
  if (t < FAN_DOWN_END) return { y: CHIN, slopeRad: (FAN_DOWN_RAD * (t - CHIN)) / (FAN_DOWN_END - CHIN) };
  return { y: CHIN + t - FAN_DOWN_END, slopeRad: FAN_DOWN_RAD };
}

export function chartRay([a, t]: ChartPoint): { readonly origin: Vec3; readonly direction: Vec3 } {
  const { y, slopeRad } = rayAt(t);
  const angle = a / CHART_RADIUS;
  const flat = Math.cos(slopeRad);
  return {
    origin: [0, y, AXIS_Z],
    direction: [Math.sin(angle) * flat, Math.sin(slopeRad), -Math.cos(angle) * flat],
  };
}

/** Chart coordinates of the ray through a point of head space. */
export function toChart([x, y, z]: Vec3): ChartPoint {
  const away = Math.hypot(x, AXIS_Z - z);
  let low = CROWN_T;
  let high = NECK_T + 60;
  for (let i = 0; i < 50; i++) {
    const t = (low + high) / 2;
    const ray = rayAt(t);
    if (ray.y + away * Math.tan(ray.slopeRad) < y) low = t;
    else high = t;
  }
  return [Math.atan2(x, AXIS_Z - z) * CHART_RADIUS, (low + high) / 2];
}
