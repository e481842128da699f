import type { FaceParameters } from '../parameter-ranges';
import { type Colour, mix, srgb } from '../render/colour';

/** Skin from very light to very dark, after the spread of published skin-tone scales (Monk, 2023). */
const TONES: readonly Colour[] = [
  srgb(246, 217, 203),
  srgb(236, 196, 172),
  srgb(217, 168, 138),
  srgb(184, 136, 106),
  srgb(139, 99, 75),
  srgb(100, 70, 54),
  srgb(66, 45, 37),
];

/** Base colour of the skin, linear. */
export function skinTone({ melanin, redness, yellowness }: FaceParameters['skin']): Colour {
  const at = melanin * (TONES.length - 1);
  const i = Math.min(Math.floor(at), TONES.length - 2);
  const [r, g, b] = mix(TONES[i], TONES[i + 1], at - i);
  const red = (redness - 0.5) * 0.24 * (1 - 0.6 * melanin);
  const yellow = (yellowness - 0.5) * 0.3;
  return [r * (1 + red * 0.4), g * (1 - red * 0.5), b * (1 - red * 0.4 - yellow)];
}

/** Colour of a place where blood shines through. */
export const flushed = (tone: Colour, amount: number): Colour => [
  tone[0] * (1 + 0.1 * amount),
  tone[1] * (1 - 0.32 * amount),
  tone[2] * (1 - 0.26 * amount),
];
