/** Stops of viridis (matplotlib, CC0) at equal steps: perceptually even, and readable without colour vision. */
const VIRIDIS = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
] as const;

/** The error at the bright end of the scale, reference-crop px: what SR@20 calls a failure. */
export const ERROR_SCALE_MAX = 20;

/** The colour of an error on the scale 0…max; larger ones look like the largest. */
export function errorColour(error: number, max = ERROR_SCALE_MAX): string {
  const place = Math.min(1, Math.max(0, error / max)) * (VIRIDIS.length - 1);
  const index = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const share = place - index;
  const mixed = VIRIDIS[index].map((from, channel) => Math.round(from + share * (VIRIDIS[index + 1][channel] - from)));
  return `rgb(${mixed.join(' ')})`;
}

/** Black or white, whichever is read better on that colour. */
export const errorInk = (error: number, max = ERROR_SCALE_MAX): string => (error / max < 0.45 ? '#fff' : '#000');

/** The whole scale as a CSS gradient, for legends. */
export const ERROR_GRADIENT = `linear-gradient(to right, ${VIRIDIS.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`;
