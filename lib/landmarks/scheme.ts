/**
 * Landmark schemes as data: which point is which, how points join into contours, which mirror which.
 *
 * Left and right are the subject's own: 36–41 is the right eye and stands at the image's left in a frontal face.
 * Source of the 68-point order: Sagonas et al., "300 Faces in-the-Wild Challenge", ICCV-W 2013, figure 1 (there 1-based).
 */
export type SchemeId = 'ibug-68' | 'face-synthetics-70';

export const REGION_IDS = [
  'jaw',
  'right-brow',
  'left-brow',
  'nose',
  'right-eye',
  'left-eye',
  'outer-lip',
  'inner-lip',
] as const;
export type RegionId = (typeof REGION_IDS)[number];

export interface Contour {
  readonly name: string;
  readonly region: RegionId;
  readonly indices: readonly number[];
  readonly closed: boolean;
}

export interface LandmarkScheme {
  readonly id: SchemeId;
  readonly title: string;
  readonly count: number;
  /** Every landmark stands in exactly one contour. */
  readonly contours: readonly Contour[];
  /** mirror[i] is the landmark that takes i's place when the image is flipped left to right; its own inverse. */
  readonly mirror: readonly number[];
  /** Outer eye corners (subject's right, left): the interocular distance. */
  readonly outerEyeCorners: readonly [right: number, left: number];
  readonly source: string;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const CONTOURS_68: readonly Contour[] = [
  { name: 'jaw', region: 'jaw', indices: range(0, 16), closed: false },
  { name: 'right brow', region: 'right-brow', indices: range(17, 21), closed: false },
  { name: 'left brow', region: 'left-brow', indices: range(22, 26), closed: false },
  { name: 'nose bridge', region: 'nose', indices: range(27, 30), closed: false },
  { name: 'nose base', region: 'nose', indices: range(31, 35), closed: false },
  { name: 'right eye', region: 'right-eye', indices: range(36, 41), closed: true },
  { name: 'left eye', region: 'left-eye', indices: range(42, 47), closed: true },
  { name: 'outer lip', region: 'outer-lip', indices: range(48, 59), closed: true },
  { name: 'inner lip', region: 'inner-lip', indices: range(60, 67), closed: true },
];

/** Pairs as printed in METRICS; landmarks in no pair lie on the middle line and mirror onto themselves. */
const MIRROR_PAIRS_68: readonly (readonly [number, number])[] = [
  ...range(0, 7).map((i) => [i, 16 - i] as const),
  ...range(17, 21).map((i) => [i, 43 - i] as const),
  [31, 35],
  [32, 34],
  [36, 45],
  [37, 44],
  [38, 43],
  [39, 42],
  [40, 47],
  [41, 46],
  [48, 54],
  [49, 53],
  [50, 52],
  [55, 59],
  [56, 58],
  [60, 64],
  [61, 63],
  [65, 67],
];

function mirrorTable(count: number, pairs: readonly (readonly [number, number])[]): readonly number[] {
  const table = range(0, count - 1);
  for (const [a, b] of pairs) {
    table[a] = b;
    table[b] = a;
  }
  return table;
}

export const IBUG_68: LandmarkScheme = {
  id: 'ibug-68',
  title: 'iBUG 68',
  count: 68,
  contours: CONTOURS_68,
  mirror: mirrorTable(68, MIRROR_PAIRS_68),
  outerEyeCorners: [36, 45],
  source: 'Sagonas et al., 300 Faces in-the-Wild Challenge, ICCV-W 2013, fig. 1',
};

/** iBUG order plus the two pupil centres: 68 of the eye 36–41, 69 of the eye 42–47. */
export const FACE_SYNTHETICS_70: LandmarkScheme = {
  id: 'face-synthetics-70',
  title: 'Face Synthetics 70',
  count: 70,
  contours: [
    ...CONTOURS_68,
    { name: 'right pupil', region: 'right-eye', indices: [68], closed: false },
    { name: 'left pupil', region: 'left-eye', indices: [69], closed: false },
  ],
  mirror: mirrorTable(70, [...MIRROR_PAIRS_68, [68, 69]]),
  outerEyeCorners: [36, 45],
  source: 'Wood et al., Fake It Till You Make It, ICCV 2021; dataset README',
};

export const SCHEMES: Readonly<Record<SchemeId, LandmarkScheme>> = {
  'ibug-68': IBUG_68,
  'face-synthetics-70': FACE_SYNTHETICS_70,
};

/** Landmarks of one region in scheme order. */
export const regionIndices = (scheme: LandmarkScheme, region: RegionId): readonly number[] =>
  scheme.contours.filter((contour) => contour.region === region).flatMap((contour) => contour.indices);

/** The region and the 1-based place inside its contour, as people say it: "right eye 3". */
export function landmarkName(scheme: LandmarkScheme, index: number): string {
  const contour = scheme.contours.find(({ indices }) => indices.includes(index));
  if (!contour) throw new RangeError(`${scheme.id}: expected a landmark index 0–${scheme.count - 1}, found ${index}`);
  return contour.indices.length === 1 ? contour.name : `${contour.name} ${contour.indices.indexOf(index) + 1}`;
}
