import type { ErrorTotals, EvaluationReport, GroupTotals, MetricCard } from '@/lib/contracts/evaluation';
import { mean, standardDeviation } from '@/lib/metrics/statistics';
import { YAW_BINS, yawBinOf } from '@/lib/metrics/yaw-bins';
import { landmarkTotals } from './landmark-totals';
import type { ResultColumns, ScoredFaces } from './result-columns';
import { meanOf, pick, type Rows, regionTotals, THRESHOLDS, totalsOf } from './totals';

/** What a caller knows of a run; the rest of the metric card is the same for all. */
export type CardFacts = Omit<
  MetricCard,
  'frame' | 'points' | 'normalisers' | 'std' | 'averaging' | 'thresholds' | 'images'
>;

/** What images are grouped by in a report, an image a place. */
export interface ImageWords {
  readonly split: readonly string[];
  readonly kind: readonly string[];
  readonly tags: readonly (readonly string[])[];
}

/** Of no images at all. */
export const NO_WORDS: ImageWords = { split: [], kind: [], tags: [] };

export const joinWords = (a: ImageWords, b: ImageWords): ImageWords => ({
  split: [...a.split, ...b.split],
  kind: [...a.kind, ...b.kind],
  tags: [...a.tags, ...b.tags],
});

const NORMALISERS = [
  'inter-ocular (outer eye corners 36–45)',
  'box √(w·h) of the ground-truth points',
  'inter-pupil (labelled pupils, else means of 36–41 and 42–47)',
  'diagonal √(w² + h²) of the same box',
] as const;

/**
 * Totals of scored faces: the one place where an evaluation's numbers are made, for the page, the file and the command
 * line. Intervals take time and are added by withIntervals.
 *
 * @param words of the scored faces, in their order
 * @param unanswered the same of the card's faces without an answer: failures of their groups too
 * @throws RangeError for no faces
 */
export function evaluationReport(
  { columns, offsets }: ScoredFaces,
  card: CardFacts,
  words: ImageWords | null = null,
  unanswered: ImageWords = NO_WORDS,
): EvaluationReport {
  const totals = totalsOf(columns.model, null, card.withoutFace);
  const baseline = totalsOf(columns.baseline, null);
  if (!totals || !baseline) throw new RangeError('evaluation: expected at least one face to score, found 0');
  const { images: _images, ...constant } = baseline;
  const yaw = yawReport(columns);
  return {
    ...totals,
    ...regionTotals(columns.model, null),
    yaw,
    pck5: percentOfPoints(columns.within5, columns),
    pck10: percentOfPoints(columns.within10, columns),
    oks: meanOf(columns.oks, null),
    aligned3d: spaceTotals(columns, null),
    landmarks: landmarkTotals(offsets, null),
    groups: words && groupTotals(columns, words, unanswered),
    intervals: null,
    meanShape: {
      ...constant,
      ...regionTotals(columns.baseline, null),
      ...(yaw && { yaw: yawRows(columns, null).map(({ rows }) => mean(pick(columns.baseline.error, rows))) }),
    },
    msPerFace: mean(columns.durationMs),
    card: {
      frame: 'reference-crop 192 px',
      points: 'ibug-68',
      normalisers: NORMALISERS,
      std: 'population (ddof = 0)',
      averaging: 'macro: points to images, images to the total; PCK pools points',
      thresholds: THRESHOLDS,
      images: columns.count,
      ...card,
    },
  };
}

const percentOfPoints = (within: Uint8Array, { points }: ResultColumns): number => (100 * mean(within)) / mean(points);

/** Errors in space over the images that have them; null where none has. */
export function spaceTotals({ depth, distance3d }: ResultColumns, rows: Rows): EvaluationReport['aligned3d'] {
  const known = pick(depth, rows).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  return { images: known.length, depth: mean(known), distance: meanOf(distance3d, rows) as number };
}

/** The bins of |yaw| that have images, with their rows. */
export function yawRows({ yawDeg }: ResultColumns, rows: Rows): { bin: string; rows: Uint32Array }[] {
  const bins: number[][] = YAW_BINS.map(() => []);
  const count = rows?.length ?? yawDeg.length;
  for (let k = 0; k < count; k++) {
    const i = rows ? rows[k] : k;
    if (!Number.isNaN(yawDeg[i])) bins[yawBinOf(yawDeg[i])].push(i);
  }
  return YAW_BINS.map(({ bin }, index) => ({ bin, rows: Uint32Array.from(bins[index]) })).filter(
    (entry) => entry.rows.length > 0,
  );
}

function yawReport(columns: ResultColumns): EvaluationReport['yaw'] {
  const bins = yawRows(columns, null).map(({ bin, rows }) => ({
    bin,
    images: rows.length,
    me: mean(pick(columns.model.error, rows)),
    nmeBox: mean(pick(columns.model.nmeBox, rows)),
  }));
  if (bins.length === 0) return null;
  const means = bins.map(({ me }) => me);
  return { bins, meanOfBins: mean(means), stdOfBins: standardDeviation(means) };
}

function groupTotals(columns: ResultColumns, words: ImageWords, unanswered: ImageWords): EvaluationReport['groups'] {
  return {
    split: groupsBy(columns, (i) => [words.split[i]], countOf(unanswered.split)),
    kind: groupsBy(columns, (i) => [words.kind[i]], countOf(unanswered.kind)),
    tag: groupsBy(columns, (i) => words.tags[i], countOf(unanswered.tags.flat())),
  };
}

function countOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Totals by word of a scored face, in the words' own order; an image with several counts under each. */
function groupsBy(
  columns: Pick<ResultColumns, 'count' | 'model' | 'baseline'>,
  wordsOf: (row: number) => readonly string[],
  failures: ReadonlyMap<string, number>,
): GroupTotals[] {
  const rows = new Map<string, number[]>();
  for (let i = 0; i < columns.count; i++) {
    for (const word of wordsOf(i)) {
      const known = rows.get(word);
      if (known) known.push(i);
      else rows.set(word, [i]);
    }
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, list]) => groupOf(columns, value, Uint32Array.from(list), failures.get(value)));
}

function groupOf(
  { model, baseline }: Pick<ResultColumns, 'model' | 'baseline'>,
  value: string,
  rows: Uint32Array,
  failures?: number,
): GroupTotals {
  const { me, std, median, sr20, sr10, images, nmeInterOcular } = totalsOf(model, rows, failures) as NonNullable<
    ReturnType<typeof totalsOf>
  >;
  const totals: ErrorTotals = { me, std, median, sr20, sr10 };
  return { value, images, ...totals, nmeInterOcular, meanShapeMe: mean(pick(baseline.error, rows)) };
}
