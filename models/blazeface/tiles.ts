import type { Box, Size } from '@/lib/landmarks/geometry';

/** A square of the image, px from its top left corner; may reach beyond the image. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Part of a tile that it shares with the next one. */
const SHARED = 1 / 4;

/** The network px that a face must span for the network to see it; a quarter of the input, SHARED, is twice as much. */
const SEEN_SIZE = 24;

/**
 * The squares to search for faces down to a size: the whole image first, then tiles of half that side, of a quarter and so
 * on, until the smallest face spans SEEN_SIZE of the network's px. A face too large to lie within what two tiles share was
 * large enough to be seen a level above, so each face is whole in a tile that shows it large enough.
 *
 * @param smallestFace image px; null searches the whole image only
 */
export function searchTiles(image: Size, inputSize: number, smallestFace: number | null): Tile[] {
  const whole = Math.max(image.width, image.height);
  const tiles: Tile[] = [{ x: (image.width - whole) / 2, y: (image.height - whole) / 2, side: whole }];
  if (smallestFace === null) return tiles;
  const finest = (smallestFace * inputSize) / SEEN_SIZE;
  for (let side = whole; side > finest; ) {
    side = Math.max(side / 2, finest);
    for (const y of starts(image.height, side)) for (const x of starts(image.width, side)) tiles.push({ x, y, side });
  }
  return tiles;
}

/** Where tiles of this side begin along an axis, evenly spaced; a single one is centred. */
function starts(length: number, side: number): number[] {
  if (length <= side) return [(length - side) / 2];
  const steps = Math.ceil((length - side) / (side * (1 - SHARED)));
  return Array.from({ length: steps + 1 }, (_, i) => (i * (length - side)) / steps);
}

/** Whether a face found in a tile may go on beyond it: then only a part of it was seen, and another tile has it whole. */
export function isCut({ x, y, width, height }: Box, tile: Tile, image: Size): boolean {
  return (
    (tile.x > 0 && x < tile.x) ||
    (tile.y > 0 && y < tile.y) ||
    (tile.x + tile.side < image.width && x + width > tile.x + tile.side) ||
    (tile.y + tile.side < image.height && y + height > tile.y + tile.side)
  );
}
