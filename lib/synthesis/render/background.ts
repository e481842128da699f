import { createRandom } from '@/lib/random';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, mix, scaled } from './colour';
import { fractal2, noise2 } from './noise';

/**
 * A procedural scene behind the head, linear RGB [size·size·3].
 * Nothing in it looks like a face, so that every face of a picture is a labelled one.
 */
export function paintBackground(
  { kind, hueDeg, saturation, lightness, detail }: FaceParameters['background'],
  size: number,
  seed: number,
): Float32Array {
  const random = createRandom(seed);
  const base = hsl(hueDeg, saturation * 0.7, 0.08 + 0.8 * lightness);
  const other = hsl(
    hueDeg + random.uniform(20, 200),
    saturation * 0.7,
    0.08 + 0.8 * Math.abs(lightness - random.uniform(0.1, 0.45)),
  );
  const third = hsl(random.uniform(0, 360), saturation * random.uniform(0.3, 1), random.uniform(0.15, 0.85));
  const paint = painters[kind](base, other, third, detail, seed, random.next);
  const picture = new Float32Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      picture.set(paint(x / size, y / size), (y * size + x) * 3);
    }
  }
  return picture;
}

type Painter = (u: number, v: number) => Colour;
type MakePainter = (a: Colour, b: Colour, c: Colour, detail: number, seed: number, next: () => number) => Painter;

const smooth = (from: number, to: number, value: number) => {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
};

const painters: Readonly<Record<FaceParameters['background']['kind'], MakePainter>> = {
  plain: (a, _b, _c, detail, seed) => (u, v) => scaled(a, 0.92 + 0.16 * detail * fractal2(u * 3, v * 3, 3, seed)),
  gradient: (a, b, _c, _detail, _seed, next) => {
    const [cu, cv] = [next() * 1.4 - 0.2, next() * 1.4 - 0.2];
    return (u, v) => mix(a, b, smooth(0, 1.1, Math.hypot(u - cu, v - cv)));
  },
  blurred: (a, b, c, _detail, _seed, next) => {
    const spots = Array.from({ length: 14 }, (_, i) => ({
      u: next() * 1.2 - 0.1,
      v: next() * 1.2 - 0.1,
      r: 0.08 + 0.25 * next(),
      colour: scaled(i % 3 === 0 ? a : i % 3 === 1 ? b : c, 0.5 + next()),
    }));
    return (u, v) => {
      let colour = a;
      for (const spot of spots) {
        colour = mix(colour, spot.colour, 0.8 * smooth(spot.r, spot.r * 0.3, Math.hypot(u - spot.u, v - spot.v)));
      }
      return colour;
    };
  },
  room: (a, b, c, detail, seed, next) => {
    const floor = 0.6 + 0.35 * next();
    const boxes = Array.from({ length: 2 + Math.floor(5 * detail) }, (_, i) => ({
      u: next(),
      v: next() * 0.8,
      w: 0.05 + 0.2 * next(),
      h: 0.08 + 0.3 * next(),
      colour: scaled(i % 2 ? b : c, 0.4 + next()),
    }));
    return (u, v) => {
      let colour = v > floor ? scaled(b, 0.7) : scaled(a, 1 - 0.25 * u);
      for (const box of boxes) {
        const edge = Math.max(Math.abs(u - box.u) - box.w, Math.abs(v - box.v) - box.h);
        if (edge < 0) colour = edge > -0.012 ? scaled(box.colour, 0.5) : box.colour;
      }
      return scaled(colour, 0.9 + 0.2 * noise2(u * 40, v * 40, seed));
    };
  },
  foliage: (a, b, _c, detail, seed) => (u, v) => {
    const leaf = fractal2(u * (6 + 14 * detail), v * (6 + 14 * detail), 4, seed);
    const shade = fractal2(u * 3, v * 3, 2, seed + 5);
    return mix(scaled(a, 0.2 + 1.2 * shade), scaled(b, 1.4), smooth(0.52, 0.66, leaf));
  },
  stripes: (a, b, _c, detail, _seed, next) => {
    const turn = next() * Math.PI;
    const [cu, cv] = [Math.cos(turn), Math.sin(turn)];
    const count = 4 + 22 * detail;
    return (u, v) => {
      const phase = (u * cu + v * cv) * count;
      return mix(a, b, smooth(0.42, 0.5, Math.abs(phase - Math.floor(phase) - 0.5) * 2 * 0.5 + 0.2));
    };
  },
  noise: (a, b, c, detail, seed) => (u, v) => {
    const warp = fractal2(u * 4, v * 4, 3, seed + 9);
    const f = fractal2(u * (3 + 9 * detail) + warp * 2, v * (3 + 9 * detail) - warp, 4, seed);
    return mix(mix(a, b, smooth(0.3, 0.7, f)), c, smooth(0.6, 0.75, warp));
  },
};
