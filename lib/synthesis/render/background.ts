import { createRandom, type Random } from '@/lib/random';
import type { FaceParameters } from '../parameter-ranges';
import { gaussianBlur } from './blur';
import { type Colour, hsl, mix, scaled } from './colour';
import { fractal2 } from './noise';
import { scratchFloats } from './scratch';

type Background = FaceParameters['background'];

/** Scenes are painted at this share of the samples' side and enlarged smoothly: what lies behind a face is rarely sharp. */
const PAINT_SHARE = 0.25;

/**
 * A procedural scene behind the head, linear RGB [wide·wide·3].
 * Nothing in it looks like a face, so that every face of a picture is a labelled one.
 *
 * @param wide samples a side
 */
export function paintBackground(background: Background, wide: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const side = Math.max(8, Math.round(wide * PAINT_SHARE));
  const picture = scratchFloats('scene', side * side * 3);
  const palette = choosePalette(background, random);
  PAINTERS[background.kind]({ picture, side, palette, detail: background.detail, random, seed });
  const blurred = gaussianBlur(picture, side, (background.blur * side) / 40);
  return enlarge(blurred, side, wide);
}

/** A few colours that go together: the asked one, a neighbour, a contrast, and greys. */
function choosePalette({ hueDeg, saturation, lightness }: Background, random: Random): readonly Colour[] {
  return Array.from({ length: 6 }, (_, i) => {
    const hue = i === 0 ? hueDeg : hueDeg + random.normal() * (i < 3 ? 25 : 90);
    const chroma = saturation * 0.75 * (i === 0 ? 1 : random.uniform(0.1, 1));
    const light = i === 0 ? lightness : lightness + random.normal() * 0.25;
    return hsl(hue, chroma, 0.05 + 0.88 * Math.min(1, Math.max(0, light)));
  });
}

interface Scene {
  /** [side·side·3] */
  readonly picture: Float32Array;
  readonly side: number;
  readonly palette: readonly Colour[];
  readonly detail: number;
  readonly random: Random;
  readonly seed: number;
}

const smooth = (from: number, to: number, value: number): number => {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
};

/** Colours every pixel from its place, 0–1 on both axes. */
function fill({ picture, side }: Scene, colourAt: (u: number, v: number) => Colour): void {
  for (let y = 0, o = 0; y < side; y++) {
    for (let x = 0; x < side; x++, o += 3) {
      const [r, g, b] = colourAt(x / side, y / side);
      picture[o] = r;
      picture[o + 1] = g;
      picture[o + 2] = b;
    }
  }
}

/** A turned rectangle or ellipse with a soft gradient across it. Sizes and places are shares of the side. */
function stamp(
  scene: Scene,
  u: number,
  v: number,
  wide: number,
  tall: number,
  turn: number,
  round: boolean,
  colour: Colour,
): void {
  const { picture, side } = scene;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const reach = Math.sqrt(wide * wide + tall * tall);
  const [x0, x1] = [Math.max(0, Math.floor((u - reach) * side)), Math.min(side - 1, Math.ceil((u + reach) * side))];
  const [y0, y1] = [Math.max(0, Math.floor((v - reach) * side)), Math.min(side - 1, Math.ceil((v + reach) * side))];
  const fade = scene.random.uniform(-0.5, 0.5);
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const dx = x / side - u;
      const dy = y / side - v;
      const a = (dx * c + dy * s) / wide;
      const b = (dy * c - dx * s) / tall;
      if (round ? a * a + b * b > 1 : Math.abs(a) > 1 || Math.abs(b) > 1) continue;
      const light = 1 + fade * b;
      const o = (y * side + x) * 3;
      picture[o] = colour[0] * light;
      picture[o + 1] = colour[1] * light;
      picture[o + 2] = colour[2] * light;
    }
  }
}

const pick = (scene: Scene): Colour =>
  scaled(scene.palette[scene.random.integer(scene.palette.length)], scene.random.uniform(0.5, 1.3));

const PAINTERS: Readonly<Record<Background['kind'], (scene: Scene) => void>> = {
  plain: (scene) => {
    const [a] = scene.palette;
    fill(scene, (u, v) => scaled(a, 0.9 + 0.2 * scene.detail * fractal2(u * 3, v * 3, 3, scene.seed)));
  },
  gradient: (scene) => {
    const { palette, random } = scene;
    const [cu, cv] = [random.uniform(-0.2, 1.2), random.uniform(-0.2, 1.2)];
    fill(scene, (u, v) => mix(palette[0], palette[1], smooth(0, 1.1, Math.sqrt((u - cu) ** 2 + (v - cv) ** 2))));
  },
  clutter: (scene) => {
    const { palette, detail, random } = scene;
    fill(scene, (_u, v) => mix(palette[0], palette[1], v));
    const count = 8 + Math.floor(60 * detail);
    for (let i = 0; i < count; i++) {
      const scale = 0.35 * Math.exp(-3 * (i / count)) + 0.012;
      const [wide, tall] = [scale * random.uniform(0.3, 1.6), scale * random.uniform(0.3, 1.6)];
      const turn = random.next() < 0.6 ? 0 : random.uniform(0, Math.PI);
      stamp(scene, random.next(), random.next(), wide, tall, turn, random.next() < 0.35, pick(scene));
    }
  },
  room: (scene) => {
    const { palette, detail, random } = scene;
    const floor = random.uniform(0.6, 0.98);
    const tilt = random.normal() * 0.08;
    fill(scene, (u, v) => (v + tilt * u > floor ? scaled(palette[1], 0.7) : scaled(palette[0], 1.1 - 0.4 * u)));
    const count = 3 + Math.floor(12 * detail);
    for (let i = 0; i < count; i++) {
      const [u, v] = [random.next(), random.uniform(0, 0.85)];
      const [wide, tall] = [random.uniform(0.03, 0.2), random.uniform(0.05, 0.3)];
      const frame = pick(scene);
      stamp(scene, u, v, wide, tall, tilt, false, frame);
      stamp(scene, u, v, wide * 0.88, tall * 0.9, tilt, false, pick(scene));
    }
  },
  outdoors: (scene) => {
    const { palette, detail, random, seed } = scene;
    const horizon = random.uniform(0.25, 0.8);
    const sky = mix(hsl(210, 0.5 * random.next(), random.uniform(0.55, 0.9)), palette[0], 0.3);
    const land = mix(hsl(random.uniform(40, 130), 0.35, random.uniform(0.15, 0.4)), palette[1], 0.4);
    fill(scene, (u, v) => {
      const edge = horizon + 0.2 * (fractal2(u * 4, 0.5, 3, seed) - 0.5);
      if (v < edge) return mix(sky, scaled(sky, 1.3), v);
      const leaf = fractal2(u * (5 + 20 * detail), v * (5 + 20 * detail), 4, seed + 3);
      return scaled(land, 0.35 + 1.3 * leaf);
    });
  },
  foliage: (scene) => {
    const { palette, detail, seed } = scene;
    fill(scene, (u, v) => {
      const leaf = fractal2(u * (6 + 14 * detail), v * (6 + 14 * detail), 4, seed);
      const shade = fractal2(u * 3, v * 3, 2, seed + 5);
      return mix(scaled(palette[0], 0.2 + 1.2 * shade), scaled(palette[1], 1.3), smooth(0.5, 0.66, leaf));
    });
  },
  stripes: (scene) => {
    const { palette, detail, random } = scene;
    const turn = random.uniform(0, Math.PI);
    const [cu, cv] = [Math.cos(turn), Math.sin(turn)];
    const count = 3 + 18 * detail;
    fill(scene, (u, v) => {
      const phase = (u * cu + v * cv) * count;
      return mix(palette[0], palette[2], smooth(0.2, 0.3, Math.abs(phase - Math.floor(phase) - 0.5)));
    });
  },
  marble: (scene) => {
    const { palette, detail, seed } = scene;
    fill(scene, (u, v) => {
      const warp = fractal2(u * 4, v * 4, 3, seed + 9);
      const f = fractal2(u * (3 + 9 * detail) + warp * 2, v * (3 + 9 * detail) - warp, 4, seed);
      return mix(mix(palette[0], palette[1], smooth(0.3, 0.7, f)), palette[2], smooth(0.6, 0.75, warp));
    });
  },
};

/** Bilinear, pixel centres on pixel centres. */
function enlarge(small: Float32Array, side: number, size: number): Float32Array {
  const out = scratchFloats('samples', size * size * 3);
  const ratio = side / size;
  for (let y = 0, o = 0; y < size; y++) {
    const v = Math.min(Math.max((y + 0.5) * ratio - 0.5, 0), side - 1);
    const y0 = Math.floor(v);
    const down = y0 + 1 < side ? side * 3 : 0;
    const fy = v - y0;
    for (let x = 0; x < size; x++, o += 3) {
      const u = Math.min(Math.max((x + 0.5) * ratio - 0.5, 0), side - 1);
      const x0 = Math.floor(u);
      const right = x0 + 1 < side ? 3 : 0;
      const fx = u - x0;
      const p = (y0 * side + x0) * 3;
      for (let k = 0; k < 3; k++) {
        const top = small[p + k] + (small[p + k + right] - small[p + k]) * fx;
        const bottom = small[p + k + down] + (small[p + k + down + right] - small[p + k + down]) * fx;
        out[o + k] = top + (bottom - top) * fy;
      }
    }
  }
  return out;
}
