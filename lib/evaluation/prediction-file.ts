import { z } from 'zod';
import { CsvError, formatCsvCell, parseCsvRows } from '@/lib/datasets/formats/csv-table';
import { parseDecimal } from '@/lib/datasets/formats/decimal';
import { faceKey } from '@/lib/datasets/formats/faces';
import { DatasetFormatError } from '@/lib/datasets/formats/format';
import { quote } from '@/lib/datasets/formats/text';
import { FACE_SYNTHETICS_70, IBUG_68 } from '@/lib/landmarks/scheme';

/**
 * Predictions of any tool, as they come in and as ours go out. Coordinates are image px, 0-based pixel centres, in iBUG
 * order; of 70 points the pupils are passed over. `sample` names a face of the dataset: its key (`val/face_7.png`, with
 * `#2` for the second face of several), its name, or the image's file name.
 *
 * JSON
 *   { "format": "landmark-predictions", "version": 1,
 *     "predictions": [ { "sample": "val/face_7.png", "landmarks": [[x, y] or [x, y, z] × 68 or 70],
 *                        "confidence": 0.98 or null, "durationMs": 3.2 or null } ] }
 *
 * CSV, a face a line
 *   sample (or image and face), x0, y0, … x67, y67, and where there are any: z0 … z67, confidence, duration_ms
 */
export interface PredictionRow {
  readonly sample: string;
  /** [68] image px, with depth growing away from the camera where the tool gives it */
  readonly landmarks: readonly ([number, number] | [number, number, number])[];
  /** 0–1 */
  readonly confidence: number | null;
  readonly durationMs: number | null;
}

export const PREDICTION_FORMATS = ['json', 'csv'] as const;
export type PredictionFormat = (typeof PREDICTION_FORMATS)[number];

const FORMAT = 'predictions';
const HEAD = 'landmark-predictions';
const VERSION = 1;

/**
 * @param file its name, for messages; `.json` and `.csv` say which it is, otherwise the first character does
 * @throws DatasetFormatError naming file, line or entry, what was expected and what was found
 */
export function parsePredictions(text: string, file: string): PredictionRow[] {
  const isJson = /\.json$/i.test(file) || (!/\.csv$/i.test(file) && /^\s*[[{]/.test(text));
  const rows = isJson ? parseJson(text, file) : parseCsv(text, file);
  if (rows.length === 0) throw problem(file, null, 'expected at least one prediction, found none');
  return rows;
}

export function formatPredictions(rows: readonly PredictionRow[], format: PredictionFormat): string {
  return format === 'json'
    ? `${JSON.stringify({ format: HEAD, version: VERSION, predictions: rows })}\n`
    : formatCsv(rows);
}

const problem = (file: string, line: number | null, reason: string) =>
  new DatasetFormatError({ format: FORMAT, file, line, reason });

const number = z.number();
const entrySchema = z.object({
  sample: z.string().min(1),
  landmarks: z.array(z.union([z.tuple([number, number]), z.tuple([number, number, number])])),
  confidence: number.min(0).max(1).nullish(),
  durationMs: number.min(0).nullish(),
});
const fileSchema = z.object({
  format: z.literal(HEAD),
  version: z.literal(VERSION),
  predictions: z.array(z.unknown()),
});

function parseJson(text: string, file: string): PredictionRow[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw problem(file, null, `expected JSON, found ${(cause as Error).message}`);
  }
  const whole = fileSchema.safeParse(parsed);
  if (!whole.success) {
    throw problem(
      file,
      null,
      `expected { "format": "${HEAD}", "version": ${VERSION}, "predictions": [ … ] }, found another layout`,
    );
  }
  return whole.data.predictions.map((entry, index) => {
    const read = entrySchema.safeParse(entry);
    const where = `predictions[${index}]`;
    if (!read.success) {
      const [{ path, message }] = read.error.issues;
      throw problem(file, null, `${[where, ...path].join('.')}: ${message}`);
    }
    const { sample, landmarks, confidence, durationMs } = read.data;
    return {
      sample,
      landmarks: first68(landmarks, (reason) => problem(file, null, `${where}: ${reason}`)),
      confidence: confidence ?? null,
      durationMs: durationMs ?? null,
    };
  });
}

function first68<T>(landmarks: readonly T[], fail: (reason: string) => Error): T[] {
  const { length } = landmarks;
  if (length !== IBUG_68.count && length !== FACE_SYNTHETICS_70.count) {
    throw fail(`expected 68 landmarks (or 70 with pupils), found ${length}`);
  }
  return landmarks.slice(0, IBUG_68.count);
}

const POINTS = Array.from({ length: IBUG_68.count }, (_, i) => i);
const X_Y = POINTS.flatMap((i) => [`x${i}`, `y${i}`]);
const Z = POINTS.map((i) => `z${i}`);

function parseCsv(text: string, file: string): PredictionRow[] {
  const rows: PredictionRow[] = [];
  let places: ReadonlyMap<string, number> | null = null;
  try {
    for (const { line, cells } of parseCsvRows(text.replace(/^\uFEFF/, ''))) {
      if (places) rows.push(readRow(cells, places, (reason) => problem(file, line, reason)));
      else places = readHeader(cells, (reason) => problem(file, line, reason));
    }
  } catch (broken) {
    if (broken instanceof CsvError) throw problem(file, broken.line, broken.message);
    throw broken;
  }
  if (!places) throw problem(file, 1, "expected a header 'sample,x0,y0,…', found none");
  return rows;
}

function readHeader(cells: readonly string[], fail: (reason: string) => Error): ReadonlyMap<string, number> {
  const places = new Map(cells.map((name, i) => [name.trim(), i]));
  if (!places.has('sample') && !places.has('image')) throw fail('expected a column sample or image, found neither');
  const lacking = X_Y.find((name) => !places.has(name));
  if (lacking) throw fail(`expected a column ${lacking}, found none`);
  const depth = Z.filter((name) => places.has(name));
  if (depth.length > 0 && depth.length < Z.length)
    throw fail(`expected columns z0 to z67 or none of them, found ${depth.length}`);
  return places;
}

function readRow(
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  fail: (reason: string) => Error,
): PredictionRow {
  if (cells.length !== places.size) throw fail(`expected ${places.size} cells, found ${cells.length}`);
  const cell = (name: string): string => cells[places.get(name) ?? -1] ?? '';
  const numberIn = (name: string): number => {
    const value = parseDecimal(cell(name));
    if (value === undefined) throw fail(`expected a number in ${name}, found ${quote(cell(name))}`);
    return value;
  };
  const optional = (name: string): number | null => (cell(name) === '' ? null : numberIn(name));
  const sample = cell('sample') || (cell('image') && faceKey(cell('image'), optional('face')));
  if (!sample) throw fail('expected the name of a sample, found none');
  const confidence = optional('confidence');
  if (confidence !== null && !(confidence >= 0 && confidence <= 1)) {
    throw fail(`expected a confidence from 0 to 1, found ${confidence}`);
  }
  const hasDepth = cell('z0') !== '';
  return {
    sample,
    landmarks: POINTS.map((i): [number, number] | [number, number, number] => {
      const [x, y] = [numberIn(`x${i}`), numberIn(`y${i}`)];
      return hasDepth ? [x, y, numberIn(`z${i}`)] : [x, y];
    }),
    confidence,
    durationMs: optional('duration_ms'),
  };
}

function formatCsv(rows: readonly PredictionRow[]): string {
  const hasDepth = rows.some(({ landmarks }) => landmarks[0].length === 3);
  const header = ['sample', ...X_Y, ...(hasDepth ? Z : []), 'confidence', 'duration_ms'].join(',');
  const lines = rows.map(({ sample, landmarks, confidence, durationMs }) =>
    [
      formatCsvCell(sample),
      ...landmarks.flatMap((point) => point.slice(0, 2)),
      ...(hasDepth ? landmarks.map((point) => point[2] ?? '') : []),
      confidence ?? '',
      durationMs ?? '',
    ].join(','),
  );
  return [header, ...lines, ''].join('\n');
}
