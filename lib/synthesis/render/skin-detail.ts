import { noise3 } from './noise';

/** How marked the skin is; see the skin parameters for the scales. */
export interface SkinDetail {
  readonly roughness: number;
  readonly wrinkles: number;
  readonly freckles: number;
  readonly blemishes: number;
  /** creases that the expression makes: cheeks lifted, brows lifted, brows drawn together, 0–1 */
  readonly smiling: number;
  readonly browsUp: number;
  readonly frowning: number;
  readonly seed: number;
}

/** One sample of skin: its place on the template (mm), normal and colour; changed in place. */
export interface SkinSample {
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
  red: number;
  green: number;
  blue: number;
  gloss: number;
}

/** Cross-section of a crease at a signed distance from its line: slope of the surface. */
const creaseSlope = (distance: number, width: number): number => {
  const d = distance / width;
  return d > -2.5 && d < 2.5 ? d * Math.exp(-d * d) : 0;
};

/** Pores, blotches, freckles and creases, in the template's own coordinates so that they stay on the face. */
export function detailSkin(s: SkinSample, detail: SkinDetail): void {
  const { x, y, z } = s;
  const grain = detail.roughness;
  const blotch = noise3(x * 0.07, y * 0.07, z * 0.07, detail.seed) - 0.5;
  const pore = noise3(x * 0.55, y * 0.55, z * 0.55, detail.seed + 7) - 0.5;
  const bright = 1 + 0.07 * grain * pore + 0.09 * blotch;
  const ruddy = blotch * (0.08 + 0.14 * detail.blemishes);
  s.red *= bright * (1 + 0.3 * ruddy);
  s.green *= bright * (1 - ruddy);
  s.blue *= bright * (1 - 0.8 * ruddy);
  s.nx += 0.14 * grain * pore;
  s.ny += 0.14 * grain * blotch;
  s.gloss *= 0.75 + 0.5 * (pore + 0.5);
  if (z > 45) return;
  const b = x < 0 ? -x : x;
  if (detail.freckles > 0.05 && y > -30 && y < 64) {
    const spot = noise3(x * 0.8 + 31, y * 0.8, z * 0.8, detail.seed + 23);
    const over = spot - 0.8 + 0.1 * detail.freckles;
    if (over > 0) {
      const cheeks = Math.exp(-((y - 22) * (y - 22)) / 900);
      const dark = 1 - Math.min(0.3, over * 3) * cheeks;
      s.red *= dark;
      s.green *= dark * dark;
      s.blue *= dark * dark;
    }
  }
  // from the wing of the nose past the corner of the mouth
  if (y > 42 && y < 92 && b < 48) {
    const fade = Math.min(1, (y - 42) / 8) * Math.min(1, (92 - y) / 24);
    const line = b - (18.5 + (y - 44) * 0.56 - (y > 66 ? (y - 66) * 0.35 : 0));
    const depth = (0.1 + 0.42 * detail.wrinkles + 0.4 * detail.smiling) * fade;
    const slope = creaseSlope(line, 3.2) * depth;
    s.nx += (x < 0 ? -1 : 1) * slope * -1.6;
    const dark = 1 - 0.32 * depth * Math.exp(-(line * line) / 7);
    s.red *= dark;
    s.green *= dark;
    s.blue *= dark;
  }
  const forehead = 0.5 * detail.wrinkles + 0.5 * detail.browsUp;
  if (forehead > 0.1 && y < -28 && y > -66 && b < 50) {
    const wave = Math.sin(y * 0.72 + 2.4 * noise3(x * 0.035, y * 0.05, 3, detail.seed + 31));
    s.ny +=
      0.35 * forehead * wave * Math.min(1, (50 - b) / 16) * Math.min(1, (-28 - y) / 6) * Math.min(1, (y + 66) / 10);
  }
  const frown = 0.35 * detail.wrinkles + 0.65 * detail.frowning;
  if (frown > 0.1 && b < 12 && y > -34 && y < -6) {
    s.nx +=
      (x < 0 ? -1 : 1) * creaseSlope(b - 5, 1.8) * -0.9 * frown * Math.min(1, (y + 34) / 8) * Math.min(1, (-6 - y) / 8);
  }
  const corner = 0.6 * detail.wrinkles + 0.45 * detail.smiling;
  if (corner > 0.1 && b > 48 && b < 68 && y > -16 && y < 18) {
    const angle = Math.atan2(y, b - 42);
    s.ny += 0.3 * corner * Math.sin(angle * 17) * Math.min(1, (b - 48) / 4) * Math.min(1, (68 - b) / 8);
  }
}
