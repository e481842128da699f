import { type CropFrame, squareFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import { boundingBox } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { Random } from '@/lib/random';
import { drawTones } from './augment-colour';
import { occlude } from './augment-occlusion';
import { addNoise, blurAlong, compressBlocks } from './augment-sensor';
import { sampleRegion } from './augment-warp';

const COUNT = IBUG_68.count;

/** A face with plenty of its surroundings, as augmentation samples it. Points are in px of `image`. */
export interface FaceRegion {
  readonly image: RgbImage;
  /** planar [3 · 68]: x, y, z; z in px of `image`, mean 0, or all 0 where there is none */
  readonly points: Float32Array;
  /** [68] 1 annotated, 0 missing */
  readonly present: ArrayLike<number>;
}

export interface AugmentationSettings {
  /** the model's crop: side = margin × the longer side of the landmarks' tight box */
  readonly margin: number;
  /** side of the crop, px */
  readonly size: number;
  /** how far pose and picture are disturbed: 0 not at all, 1 as tuned for the shipped weights, more is rougher */
  readonly strength: number;
  /** how far the crop is from the true box, on the same scale: what a detector's box will ask for */
  readonly jitter: number;
  /** share of crops that show no face, or half of one: what confidence learns from */
  readonly negatives: number;
  /** share of mirrored crops */
  readonly mirrored: number;
}

export interface AugmentedFace {
  /** planar [3 · 68] in crop px; z keeps mean 0 */
  readonly points: Float32Array;
  /** 1 the crop holds the face, 0 at most half of it */
  readonly face: 0 | 1;
}

/** Which square is cut, by how far it is from the tight box: all in units of that box's longer side. */
interface CropDraw {
  readonly shiftX: number;
  readonly shiftY: number;
  /** factor on the crop's side */
  readonly zoom: number;
  /** width over height of what fills the square crop */
  readonly aspect: number;
  readonly face: 0 | 1;
}

/** Shift from which on a crop no longer counts as one of the face; half off it is 0.5. */
const OFF_FACE = 0.45;

/**
 * Cuts one crop out of a region as a careless photographer and an imprecise detector would, and moves the landmarks
 * with it.
 *
 * @param pixels receives the crop, [size · size · 3]
 */
export function augmentFace(
  region: FaceRegion,
  settings: AugmentationSettings,
  random: Random,
  pixels: Uint8Array,
): AugmentedFace {
  const { size, strength, margin } = settings;
  const geometry = random.fork('geometry');
  const mirrored = strength > 0 && geometry.next() < settings.mirrored;
  const angleRad = drawAngle(geometry, strength);
  const draw = geometry.next() < settings.negatives ? drawOffFace(geometry) : drawOnFace(geometry, settings.jitter);
  const frame = frameOf(region, { mirrored, angleRad, margin, size }, draw);

  const colour = random.fork('colour');
  const tones = strength > 0 ? drawTones(colour, strength) : null;
  sampleRegion(region.image, frame, pixels, { tones, resolution: drawResolution(colour, strength) });
  if (strength > 0) spoil(pixels, size, random.fork('sensor'), strength);
  if (draw.face === 0 && geometry.next() < 0.15) shuffleTiles(pixels, size, geometry);
  return { points: pointsIn(frame, region, mirrored), face: draw.face };
}

/** Mostly upright heads, a few tilted far. */
function drawAngle(random: Random, strength: number): number {
  const far = random.next() < 0.1;
  const degrees = far ? random.uniform(-50, 50) : 14 * random.normal();
  return (Math.max(-60, Math.min(60, degrees)) * strength * Math.PI) / 180;
}

/** A detector's error around the true box: up to about a fifth of its side. */
function drawOnFace(random: Random, jitter: number): CropDraw {
  const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));
  return {
    shiftX: jitter * clamp(0.07 * random.normal(), 0.2),
    shiftY: jitter * clamp(0.07 * random.normal(), 0.2),
    zoom: Math.exp(jitter * clamp(0.09 * random.normal(), 0.25)),
    aspect: Math.exp(jitter * clamp(0.04 * random.normal(), 0.12)),
    face: 1,
  };
}

/** Half off the face, beside it, a patch of what surrounds it, or so close that it shows a part only. */
function drawOffFace(random: Random): CropDraw {
  const kind = random.next();
  const direction = random.uniform(0, 2 * Math.PI);
  const away = (distance: number, zoom: number): CropDraw => {
    // a square's edge lies farther off in its corners: measure the shift along the longer axis
    const stretch = 1 / Math.max(Math.abs(Math.cos(direction)), Math.abs(Math.sin(direction)));
    return {
      shiftX: distance * stretch * Math.cos(direction),
      shiftY: distance * stretch * Math.sin(direction),
      zoom,
      aspect: 1,
      face: 0,
    };
  };
  if (kind < 0.45) return away(random.uniform(OFF_FACE, 0.8), Math.exp(random.uniform(-0.2, 0.2)));
  if (kind < 0.6) return away(random.uniform(0.8, 1.2), Math.exp(random.uniform(-0.3, 0.2)));
  if (kind < 0.85) return away(random.uniform(0.85, 1), random.uniform(0.25, 0.5));
  return away(random.uniform(0, 0.4), random.uniform(0.2, 0.4));
}

/** The frame of the crop in the region; for a mirrored face it runs from right to left. */
function frameOf(
  { image, points, present }: FaceRegion,
  { mirrored, angleRad, margin, size }: { mirrored: boolean; angleRad: number; margin: number; size: number },
  draw: CropDraw,
): CropFrame {
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  const right = image.width - 1;
  // the tight box is taken along the axes of the crop, as it will be for an image that arrives turned
  const turned: [number, number][] = [];
  for (let k = 0; k < COUNT; k++) {
    if (present[k] === 0) continue;
    const x = mirrored ? right - points[k] : points[k];
    const y = points[COUNT + k];
    turned.push([cos * x + sin * y, -sin * x + cos * y]);
  }
  const box = boundingBox(turned);
  const longer = Math.max(box.width, box.height);
  const u = box.x + box.width / 2 + draw.shiftX * longer;
  const v = box.y + box.height / 2 + draw.shiftY * longer;
  const side = Math.max(1, margin * longer * draw.zoom);
  const square = squareFrame(cos * u - sin * v, sin * u + cos * v, side, size, angleRad);
  const frame = stretch(square, draw.aspect);
  if (!mirrored) return frame;
  return { ...frame, a: -frame.a, c: -frame.c, tx: right - frame.tx };
}

/** Widens the frame by √aspect and lowers it by as much, about its middle. */
function stretch(frame: CropFrame, aspect: number): CropFrame {
  const middle = (frame.size - 1) / 2;
  const root = Math.sqrt(aspect);
  const a = frame.a * root;
  const b = frame.b * root;
  const c = frame.c / root;
  const d = frame.d / root;
  return {
    ...frame,
    a,
    b,
    c,
    d,
    tx: frame.tx + (frame.a - a + frame.c - c) * middle,
    ty: frame.ty + (frame.b - b + frame.d - d) * middle,
  };
}

/** The region's landmarks in the crop; a mirrored face gives every landmark to its counterpart. */
function pointsIn(frame: CropFrame, { points }: FaceRegion, mirrored: boolean): Float32Array {
  const { a, b, c, d, tx, ty } = frame;
  const determinant = a * d - b * c;
  const depthScale = 1 / Math.sqrt(Math.abs(determinant));
  const moved = new Float32Array(3 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    const from = mirrored ? IBUG_68.mirror[k] : k;
    const x = points[from] - tx;
    const y = points[COUNT + from] - ty;
    moved[k] = (d * x - c * y) / determinant;
    moved[COUNT + k] = (a * y - b * x) / determinant;
    moved[2 * COUNT + k] = points[2 * COUNT + from] * depthScale;
  }
  return moved;
}

/** Side in px the face is sampled at before it is enlarged to the crop: a fifth of the faces are small in their image. */
function drawResolution(random: Random, strength: number): number | null {
  return random.next() < 0.2 * strength ? Math.round(random.uniform(44, 150)) : null;
}

/** What stands before the face, and what the camera does to the picture. */
function spoil(pixels: Uint8Array, size: number, random: Random, strength: number): void {
  if (random.next() < 0.2 * strength) {
    const patches = 1 + random.integer(2);
    for (let i = 0; i < patches; i++) occlude(pixels, size, random);
  }
  if (random.next() < 0.08 * strength) blurAlong(pixels, size, random);
  if (random.next() < 0.2 * strength) addNoise(pixels, random.uniform(2, 14), random);
  if (random.next() < 0.12 * strength) compressBlocks(pixels, size, random.uniform(6, 40));
}

/** Texture without any face: the crop's tiles in another order. */
function shuffleTiles(pixels: Uint8Array, size: number, random: Random): void {
  const tiles = 4;
  const side = size / tiles;
  const before = pixels.slice();
  const order = Array.from({ length: tiles * tiles }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  for (const [to, from] of order.entries()) {
    for (let y = 0; y < side; y++) {
      const source = ((Math.floor(from / tiles) * side + y) * size + (from % tiles) * side) * 3;
      pixels.set(
        before.subarray(source, source + side * 3),
        ((Math.floor(to / tiles) * side + y) * size + (to % tiles) * side) * 3,
      );
    }
  }
}
