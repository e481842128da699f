import { type Annotation, isAnnotated } from './annotation';
import { FACE_SYNTHETICS_70, IBUG_68 } from './scheme';

/** [2K] a flat list x0 y0 x1 y1 … in image px, for drawing only; null, null where a landmark is not placed. */
export type Outline = readonly (number | null)[];

/** What is drawn of a face: its places rounded to 0.01 px. @param isPlaced which landmarks have a place at all */
export const toOutline = (
  points: readonly (readonly number[])[],
  isPlaced: (index: number) => boolean = () => true,
): Outline => points.flatMap(([x, y], index) => (isPlaced(index) ? [round(x), round(y)] : [null, null]));

export const outlineOf = (annotation: Annotation): Outline =>
  toOutline(annotation.points, (index) => isAnnotated(annotation, index));

const round = (value: number): number => Math.round(value * 100) / 100;

/** Part of a contour, by landmark. */
export interface ContourRun {
  readonly indices: readonly number[];
  readonly closed: boolean;
}

/** The parts of a contour between missing landmarks; a contour without any stays closed. */
export function placedRuns({ indices, closed }: ContourRun, isPlaced: (index: number) => boolean): ContourRun[] {
  const gap = indices.findIndex((index) => !isPlaced(index));
  if (gap < 0) return [{ indices, closed }];
  // a closed contour is read from its first gap on, so that no run crosses the seam
  const path = closed ? [...indices.slice(gap), ...indices.slice(0, gap)] : indices;
  const runs: number[][] = [[]];
  for (const index of path) {
    if (isPlaced(index)) runs[runs.length - 1].push(index);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0).map((run) => ({ indices: run, closed: false }));
}

/** SVG path data: a dot a landmark, in one path. */
export const dotsPath = memoised((outline) => {
  let path = '';
  // a line of no length with round caps is a dot
  for (let i = 0; 2 * i < outline.length; i++) if (isPlacedIn(outline, i)) path += `M${placeOf(outline, i)}h0`;
  return path;
});

/** SVG path data of the contours, in one path; a landmark that is not placed breaks its line. */
export const contoursPath = memoised((outline) => {
  const scheme = outline.length === 2 * FACE_SYNTHETICS_70.count ? FACE_SYNTHETICS_70 : IBUG_68;
  return scheme.contours
    .flatMap((contour) => placedRuns(contour, (index) => isPlacedIn(outline, index)))
    .map(({ indices, closed }) => `M${indices.map((index) => placeOf(outline, index)).join('L')}${closed ? 'Z' : ''}`)
    .join('');
});

/** SVG path data: lines from each landmark of the one to the same of the other, where both are placed. */
export function vectorsPath(from: Outline, to: Outline): string {
  let path = '';
  const count = Math.min(from.length, to.length) / 2;
  for (let i = 0; i < count; i++) {
    if (isPlacedIn(from, i) && isPlacedIn(to, i)) path += `M${placeOf(from, i)}L${placeOf(to, i)}`;
  }
  return path;
}

const isPlacedIn = (outline: Outline, index: number): boolean => typeof outline[2 * index] === 'number';

const placeOf = (outline: Outline, index: number): string => `${outline[2 * index]} ${outline[2 * index + 1]}`;

/** Each path is made once and kept as long as the outline itself. */
function memoised(make: (outline: Outline) => string): (outline: Outline) => string {
  const made = new WeakMap<Outline, string>();
  return (outline) => {
    let path = made.get(outline);
    if (path === undefined) {
      path = make(outline);
      made.set(outline, path);
    }
    return path;
  };
}
