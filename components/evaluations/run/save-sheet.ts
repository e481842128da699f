import { saveBlob } from '@/components/charts/save-chart';
import { useOverlayStore } from '@/components/overlay/overlay-store';
import { errorColour, errorInk } from '@/lib/charts/error-scale';
import type { EvaluationImage } from '@/lib/contracts/evaluation';
import { contoursPath, dotsPath } from '@/lib/landmarks/outline';

const TILE = 240;
const CAPTION = 20;
const GAP = 6;
const COLUMNS = 6;

/**
 * Saves a contact sheet of the images as they are shown, with the layers that the overlay bar has on. It shows faces: the
 * file goes where its owner sends it.
 *
 * @throws Error when a picture cannot be read or the browser draws none
 */
export async function saveSheet(images: readonly EvaluationImage[], name: string): Promise<void> {
  const columns = Math.min(COLUMNS, images.length);
  const rows = Math.ceil(images.length / Math.max(1, columns));
  const canvas = document.createElement('canvas');
  canvas.width = columns * (TILE + GAP) + GAP;
  canvas.height = rows * (TILE + CAPTION + GAP) + GAP;
  const context = canvas.getContext('2d');
  if (!context || images.length === 0) throw new Error('there is nothing to draw');
  context.fillStyle = '#101113';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const pictures = await Promise.all(images.map(({ sampleId }) => load(`/api/samples/${sampleId}/thumbnail?size=384`)));
  for (const [i, image] of images.entries()) {
    const x = GAP + (i % columns) * (TILE + GAP);
    const y = GAP + Math.floor(i / columns) * (TILE + CAPTION + GAP);
    drawTile(context, image, pictures[i], x, y);
  }
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('the picture could not be made');
  saveBlob(blob, `${name}.png`);
}

async function load(url: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return picture;
}

function drawTile(
  context: CanvasRenderingContext2D,
  { name, error, view, groundTruth, prediction }: EvaluationImage,
  picture: HTMLImageElement,
  x: number,
  y: number,
): void {
  const layers = useOverlayStore.getState();
  context.save();
  context.beginPath();
  context.rect(x, y, TILE, TILE);
  context.clip();
  context.drawImage(picture, x, y, TILE, TILE);
  const scale = TILE / view.size;
  context.translate(x - scale * view.x, y - scale * view.y);
  context.scale(scale, scale);
  for (const [outline, colour, isShown] of [
    [groundTruth, '#ff9f2e', layers.groundTruth],
    [prediction, '#4fb3ff', layers.prediction],
  ] as const) {
    if (!outline || !isShown) continue;
    context.strokeStyle = colour;
    context.lineWidth = 1 / scale;
    if (layers.contours) context.stroke(new Path2D(contoursPath(outline)));
    context.lineWidth = 3 / scale;
    context.lineCap = 'round';
    context.stroke(new Path2D(dotsPath(outline)));
  }
  context.restore();
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = '#e5e7ea';
  context.fillText(name, x + 2, y + TILE + 14, TILE - 70);
  context.fillStyle = errorColour(error);
  context.fillRect(x + TILE - 58, y + TILE + 3, 58, 15);
  context.fillStyle = errorInk(error);
  context.fillText(`${error.toFixed(2)} px`, x + TILE - 54, y + TILE + 14);
}
