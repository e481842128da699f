import { curveThrough } from '@/lib/editor/curve';
import { movedLandmarks } from '@/lib/editor/version-diff';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { placedRuns } from '@/lib/landmarks/outline';
import { type Contour, SCHEMES } from '@/lib/landmarks/scheme';

/**
 * What is drawn in one go on the stage. All coordinates are image px (pixel centres); lengths that belong to the screen
 * are given in image px already, that is, divided by the scale.
 */
type Pen = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'scale'
  | 'setLineDash'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'bezierCurveTo'
  | 'closePath'
  | 'stroke'
  | 'arc'
  | 'fill'
  | 'fillText'
  | 'strokeText'
> &
  CanvasPathDrawingStyles &
  CanvasFillStrokeStyles &
  Pick<CanvasTextDrawingStyles, 'font' | 'textAlign' | 'textBaseline'>;

type Places = readonly (readonly [number, number, ...number[]])[];

/** Smooth contours through the points; a missing landmark breaks its line. */
export function drawContours(
  pen: Pen,
  contours: readonly Contour[],
  points: Places,
  isPlaced: (index: number) => boolean,
  color: string,
  width: number,
): void {
  pen.beginPath();
  for (const contour of contours) {
    for (const run of placedRuns(contour, isPlaced)) {
      const curve = curveThrough(
        run.indices.map((index) => points[index]),
        run.closed,
      );
      if (curve.length === 0) continue;
      pen.moveTo(curve[0].from[0], curve[0].from[1]);
      for (const { handles, to } of curve) pen.bezierCurveTo(...handles[0], ...handles[1], to[0], to[1]);
    }
  }
  pen.lineWidth = width;
  pen.lineJoin = 'round';
  pen.strokeStyle = color;
  pen.stroke();
}

/** Lines from ground truth to prediction, over a darker line so that they stand out on skin and on hair. */
export function drawVectors(
  pen: Pen,
  annotation: Annotation,
  prediction: Places,
  color: string,
  rim: string,
  width: number,
): void {
  pen.beginPath();
  for (let index = 0; index < prediction.length; index++) {
    if (!isAnnotated(annotation, index)) continue;
    const [x, y] = annotation.points[index];
    pen.moveTo(x, y);
    pen.lineTo(prediction[index][0], prediction[index][1]);
  }
  pen.lineCap = 'round';
  pen.lineWidth = width * 2.4;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.lineWidth = width;
  pen.strokeStyle = color;
  pen.stroke();
}

export function drawDots(pen: Pen, points: Places, radius: number, color: string, rim: string): void {
  pen.beginPath();
  for (const [x, y] of points) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
  pen.lineWidth = radius * 0.5;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
}

/** A ring around one predicted point: the partner of the ground-truth point in hand. */
export function drawRing(
  pen: Pen,
  [x, y]: readonly [number, number, ...number[]],
  radius: number,
  color: string,
): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.lineWidth = radius * 0.25;
  pen.strokeStyle = color;
  pen.stroke();
}

/** How words stand on the stage: sizes in image px, and upright although the view may be mirrored. */
export interface Lettering {
  readonly fontSize: number;
  readonly color: string;
  readonly rim: string;
  readonly mirrored: boolean;
}

export function drawIndices(pen: Pen, annotation: Annotation, lettering: Lettering): void {
  const { fontSize } = lettering;
  pen.textBaseline = 'bottom';
  beginWriting(pen, lettering, '');
  annotation.points.forEach((point, index) => {
    if (!isAnnotated(annotation, index)) return;
    write(pen, String(index), point, [fontSize * 0.45, -fontSize * 0.2], lettering);
  });
}

/** Name and number of a landmark beside it. */
export function drawName(pen: Pen, point: readonly [number, number], text: string, lettering: Lettering): void {
  pen.textBaseline = 'middle';
  beginWriting(pen, lettering, '600 ');
  write(pen, text, point, [lettering.fontSize, 0], lettering);
}

/** A small flag above each landmark that somebody has remarked on. */
export function drawNotes(
  pen: Pen,
  annotation: Annotation,
  notes: ReadonlyMap<number, string>,
  { fontSize, color, rim, mirrored }: Lettering,
): void {
  const side = mirrored ? -1 : 1;
  pen.beginPath();
  for (const index of notes.keys()) {
    if (index >= annotation.points.length || !isAnnotated(annotation, index)) continue;
    const [x, y] = annotation.points[index];
    pen.moveTo(x, y - 0.5 * fontSize);
    pen.lineTo(x, y - 1.7 * fontSize);
    pen.lineTo(x + side * 0.9 * fontSize, y - 1.35 * fontSize);
    pen.lineTo(x, y - fontSize);
  }
  pen.lineJoin = 'round';
  pen.lineWidth = fontSize * 0.25;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.lineWidth = fontSize * 0.1;
  pen.strokeStyle = color;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
}

function beginWriting(pen: Pen, { fontSize, color, rim }: Lettering, weight: string): void {
  pen.font = `${weight}${fontSize}px system-ui, sans-serif`;
  pen.textAlign = 'left';
  pen.lineJoin = 'round';
  pen.lineWidth = fontSize * 0.3;
  pen.strokeStyle = rim;
  pen.fillStyle = color;
}

function write(
  pen: Pen,
  text: string,
  [x, y]: readonly [number, number],
  [dx, dy]: readonly [number, number],
  { mirrored }: Lettering,
): void {
  pen.save();
  pen.translate(x, y);
  if (mirrored) pen.scale(-1, 1);
  pen.strokeText(text, dx, dy);
  pen.fillText(text, dx, dy);
  pen.restore();
}

/** Where landmarks stood before: grey dots, and from each that has moved an arrow to where it stands now. */
export function drawMoves(
  pen: Pen,
  before: Annotation,
  now: Annotation,
  look: { color: string; rim: string; radius: number; width: number },
): void {
  const shown = before.points.filter((_, index) => isAnnotated(before, index));
  pen.beginPath();
  for (const { index, distance } of movedLandmarks(before, now)) {
    if (distance === null) continue;
    const [[ax, ay], [bx, by]] = [before.points[index], now.points[index]];
    const [ux, uy] = [(bx - ax) / distance, (by - ay) / distance];
    const head = Math.min(look.radius * 2.2, distance / 2);
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
    pen.moveTo(bx - head * (ux - 0.5 * uy), by - head * (uy + 0.5 * ux));
    pen.lineTo(bx, by);
    pen.lineTo(bx - head * (ux + 0.5 * uy), by - head * (uy - 0.5 * ux));
  }
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = look.width * 2.4;
  pen.strokeStyle = look.rim;
  pen.stroke();
  pen.lineWidth = look.width;
  pen.strokeStyle = look.color;
  pen.stroke();
  drawDots(pen, shown, look.radius, look.color, look.rim);
}

/** The lasso while it is drawn, closed by a straight line. */
export function drawLasso(pen: Pen, path: Places, color: string, rim: string, width: number): void {
  pen.beginPath();
  for (const [at, [x, y]] of path.entries()) {
    if (at === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.closePath();
  pen.lineWidth = width * 2.4;
  pen.strokeStyle = rim;
  pen.stroke();
  pen.setLineDash([4 * width, 3 * width]);
  pen.lineWidth = width;
  pen.strokeStyle = color;
  pen.stroke();
  pen.setLineDash([]);
}

export const contoursOf = (annotation: Annotation): readonly Contour[] => SCHEMES[annotation.scheme].contours;
