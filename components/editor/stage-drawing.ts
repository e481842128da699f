import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { type Contour, SCHEMES } from '@/lib/landmarks/scheme';

/**
 * What is drawn in one go on the stage. All coordinates are image px (pixel centres); lengths that belong to the screen
 * are given in image px already, that is, divided by the scale.
 */
type Pen = Pick<
  CanvasRenderingContext2D,
  'beginPath' | 'moveTo' | 'lineTo' | 'closePath' | 'stroke' | 'arc' | 'fill' | 'fillText' | 'strokeText'
> &
  CanvasPathDrawingStyles &
  CanvasFillStrokeStyles &
  Pick<CanvasTextDrawingStyles, 'font' | 'textAlign' | 'textBaseline'>;

type Places = readonly (readonly [number, number, ...number[]])[];

/** Contours through the points; a missing landmark breaks its line. */
export function drawContours(
  pen: Pen,
  contours: readonly Contour[],
  points: Places,
  isPlaced: (index: number) => boolean,
  color: string,
  width: number,
): void {
  pen.beginPath();
  for (const { indices, closed } of contours) {
    const path = closed ? [...indices, indices[0]] : indices;
    let drawing = false;
    for (const index of path) {
      if (!isPlaced(index)) {
        drawing = false;
        continue;
      }
      const [x, y] = points[index];
      if (drawing) pen.lineTo(x, y);
      else pen.moveTo(x, y);
      drawing = true;
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

export function drawIndices(pen: Pen, annotation: Annotation, fontSize: number, color: string, rim: string): void {
  pen.font = `${fontSize}px system-ui, sans-serif`;
  pen.textAlign = 'left';
  pen.textBaseline = 'bottom';
  pen.lineJoin = 'round';
  pen.lineWidth = fontSize * 0.28;
  pen.strokeStyle = rim;
  pen.fillStyle = color;
  annotation.points.forEach(([x, y], index) => {
    if (!isAnnotated(annotation, index)) return;
    const text = String(index);
    pen.strokeText(text, x + fontSize * 0.45, y - fontSize * 0.2);
    pen.fillText(text, x + fontSize * 0.45, y - fontSize * 0.2);
  });
}

/** Name and number of a landmark beside it. */
export function drawName(
  pen: Pen,
  [x, y]: readonly [number, number],
  text: string,
  fontSize: number,
  color: string,
  rim: string,
): void {
  pen.font = `600 ${fontSize}px system-ui, sans-serif`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = fontSize * 0.35;
  pen.strokeStyle = rim;
  pen.fillStyle = color;
  pen.strokeText(text, x + fontSize, y);
  pen.fillText(text, x + fontSize, y);
}

export const contoursOf = (annotation: Annotation): readonly Contour[] => SCHEMES[annotation.scheme].contours;
