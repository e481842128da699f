import type { Ink } from '@/components/editor/ink';
import type { Size } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { LiveFace } from '@/models/live/protocol';
import type { LiveLayer } from './live-settings';

/** How the picture lies on the canvas. */
export interface OverlayView {
  /** canvas px a px of the frame */
  readonly scale: number;
  /** of the frame, px */
  readonly frame: Size;
  readonly isMirrored: boolean;
  /** canvas px a CSS px: lines and letters keep their size on fine screens */
  readonly density: number;
}

/** Draws faces over a picture that fills the canvas. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  faces: readonly LiveFace[],
  layers: Readonly<Record<LiveLayer, boolean>>,
  view: OverlayView,
  ink: Ink,
): void {
  const { scale, frame, isMirrored, density } = view;
  const toX = (x: number) => (isMirrored ? frame.width - 1 - x + 0.5 : x + 0.5) * scale;
  const toY = (y: number) => (y + 0.5) * scale;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const face of faces) {
    if (layers.boxes) strokeBox(context, face, toX, toY, density, ink);
    if (layers.contours) strokeContours(context, face.points, toX, toY, density, ink);
    if (layers.points) fillPoints(context, face, toX, toY, scale, density, ink);
    if (layers.confidence) writeConfidence(context, face, toX, toY, density, ink);
  }
}

type ToCanvas = (value: number) => number;

function strokeContours(
  context: CanvasRenderingContext2D,
  points: Float32Array,
  toX: ToCanvas,
  toY: ToCanvas,
  density: number,
  { prediction, rim }: Ink,
): void {
  context.beginPath();
  for (const { indices, closed } of IBUG_68.contours) {
    indices.forEach((index, i) => {
      const [x, y] = [toX(points[2 * index]), toY(points[2 * index + 1])];
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    if (closed) context.closePath();
  }
  context.globalAlpha = 0.45;
  context.strokeStyle = rim;
  context.lineWidth = 3 * density;
  context.stroke();
  context.globalAlpha = 0.9;
  context.strokeStyle = prediction;
  context.lineWidth = 1.25 * density;
  context.stroke();
  context.globalAlpha = 1;
}

function fillPoints(
  context: CanvasRenderingContext2D,
  { points, box }: LiveFace,
  toX: ToCanvas,
  toY: ToCanvas,
  scale: number,
  density: number,
  { prediction, rim }: Ink,
): void {
  // small faces get small points, within limits
  const radius = density * Math.min(3, Math.max(1.25, (Math.max(box.width, box.height) * scale) / density / 110));
  const trace = (size: number) => {
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [toX(points[i]), toY(points[i + 1])];
      context.moveTo(x + size, y);
      context.arc(x, y, size, 0, 2 * Math.PI);
    }
  };
  trace(radius + 0.75 * density);
  context.fillStyle = rim;
  context.fill();
  trace(radius);
  context.fillStyle = prediction;
  context.fill();
}

function strokeBox(
  context: CanvasRenderingContext2D,
  { box, angleRad }: LiveFace,
  toX: ToCanvas,
  toY: ToCanvas,
  density: number,
  { prediction }: Ink,
): void {
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  context.beginPath();
  for (const [u, v] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]) {
    const [dx, dy] = [(u * box.width) / 2, (v * box.height) / 2];
    context.lineTo(toX(cx + cos * dx - sin * dy), toY(cy + sin * dx + cos * dy));
  }
  context.closePath();
  context.strokeStyle = prediction;
  context.lineWidth = density;
  context.stroke();
}

function writeConfidence(
  context: CanvasRenderingContext2D,
  { id, confidence, points }: LiveFace,
  toX: ToCanvas,
  toY: ToCanvas,
  density: number,
  { rim, pointInHand }: Ink,
): void {
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, toX(points[i]));
    top = Math.min(top, toY(points[i + 1]));
  }
  const text = confidence === null ? `${id}` : `${id}  ${confidence.toFixed(2)}`;
  context.font = `600 ${12 * density}px system-ui, sans-serif`;
  const width = context.measureText(text).width + 10 * density;
  const height = 18 * density;
  const y = Math.max(0, top - height - 6 * density);
  context.globalAlpha = 0.72;
  context.fillStyle = rim;
  context.beginPath();
  context.roundRect(left, y, width, height, 4 * density);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = pointInHand;
  context.textBaseline = 'middle';
  context.fillText(text, left + 5 * density, y + height / 2);
}
