/** An image of one size, in pieces of which only those are drawn that can be seen. */
export interface TiledImage {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Tile[];
}

interface Tile {
  /** place of its top-left pixel */
  readonly x: number;
  readonly y: number;
  readonly image: ImageBitmap;
}

/** Side of a tile, px: where no GPU is, a picture of 12 megapixels takes seconds to be handed to the canvas as a whole. */
const TILE = 512;
/** Tiles lie over each other by so many px, so that no seam shows where they meet between pixels of the screen. */
const OVERLAP = 2;

export const wholeImage = (image: ImageBitmap): TiledImage => ({
  width: image.width,
  height: image.height,
  tiles: [{ x: 0, y: 0, image }],
});

/** The same image in tiles; lets the page breathe between two rows of them. */
export async function cutImage(image: ImageBitmap): Promise<TiledImage> {
  const { width, height } = image;
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += TILE) {
    for (let x = 0; x < width; x += TILE) {
      const w = Math.min(TILE + OVERLAP, width - x);
      const h = Math.min(TILE + OVERLAP, height - y);
      const canvas = new OffscreenCanvas(w, h);
      // kept in memory: reading a small part of a large picture back from a GPU would cost more than it saves
      const pen = canvas.getContext('2d', { willReadFrequently: true });
      if (!pen) return wholeImage(image);
      pen.drawImage(image, x, y, w, h, 0, 0, w, h);
      tiles.push({ x, y, image: canvas.transferToImageBitmap() });
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { width, height, tiles };
}

/**
 * Draws what lies inside the canvas.
 *
 * @param pen  its transform takes px of the full image, counted from the outer corner, to px of the canvas
 * @param size of the full image, of which `tiled` may be a smaller one
 */
export function drawTiles(
  pen: CanvasRenderingContext2D,
  { width, height, tiles }: TiledImage,
  size: { readonly width: number; readonly height: number },
): void {
  const [sx, sy] = [size.width / width, size.height / height];
  const back = pen.getTransform().inverse();
  const corners = [
    [0, 0],
    [pen.canvas.width, 0],
    [0, pen.canvas.height],
    [pen.canvas.width, pen.canvas.height],
  ].map(([x, y]) => back.transformPoint({ x, y }));
  const [left, right] = extent(corners.map(({ x }) => x));
  const [top, bottom] = extent(corners.map(({ y }) => y));
  for (const { x, y, image } of tiles) {
    const [x0, y0, w, h] = [x * sx, y * sy, image.width * sx, image.height * sy];
    if (x0 < right && x0 + w > left && y0 < bottom && y0 + h > top) pen.drawImage(image, x0, y0, w, h);
  }
}

const extent = (values: readonly number[]): [least: number, most: number] => [Math.min(...values), Math.max(...values)];
