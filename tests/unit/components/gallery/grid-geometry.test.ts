import { describe, expect, it } from 'vitest';
import { gridGeometry, tilesInBand } from '@/components/gallery/grid-geometry';

describe('gridGeometry', () => {
  it('fits as many tiles as CSS auto-fill would and shares out the rest', () => {
    // 4 · 144 + 3 · 8 = 600 ≤ 610 < 752 = 5 · 144 + 4 · 8; a tile is (610 − 24) / 4
    expect(gridGeometry(610, 144)).toEqual({ columns: 4, tile: 146.5, rowHeight: 174.5 });
  });

  it('has one column where not even one tile fits', () => {
    expect(gridGeometry(100, 144)).toMatchObject({ columns: 1, tile: 100 });
  });
});

describe('tilesInBand', () => {
  // 3 columns of 100 px at x = 0, 108, 216; rows of 128 px whose tiles end 8 px before
  const geometry = gridGeometry(316, 100);

  it('takes in every tile that the band touches, however it was drawn', () => {
    expect(tilesInBand({ x0: 90, y0: 10, x1: 120, y1: 140 }, geometry, 9)).toEqual([0, 1, 3, 4]);
    expect(tilesInBand({ x0: 120, y0: 140, x1: 90, y1: 10 }, geometry, 9)).toEqual([0, 1, 3, 4]);
  });

  it('takes in nothing between two tiles', () => {
    expect(tilesInBand({ x0: 102, y0: 0, x1: 106, y1: 300 }, geometry, 9)).toEqual([]);
    expect(tilesInBand({ x0: 0, y0: 122, x1: 300, y1: 126 }, geometry, 9)).toEqual([]);
  });

  it('takes in no tile that is not there', () => {
    expect(tilesInBand({ x0: -50, y0: -50, x1: 900, y1: 900 }, geometry, 5)).toEqual([0, 1, 2, 3, 4]);
  });
});
