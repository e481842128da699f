/** What a set may be: asked for by the page, the API and the command line alike. */
export const SET_RANGES = {
  count: { min: 1, max: 100_000 },
  /** side of the images, px */
  size: { min: 64, max: 1024 },
  seed: { min: 0, max: 2 ** 31 - 1 },
  /** faces that others can be made like */
  examples: { min: 1, max: 60 },
} as const;
