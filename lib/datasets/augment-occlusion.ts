import type { Random } from '@/lib/random';

/** Covers a rectangle or an ellipse with a flat colour, noise, or another part of the same crop. */
export function occlude(pixels: Uint8Array, size: number, random: Random): void {
  const width = Math.round(size * random.uniform(0.12, 0.45));
  const height = Math.round(size * random.uniform(0.12, 0.45));
  const x0 = random.integer(size + width) - width;
  const y0 = random.integer(size + height) - height;
  const round = random.next() < 0.5;
  const fill = random.next();
  const colour = [random.integer(256), random.integer(256), random.integer(256)];
  // the copied part lies half a crop away, round the edges
  const shift = 3 * (Math.round(size / 2) + size * random.integer(size));
  const source = fill >= 0.4 ? pixels.slice() : pixels;
  for (let y = Math.max(0, y0); y < Math.min(size, y0 + height); y++) {
    const dy = (2 * (y - y0 + 0.5)) / height - 1;
    for (let x = Math.max(0, x0); x < Math.min(size, x0 + width); x++) {
      const dx = (2 * (x - x0 + 0.5)) / width - 1;
      if (round && dx * dx + dy * dy > 1) continue;
      const at = (y * size + x) * 3;
      for (let k = 0; k < 3; k++) {
        if (fill < 0.4) pixels[at + k] = colour[k];
        else if (fill < 0.5) pixels[at + k] = random.integer(256);
        else pixels[at + k] = source[(at + k + shift) % source.length];
      }
    }
  }
}
