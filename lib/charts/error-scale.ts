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

/** Purple over grey to green (ColorBrewer's PRGn, ends darkened): apart without colour vision too. */
const DIVERGING = [
  [27, 120, 55],
  [127, 191, 123],
  [150, 150, 150],
  [175, 141, 195],
  [118, 42, 131],
] as const;

type Stops = readonly (readonly [number, number, number])[];

/** The error at the bright end of the scale, reference-crop px: what SR@20 calls a failure. */
export const ERROR_SCALE_MAX = 20;

/** @param place 0–1 along the stops */
function colourAt(stops: Stops, place: number): string {
  const at = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(at));
  const share = at - index;
  const mixed = stops[index].map((from, channel) => Math.round(from + share * (stops[index + 1][channel] - from)));
  return `rgb(${mixed.join(' ')})`;
}

/** The colour of an error on the scale 0…max; larger ones look like the largest. */
export const errorColour = (error: number, max = ERROR_SCALE_MAX): string => colourAt(VIRIDIS, error / max);

/** Black or white, whichever is read better on that colour. */
export const errorInk = (error: number, max = ERROR_SCALE_MAX): string => (error / max < 0.45 ? '#fff' : '#000');

/** The colour of a change on the scale −max…max: green where the error falls, purple where it grows. */
export const changeColour = (change: number, max: number): string => colourAt(DIVERGING, (change / max + 1) / 2);

const gradientOf = (stops: Stops): string =>
  `linear-gradient(to right, ${stops.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`;

/** The whole scales as CSS gradients, for legends. */
export const ERROR_GRADIENT = gradientOf(VIRIDIS);
export const CHANGE_GRADIENT = gradientOf(DIVERGING);
