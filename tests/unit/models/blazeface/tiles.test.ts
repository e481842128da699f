import { describe, expect, it } from 'vitest';
import { isCut, searchTiles } from '@/models/blazeface/tiles';

const image = { width: 1000, height: 600 };

describe('searchTiles', () => {
  it('is the whole image alone where nothing smaller is sought, centred in a square', () => {
    expect(searchTiles(image, 192, null)).toEqual([{ x: 0, y: -200, side: 1000 }]);
    // a face of 125 px spans 24 network px of the whole image
    expect(searchTiles(image, 192, 125)).toHaveLength(1);
  });

  it('halves the side until the smallest face is large enough', () => {
    const sides = new Set(searchTiles(image, 192, 40).map(({ side }) => side));
    expect([...sides]).toEqual([1000, 500, 320]);
  });

  it('has every face whole in a tile that shows it large enough', () => {
    const tiles = searchTiles(image, 192, 40);
    for (let size = 40; size <= 560; size *= 1.17) {
      for (let x = 0; x <= image.width - size; x += 13) {
        for (let y = 0; y <= image.height - size; y += 17) {
          const box = { x, y, width: size, height: size };
          const seen = tiles.some((tile) => {
            const inside =
              x >= tile.x && y >= tile.y && x + size <= tile.x + tile.side && y + size <= tile.y + tile.side;
            return inside && !isCut(box, tile, image) && (size / tile.side) * 192 >= 23.99;
          });
          expect(seen, `${size} px at ${x}, ${y}`).toBe(true);
        }
      }
    }
  });
});

describe('isCut', () => {
  const tile = { x: 300, y: 0, side: 200 };

  it('is true where a face goes on in the next tile', () => {
    expect(isCut({ x: 299, y: 50, width: 40, height: 40 }, tile, image)).toBe(true);
    expect(isCut({ x: 470, y: 50, width: 40, height: 40 }, tile, image)).toBe(true);
    expect(isCut({ x: 350, y: 170, width: 40, height: 40 }, tile, image)).toBe(true);
  });

  it('is false at the edge of the image, beyond which nothing is', () => {
    expect(isCut({ x: 350, y: -5, width: 40, height: 40 }, tile, image)).toBe(false);
    expect(isCut({ x: 350, y: 50, width: 40, height: 40 }, tile, image)).toBe(false);
  });
});
