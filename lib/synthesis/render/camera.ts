import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import type { Vec3 } from '../head/anatomy';
import { settled } from '../head/deform';

/**
 * A pinhole camera in front of a turned head.
 * camera point = rotation · (head point) + translation; then u = focal · X / Z + cx, v = focal · Y / Z + cy,
 * in px of the image (0-based pixel centres).
 */
export interface Camera {
  readonly focalPx: number;
  readonly cx: number;
  readonly cy: number;
  /** [9] row-major, head → camera */
  readonly rotation: readonly number[];
  /** mm */
  readonly translation: Vec3;
}

/** Width of the full-frame sensor that focal lengths refer to, mm. */
export const SENSOR_WIDTH_MM = 36;

/**
 * Rotation of the head: first its own nod, then the turn, then the tilt in the image.
 * pitch > 0 looks down, yaw > 0 turns to the image's right, roll > 0 tilts clockwise.
 * @returns [9] row-major
 */
export function headRotation(pitchRad: number, yawRad: number, rollRad: number): number[] {
  const [cp, sp] = [Math.cos(pitchRad), Math.sin(pitchRad)];
  const [cy, sy] = [Math.cos(yawRad), Math.sin(yawRad)];
  const [cr, sr] = [Math.cos(rollRad), Math.sin(rollRad)];
  // yaw · pitch
  const m = [cy, -sy * sp, -sy * cp, 0, cp, -sp, sy, cy * sp, cy * cp];
  const turned = [
    cr * m[0] - sr * m[3],
    cr * m[1] - sr * m[4],
    cr * m[2] - sr * m[5],
    sr * m[0] + cr * m[3],
    sr * m[1] + cr * m[4],
    sr * m[2] + cr * m[5],
    m[6],
    m[7],
    m[8],
  ];
  return turned.map(settled);
}

/** Camera space: x right, y down, z away from the camera, mm. */
export function toCamera({ rotation: r, translation: t }: Camera, [x, y, z]: Vec3): Vec3 {
  return [
    r[0] * x + r[1] * y + r[2] * z + t[0],
    r[3] * x + r[4] * y + r[5] * z + t[1],
    r[6] * x + r[7] * y + r[8] * z + t[2],
  ];
}

/** Where the camera sees a point of head space. */
export function projectPoint(camera: Camera, point: Vec3): ImagePoint {
  const [x, y, z] = toCamera(camera, point);
  return imagePoint((camera.focalPx * x) / z + camera.cx, (camera.focalPx * y) / z + camera.cy);
}
