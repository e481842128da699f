import { IBUG_68, REGION_IDS } from '@/lib/landmarks/scheme';
import type { ColumnFile } from './column-file';
import type { FaceScore } from './score-face';

/** Errors of one answer, an image a place. */
export interface ErrorColumns {
  /** reference-crop px */
  readonly error: Float64Array;
  /** percent */
  readonly nmeInterOcular: Float64Array;
  /** percent; NaN where an eye is incomplete */
  readonly nmeInterPupil: Float64Array;
  readonly nmeBox: Float64Array;
  readonly nmeDiagonal: Float64Array;
  /** region r of image i stands at r · count + i, in the order of REGION_IDS; reference-crop px, NaN where it has none */
  readonly regions: Float32Array;
  readonly innerFace: Float32Array;
}

/** A run's results an image a place, as they are kept in a file and read in a browser: 50,000 fit into one answer. */
export interface ResultColumns {
  readonly count: number;
  /** samples, in the order of the run: by name */
  readonly ids: readonly string[];
  /** of the labels that were scored */
  readonly revision: Int32Array;
  readonly model: ErrorColumns;
  /** the mean shape's */
  readonly baseline: ErrorColumns;
  /** degrees, > 0 to the image's right; NaN where the set knows no pose */
  readonly yawDeg: Float32Array;
  /** in space after alignment, percent; NaN without depth */
  readonly depth: Float32Array;
  readonly distance3d: Float32Array;
  readonly oks: Float32Array;
  /** annotated landmarks, and how many of them are within 5 and 10 % of the interocular distance */
  readonly points: Uint8Array;
  readonly within5: Uint8Array;
  readonly within10: Uint8Array;
  readonly durationMs: Float32Array;
}

/** Numbers a landmark takes in the offsets: dx, dy. */
export const OFFSETS_PER_FACE = 2 * IBUG_68.count;

const nothing64 = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
const nothing32 = (length: number): Float32Array => new Float32Array(length).fill(Number.NaN);

const emptyErrors = (count: number): ErrorColumns => ({
  error: nothing64(count),
  nmeInterOcular: nothing64(count),
  nmeInterPupil: nothing64(count),
  nmeBox: nothing64(count),
  nmeDiagonal: nothing64(count),
  regions: nothing32(REGION_IDS.length * count),
  innerFace: nothing32(count),
});

/** Columns in which nothing is known yet. */
export const emptyColumns = (ids: readonly string[]): ResultColumns => ({
  count: ids.length,
  ids,
  revision: new Int32Array(ids.length),
  model: emptyErrors(ids.length),
  baseline: emptyErrors(ids.length),
  yawDeg: nothing32(ids.length),
  depth: nothing32(ids.length),
  distance3d: nothing32(ids.length),
  oks: nothing32(ids.length),
  points: new Uint8Array(ids.length),
  within5: new Uint8Array(ids.length),
  within10: new Uint8Array(ids.length),
  durationMs: nothing32(ids.length),
});

/** Columns and, face after face, the offsets of their landmarks (see FaceMeasures). */
export interface ScoredFaces {
  readonly columns: ResultColumns;
  readonly offsets: Float32Array;
}

export function toColumns(scores: readonly FaceScore[]): ScoredFaces {
  const columns = emptyColumns(scores.map(({ sampleId }) => sampleId));
  const offsets = new Float32Array(OFFSETS_PER_FACE * scores.length);
  for (const [i, score] of scores.entries()) {
    columns.revision[i] = score.revision;
    putErrors(columns.model, i, score.errors);
    putErrors(columns.baseline, i, score.baseline);
    if (score.yawRad !== null) columns.yawDeg[i] = (score.yawRad * 180) / Math.PI;
    if (score.space) {
      columns.depth[i] = score.space.depth;
      columns.distance3d[i] = score.space.distance;
    }
    columns.oks[i] = score.oks;
    columns.points[i] = score.points;
    columns.within5[i] = score.within[0];
    columns.within10[i] = score.within[1];
    columns.durationMs[i] = score.durationMs;
    offsets.set(score.offsets, OFFSETS_PER_FACE * i);
  }
  return { columns, offsets };
}

/** Parts of a run, scored one after another, as a whole. */
export function joinScored(parts: readonly ScoredFaces[]): ScoredFaces {
  const columns = emptyColumns(parts.flatMap(({ columns: { ids } }) => ids));
  const offsets = new Float32Array(OFFSETS_PER_FACE * columns.count);
  let at = 0;
  for (const part of parts) {
    for (const key of OWN_KEYS) columns[key].set(part.columns[key], at);
    for (const group of ['model', 'baseline'] as const) {
      for (const key of ERROR_KEYS) {
        if (key !== 'regions') columns[group][key].set(part.columns[group][key], at);
      }
      for (const r of REGION_IDS.keys()) {
        regionColumn(columns[group], r).set(regionColumn(part.columns[group], r), at);
      }
    }
    offsets.set(part.offsets, OFFSETS_PER_FACE * at);
    at += part.columns.count;
  }
  return { columns, offsets };
}

/** What is null stays unknown. */
export function putErrors(
  columns: ErrorColumns,
  i: number,
  errors: Pick<
    FaceScore['errors'],
    'error' | 'nmeInterOcular' | 'nmeInterPupil' | 'nmeBox' | 'regions' | 'innerFace'
  > & {
    readonly nmeDiagonal: number | null;
  },
): void {
  columns.error[i] = errors.error;
  columns.nmeInterOcular[i] = errors.nmeInterOcular;
  columns.nmeInterPupil[i] = errors.nmeInterPupil ?? Number.NaN;
  columns.nmeBox[i] = errors.nmeBox;
  columns.nmeDiagonal[i] = errors.nmeDiagonal ?? Number.NaN;
  for (const [r, region] of REGION_IDS.entries()) regionColumn(columns, r)[i] = errors.regions[region] ?? Number.NaN;
  columns.innerFace[i] = errors.innerFace ?? Number.NaN;
}

/** The part of a column that belongs to one region. */
export const regionColumn = ({ regions }: ErrorColumns, region: number): Float32Array => {
  const count = regions.length / REGION_IDS.length;
  return regions.subarray(region * count, (region + 1) * count);
};

const ERROR_KEYS = [
  'error',
  'nmeInterOcular',
  'nmeInterPupil',
  'nmeBox',
  'nmeDiagonal',
  'regions',
  'innerFace',
] as const;
const OWN_KEYS = [
  'revision',
  'yawDeg',
  'depth',
  'distance3d',
  'oks',
  'points',
  'within5',
  'within10',
  'durationMs',
] as const;

/** As a flat list of columns, for column-file. */
export const columnsToFile = (columns: ResultColumns): ColumnFile => ({
  ids: columns.ids,
  ...Object.fromEntries(OWN_KEYS.map((key) => [key, columns[key]])),
  ...Object.fromEntries(ERROR_KEYS.map((key) => [`model.${key}`, columns.model[key]])),
  ...Object.fromEntries(ERROR_KEYS.map((key) => [`baseline.${key}`, columns.baseline[key]])),
});

/** The inverse of columnsToFile. @throws Error naming a column that is not there */
export function columnsFromFile(file: ColumnFile): ResultColumns {
  const of = (name: string) => {
    const column = file[name];
    if (!column) throw new Error(`columns: expected a column ${name}, found none`);
    return column;
  };
  const group = (prefix: string) => Object.fromEntries(ERROR_KEYS.map((key) => [key, of(`${prefix}.${key}`)]));
  const ids = of('ids') as readonly string[];
  // the names and types are those that columnsToFile wrote
  return {
    count: ids.length,
    ids,
    ...Object.fromEntries(OWN_KEYS.map((key) => [key, of(key)])),
    model: group('model'),
    baseline: group('baseline'),
  } as unknown as ResultColumns;
}
