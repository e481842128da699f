import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import type { FaceParameters } from './parameter-ranges';

/** Counts between edges: counts[i] holds edges[i] ≤ value < edges[i + 1]; the last bin holds its upper edge too. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Weaker than this a face counts as neutral. */
const EXPRESSED = 0.25;

/** `lipsClosed` is how a mouth rests, not an expression. */
const EXPRESSIVE = EXPRESSION_NAMES.filter((name) => name !== 'lipsClosed');

/** The strongest expression of a face. */
export function dominantExpression(expression: FaceParameters['expression']): ExpressionName | 'neutral' {
  let strongest: ExpressionName | 'neutral' = 'neutral';
  let most = EXPRESSED;
  for (const name of EXPRESSIVE) {
    if (Math.abs(expression[name]) > most) {
      strongest = name;
      most = Math.abs(expression[name]);
    }
  }
  return strongest;
}

/** Age is not kept as such: wrinkles grow with its power of 1.5. */
const ageOf = ({ skin }: FaceParameters): number => skin.wrinkles ** (2 / 3);

interface HistogramKind {
  readonly title: string;
  readonly of: (face: FaceParameters) => number;
  readonly first: number;
  readonly last: number;
  readonly bins: number;
}

export const HISTOGRAMS = {
  yawDeg: { title: 'yaw, degrees', of: ({ camera }) => camera.yawDeg, first: -75, last: 75, bins: 10 },
  pitchDeg: { title: 'pitch, degrees', of: ({ camera }) => camera.pitchDeg, first: -35, last: 35, bins: 7 },
  rollDeg: { title: 'roll, degrees', of: ({ camera }) => camera.rollDeg, first: -30, last: 30, bins: 6 },
  tone: { title: 'skin tone, light to dark', of: ({ skin }) => skin.melanin, first: 0, last: 1, bins: 10 },
  age: { title: 'age-like, young to old', of: ageOf, first: 0, last: 1, bins: 10 },
  faceWidth: {
    title: 'face width, standard deviations',
    of: ({ identity }) => identity.faceWidth,
    first: -3.5,
    last: 3.5,
    bins: 7,
  },
} as const satisfies Record<string, HistogramKind>;
export type HistogramName = keyof typeof HISTOGRAMS;

export const TALLIES = {
  expression: { title: 'expression', of: ({ expression }: FaceParameters): string => dominantExpression(expression) },
  hair: { title: 'hair', of: ({ hair }: FaceParameters): string => hair.style },
  glasses: { title: 'glasses', of: ({ glasses }: FaceParameters): string => glasses.style },
  headwear: { title: 'headwear', of: ({ headwear }: FaceParameters): string => headwear.style },
  background: { title: 'background', of: ({ background }: FaceParameters): string => background.kind },
} as const;
export type TallyName = keyof typeof TALLIES;

/** What a face may have besides; several at once. */
const ATTRIBUTES: Readonly<Record<string, (face: FaceParameters) => boolean>> = {
  beard: ({ beard }) => Math.max(beard.moustache, beard.chin, beard.cheeks) > 0.2,
  glasses: ({ glasses }) => glasses.style !== 'none',
  hat: ({ headwear }) => headwear.style !== 'none',
  'make-up': ({ makeup }) => Math.max(makeup.lips, makeup.eyeShadow, makeup.blush) > 0.2,
  'open mouth': ({ expression }) => expression.jawOpen > 0.3,
  'closed eyes': ({ eyes }) => Math.min(eyes.rightClosed, eyes.leftClosed) > 0.7,
  'partly hidden': ({ occluder }) => occluder.kind !== 'none',
  'grey picture': ({ lens }) => lens.saturation === 0,
};

export type Counts = Readonly<Record<string, number>>;

/** What a set of generated faces is made of. */
export type SetReport = { readonly faces: number; readonly attributes: Counts } & Readonly<
  Record<HistogramName, Histogram> & Record<TallyName, Counts>
>;

const entriesOf = <T extends object>(object: T) => Object.entries(object) as [keyof T & string, T[keyof T]][];

/** Counts face after face, so that a set of any size needs no room. */
export function createSetReport(): { add(face: FaceParameters): void; report(): SetReport } {
  let faces = 0;
  const attributes: Record<string, number> = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, 0]));
  const bins = entriesOf(HISTOGRAMS).map(([name, kind]) => ({ name, kind, counts: new Array(kind.bins).fill(0) }));
  const tallies = entriesOf(TALLIES).map(([name, kind]) => ({ name, kind, counts: {} as Record<string, number> }));
  return {
    add(face) {
      faces++;
      for (const { kind, counts } of bins) {
        const place = Math.floor(((kind.of(face) - kind.first) / (kind.last - kind.first)) * kind.bins);
        counts[Math.min(Math.max(place, 0), kind.bins - 1)]++;
      }
      for (const { kind, counts } of tallies) counts[kind.of(face)] = (counts[kind.of(face)] ?? 0) + 1;
      for (const [name, has] of Object.entries(ATTRIBUTES)) if (has(face)) attributes[name]++;
    },
    report: () =>
      ({
        faces,
        attributes: { ...attributes },
        ...Object.fromEntries(
          bins.map(({ name, kind, counts }) => [name, { edges: edgesOf(kind), counts: [...counts] }]),
        ),
        ...Object.fromEntries(tallies.map(({ name, counts }) => [name, { ...counts }])),
      }) as SetReport,
  };
}

const edgesOf = ({ first, last, bins }: HistogramKind): number[] =>
  Array.from({ length: bins + 1 }, (_, i) => first + (i * (last - first)) / bins);

export function reportSet(faces: Iterable<FaceParameters>): SetReport {
  const tally = createSetReport();
  for (const face of faces) tally.add(face);
  return tally.report();
}
