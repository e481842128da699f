/** How tiles of one size fill the room they are given; all lengths in CSS px. */
export interface GridGeometry {
  readonly columns: number;
  /** width of a tile, at least the wanted one */
  readonly tile: number;
  /** from the top of one row to the top of the next */
  readonly rowHeight: number;
}

export const GAP = 8;
/** line with the name below each face */
export const CAPTION = 20;

/** The same columns that CSS gives for `repeat(auto-fill, minmax(wanted, 1fr))`. @param width of the rows */
export function gridGeometry(width: number, wanted: number): GridGeometry {
  const columns = Math.max(1, Math.floor((width + GAP) / (wanted + GAP)));
  const tile = (width - (columns - 1) * GAP) / columns;
  return { columns, tile, rowHeight: tile + CAPTION + GAP };
}

/** A rectangle between two corners. */
export interface Band {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Places of the tiles that a rectangle touches, in the rows' own coordinates. @param count of tiles there are */
export function tilesInBand(band: Band, { columns, tile, rowHeight }: GridGeometry, count: number): number[] {
  const left = Math.min(band.x0, band.x1);
  const right = Math.max(band.x0, band.x1);
  const top = Math.min(band.y0, band.y1);
  const bottom = Math.max(band.y0, band.y1);
  const firstColumn = Math.max(0, Math.ceil((left - tile) / (tile + GAP)));
  const lastColumn = Math.min(columns - 1, Math.floor(right / (tile + GAP)));
  const firstRow = Math.max(0, Math.ceil((top - (rowHeight - GAP)) / rowHeight));
  const lastRow = Math.floor(bottom / rowHeight);
  const found: number[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * columns + column;
      if (index < count) found.push(index);
    }
  }
  return found;
}
