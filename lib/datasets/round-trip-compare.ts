import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { type Box, distance } from '@/lib/landmarks/geometry';
import type { ExportSample } from './formats/format';
import type { Pose, SourceSample } from './sample';

/** Above the rounding of doubles (a change of unit and back), below anything that can be seen. */
export const ROUNDING = 1e-9;

/** How one face came back. */
export interface FaceComparison {
  /** largest change of an x or a y of a landmark that is not missing, image px */
  readonly changePx: number;
  readonly orderKept: boolean;
  readonly visibilityKept: boolean;
  /** what is not as it was */
  readonly losses: readonly string[];
}

/** @param precisionPx how far the format may move a coordinate */
export function compareFaces(written: ExportSample, back: SourceSample, precisionPx: number): FaceComparison {
  const tolerance = precisionPx + ROUNDING;
  const { annotation } = written;
  const points =
    annotation && back.annotation
      ? compareAnnotations(annotation, back.annotation, tolerance)
      : { changePx: 0, orderKept: true, visibilityKept: true, losses: [] };
  const fields: readonly (readonly [what: string, kept: boolean])[] = [
    ['the landmarks', (annotation === null) === (back.annotation === null)],
    ['number of the face in its image', written.key === back.key],
    ['face box', written.box === null || isSameBox(written.box, back.box, tolerance)],
    ['absence of a face box (one round the landmarks stands for it)', written.box !== null || back.box === null],
    ['head pose', isSamePose(written.pose, back.pose)],
    ['person', written.person === back.person],
    ['split', written.split === back.split],
    ['tags', (written.tags ?? []).every((tag) => back.tags?.includes(tag))],
  ];
  const lost = fields.filter(([, kept]) => !kept).map(([what]) => what);
  return { ...points, losses: [...points.losses, ...lost] };
}

function compareAnnotations(written: Annotation, back: Annotation, tolerance: number): FaceComparison {
  const count = Math.min(written.points.length, back.points.length);
  let changePx = 0;
  let orderKept = back.points.length <= written.points.length;
  let visibilityKept = true;
  for (let i = 0; i < count; i++) {
    const state = stateOf(written, i);
    visibilityKept &&= state === stateOf(back, i);
    if (state === 'missing' || stateOf(back, i) === 'missing') continue; // their points must not be read
    const [x, y] = written.points[i];
    const [backX, backY] = back.points[i];
    const change = Math.max(Math.abs(backX - x), Math.abs(backY - y));
    changePx = Math.max(changePx, change);
    if (change > tolerance) orderKept &&= isNearestToItsOwn(written, back, i);
  }
  const losses: string[] = [];
  if (count < written.points.length) losses.push(`landmarks ${count} to ${written.points.length - 1} (the pupils)`);
  if (!isSameDepth(written, back, count)) losses.push(written.z ? 'depth' : 'absence of depth (0 stands for it)');
  if (!visibilityKept) losses.push('visibility (hidden counts as visible)');
  return { changePx, orderKept, visibilityKept, losses };
}

const stateOf = ({ visibility }: Annotation, index: number): Visibility => visibility?.[index] ?? 'visible';

/** A landmark that moved further than the format rounds has another's index if it lies where that one was written. */
function isNearestToItsOwn(written: Annotation, back: Annotation, index: number): boolean {
  const own = distance(written.points[index], back.points[index]);
  return written.points.every((point) => distance(point, back.points[index]) >= own);
}

const isSameDepth = (written: Annotation, back: Annotation, count: number): boolean =>
  written.z && back.z
    ? back.z.slice(0, count).every((z, i) => Math.abs(z - (written.z?.[i] ?? 0)) <= ROUNDING)
    : written.z === back.z;

function isSameBox(a: Box, b: Box | null, tolerance: number): boolean {
  if (b === null) return false;
  const sides = (box: Box) => [box.x, box.y, box.x + box.width, box.y + box.height];
  return sides(a).every((side, i) => Math.abs(side - sides(b)[i]) <= tolerance);
}

function isSamePose(a: Pose | null, b: Pose | null): boolean {
  if (a === null || b === null) return a === b;
  return (['pitchRad', 'yawRad', 'rollRad'] as const).every((angle) => Math.abs(a[angle] - b[angle]) <= ROUNDING);
}
