/**
 * What the report found, as far as its public summary says (C. Hu, "Facial Landmarks Detection with Synthetic Dataset",
 * 2022; abstract and conclusion). Errors in px of the 192-px crop on real test images, SR at 20 px.
 */
export const PUBLISHED = {
  /** 100 % synthetic, wing (5, 0.5), full network */
  synthetic: { me: 23.69, std: 8.71, sr20: 0.41 },
  /** 60 % synthetic and 40 % real */
  mixed: { me: 18.64, std: 7.88, sr20: 0.6 },
  /** SR of wing over SR of MSE, percent more */
  wingGainPercent: 7.8,
  /** the shallow network against the full one, percent */
  shallow: { smallerPercent: 23.6, fasterPercent: 23.1, srDropPercent: 29 },
} as const;
