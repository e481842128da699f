/** Linear-light RGB, 0–1. */
export type Colour = readonly [r: number, g: number, b: number];

export const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
export const scaled = ([r, g, b]: Colour, k: number): Colour => [r * k, g * k, b * k];
export const times = (a: Colour, b: Colour): Colour => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** sRGB 0–255, as colours are known from pictures. */
export const srgb = (r: number, g: number, b: number): Colour => [
  toLinear(r / 255),
  toLinear(g / 255),
  toLinear(b / 255),
];

/** @param hueDeg any angle @param saturation, lightness 0–1 (HSL in sRGB) */
export function hsl(hueDeg: number, saturation: number, lightness: number): Colour {
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const channel = (n: number) => {
    const k = (((n + hueDeg / 30) % 12) + 12) % 12;
    return lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [toLinear(channel(0)), toLinear(channel(8)), toLinear(channel(4))];
}

/** Colour of a light: 0 blue sky, 0.4 daylight, 1 candle. */
export function lightColour(warmth: number): Colour {
  const day: Colour = [1, 0.98, 0.95];
  return warmth < 0.4 ? mix([0.78, 0.9, 1.15], day, warmth / 0.4) : mix(day, [1.25, 0.88, 0.55], (warmth - 0.4) / 0.6);
}

/** sRGB bytes of linear light, by table: 4096 steps are finer than a byte everywhere. */
const TO_BYTE = Uint8Array.from({ length: 4097 }, (_, i) => {
  const c = i / 4096;
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
});
export const toByte = (linear: number): number => TO_BYTE[Math.min(Math.max(Math.round(linear * 4096), 0), 4096)];
