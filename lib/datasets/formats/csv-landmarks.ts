import { type Annotation, isAnnotated, type Visibility } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68, SCHEMES } from '@/lib/landmarks/scheme';
import type { SourceSample } from '../sample';
import { SPLITS } from '../sample';
import { CsvError, formatCsvCell, parseCsvRows } from './csv-table';
import { parseDecimal } from './decimal';
import { compareSamples, faceKey, faceName, faceOfKey } from './faces';
import { DatasetFormatError, type ExportSample, type ReportProblem } from './format';
import { quote } from './text';

/**
 * The workbench's own landmark table: everything a sample knows, one face a line, every number with all its digits.
 *
 *   image, face           path of the image beside the table; n for the n-th face of several, else empty
 *   x0, y0, x1, y1, …     image px, 0-based pixel centres; both empty for a missing landmark, all empty for an unlabelled face
 *
 * and, where any sample of the table has them (empty cells where one has not):
 *
 *   z0, z1, …             depth in image px, growing away from the camera
 *   v0, v1, …             visible, hidden or missing
 *   box_x, box_y, box_width, box_height          image px, between pixel centres
 *   pitch_rad, yaw_rad, roll_rad                 down, to the image's right, clockwise
 *   person, split
 *   tags                  words joined by ;
 *
 * 68 landmarks are iBUG 68, 70 are Face Synthetics 70; in a table of both, the former leave the columns 68 and 69 empty.
 */
type LandmarkRow = Omit<ExportSample, 'imageWidth' | 'imageHeight' | 'name'>;

interface ColumnGroup {
  readonly name: string;
  columns(count: number): string[];
  /** null where the sample has none of it */
  cells(sample: LandmarkRow): readonly string[] | null;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const BOX = ['box_x', 'box_y', 'box_width', 'box_height'];
const POSE = ['pitch_rad', 'yaw_rad', 'roll_rad'];

const POINTS: ColumnGroup = {
  name: 'points',
  columns: (count) => range(count).flatMap((i) => [`x${i}`, `y${i}`]),
  cells: ({ annotation }) =>
    annotation?.points.flatMap(([x, y], i) => (isAnnotated(annotation, i) ? [String(x), String(y)] : ['', ''])) ?? null,
};

const OPTIONAL: readonly ColumnGroup[] = [
  {
    name: 'z',
    columns: (count) => range(count).map((i) => `z${i}`),
    cells: ({ annotation }) => annotation?.z?.map(String) ?? null,
  },
  {
    name: 'visibility',
    columns: (count) => range(count).map((i) => `v${i}`),
    cells: ({ annotation }) => annotation?.visibility ?? null,
  },
  {
    name: 'box',
    columns: () => BOX,
    cells: ({ box }) => box && [box.x, box.y, box.width, box.height].map(String),
  },
  {
    name: 'pose',
    columns: () => POSE,
    cells: ({ pose }) => pose && [pose.pitchRad, pose.yawRad, pose.rollRad].map(String),
  },
  { name: 'person', columns: () => ['person'], cells: ({ person }) => (person === null ? null : [person]) },
  { name: 'split', columns: () => ['split'], cells: ({ split }) => (split === null ? null : [split]) },
  { name: 'tags', columns: () => ['tags'], cells: ({ tags = [] }) => (tags.length === 0 ? null : [tags.join(';')]) },
];

/** Collects rows and writes the table at the end, when it is known which columns any sample needs. */
export class LandmarkTable {
  readonly #rows: { head: string; groups: (string | null)[]; lengths: number[] }[] = [];
  #count = IBUG_68.count;

  add(sample: LandmarkRow): void {
    const groups = [POINTS, ...OPTIONAL].map((group) => group.cells(sample));
    this.#count = Math.max(this.#count, sample.annotation?.points.length ?? 0);
    this.#rows.push({
      head: `${formatCsvCell(sample.imageFile)},${faceOfKey(sample.key) ?? ''}`,
      groups: groups.map((cells) => cells?.map(formatCsvCell).join(',') ?? null),
      lengths: groups.map((cells) => cells?.length ?? 0),
    });
  }

  format(): string {
    const groups = [POINTS, ...OPTIONAL]
      .map((group, place) => ({ columns: group.columns(this.#count), place }))
      .filter(({ place }) => place === 0 || this.#rows.some((row) => row.groups[place] !== null));
    const header = ['image', 'face', ...groups.flatMap(({ columns }) => columns)].join(',');
    const lines = this.#rows.map(({ head, groups: texts, lengths }) =>
      [
        head,
        ...groups.map(({ columns, place }) => {
          const text = texts[place];
          return text === null ? ','.repeat(columns.length - 1) : text + ','.repeat(columns.length - lengths[place]);
        }),
      ].join(','),
    );
    return [header, ...lines, ''].join('\n');
  }
}

/** Inverse of `parseLandmarkCsv` for samples whose names are their files' stems. */
export function formatLandmarkCsv(samples: readonly LandmarkRow[]): string {
  const table = new LandmarkTable();
  for (const sample of samples) table.add(sample);
  return table.format();
}

/** What the header promises: where each column stands, and how many landmarks a row has. */
interface Header {
  readonly place: ReadonlyMap<string, number>;
  readonly count: number;
}

/**
 * Samples in key order; `imageFile` is as written, for the caller to resolve and to find.
 *
 * @param report told of every broken row, which is left out
 * @throws DatasetFormatError for a broken header
 */
export function parseLandmarkCsv(
  text: string,
  file: string,
  report: ReportProblem,
): (SourceSample & { line: number })[] {
  const problem = (line: number, reason: string) => new DatasetFormatError({ format: 'csv', file, line, reason });
  const samples: (SourceSample & { line: number })[] = [];
  const lines = new Map<string, number>();
  let header: Header | null = null;
  try {
    for (const { line, cells } of parseCsvRows(text)) {
      if (header === null) {
        header = readHeader(cells, (reason) => problem(line, reason));
        continue;
      }
      try {
        const sample = readRow(cells, header, (reason) => problem(line, reason));
        const earlier = lines.get(sample.key);
        if (earlier !== undefined)
          throw problem(line, `expected each face once, found ${quote(sample.key)} on line ${earlier} too`);
        lines.set(sample.key, line);
        samples.push({ ...sample, line });
      } catch (broken) {
        if (!(broken instanceof DatasetFormatError)) throw broken;
        report(broken);
      }
    }
  } catch (broken) {
    if (!(broken instanceof CsvError)) throw broken;
    report(problem(broken.line, broken.message));
  }
  if (header === null) throw problem(1, "expected a header 'image,face,x0,y0,…', found none");
  return samples.sort(compareSamples);
}

function readHeader(cells: readonly string[], problem: (reason: string) => DatasetFormatError): Header {
  const place = new Map<string, number>();
  for (const [i, name] of cells.entries()) {
    if (place.has(name)) throw problem(`expected each column once, found ${quote(name)} twice`);
    place.set(name, i);
  }
  const count = place.has('x69') ? FACE_SYNTHETICS_70.count : IBUG_68.count;
  const required = ['image', 'face', ...POINTS.columns(count)];
  const lacking = required.find((name) => !place.has(name));
  if (lacking !== undefined) throw problem(`expected a column ${lacking}, found none`);
  let known = required.length;
  for (const group of OPTIONAL) {
    const columns = group.columns(count);
    const present = columns.filter((name) => place.has(name));
    if (present.length > 0 && present.length < columns.length) {
      const absent = columns.find((name) => !place.has(name));
      throw problem(`expected a column ${absent} beside ${present[0]}, found none`);
    }
    known += present.length;
  }
  if (known < cells.length) {
    const names = new Set([...required, ...OPTIONAL.flatMap((group) => group.columns(count))]);
    const unknown = cells.find((name) => !names.has(name)) ?? '';
    throw problem(`expected columns of the landmark table, found ${quote(unknown)}`);
  }
  return { place, count };
}

function readRow(
  cells: readonly string[],
  { place, count }: Header,
  problem: (reason: string) => DatasetFormatError,
): SourceSample {
  if (cells.length !== place.size) throw problem(`expected ${place.size} cells, found ${cells.length}`);
  const cell = (name: string): string => cells[place.get(name) ?? -1] ?? '';
  const number = (name: string): number => {
    const value = parseDecimal(cell(name));
    if (value === undefined) throw problem(`expected a number in ${name}, found ${quote(cell(name))}`);
    return value;
  };
  /** all of the columns' numbers, or null when all are empty */
  const numbers = (names: readonly string[]): number[] | null =>
    names.every((name) => cell(name) === '') ? null : names.map(number);

  const imageFile = cell('image');
  if (imageFile === '') throw problem('expected the path of an image, found none');
  const digits = cell('face');
  if (!/^([1-9]\d{0,8})?$/.test(digits))
    throw problem(`expected a face number from 1, or nothing, found ${quote(digits)}`);
  const face = digits === '' ? null : Number(digits);
  const split = cell('split');
  const knownSplit = SPLITS.find((candidate) => candidate === split) ?? null;
  if (split !== '' && knownSplit === null)
    throw problem(`expected a split ${SPLITS.join(', ')}, found ${quote(split)}`);
  const box = numbers(BOX);
  const pose = numbers(POSE);
  const tags = cell('tags')
    .split(';')
    .map((word) => word.trim())
    .filter(Boolean);
  return {
    key: faceKey(imageFile, face),
    name: faceName(imageFile, face),
    imageFile,
    annotation: readAnnotation(cell, number, numbers, count, problem),
    box: box && { x: box[0], y: box[1], width: box[2], height: box[3] },
    pose: pose && { pitchRad: pose[0], yawRad: pose[1], rollRad: pose[2] },
    person: cell('person') || null,
    split: knownSplit,
    ...(tags.length > 0 && { tags }),
  };
}

function readAnnotation(
  cell: (name: string) => string,
  number: (name: string) => number,
  numbers: (names: readonly string[]) => number[] | null,
  columnCount: number,
  problem: (reason: string) => DatasetFormatError,
): Annotation | null {
  const isUsed = (i: number) => cell(`x${i}`) !== '' || cell(`y${i}`) !== '' || cell(`v${i}`) !== '';
  if (!range(columnCount).some(isUsed)) return null;
  const scheme = range(columnCount).slice(IBUG_68.count).some(isUsed) ? FACE_SYNTHETICS_70 : IBUG_68;
  const points: ImagePoint[] = [];
  const visibility: Visibility[] = [];
  for (let i = 0; i < scheme.count; i++) {
    const isEmpty = cell(`x${i}`) === '' && cell(`y${i}`) === '';
    const word = cell(`v${i}`) || (isEmpty ? 'missing' : 'visible');
    if (word !== 'visible' && word !== 'hidden' && word !== 'missing') {
      throw problem(`expected visible, hidden or missing in v${i}, found ${quote(word)}`);
    }
    if (word === 'missing' && !isEmpty)
      throw problem(`expected empty x${i} and y${i} for a missing landmark, found numbers`);
    visibility.push(word);
    points.push(word === 'missing' ? imagePoint(0, 0) : imagePoint(number(`x${i}`), number(`y${i}`)));
  }
  const saysVisibility = range(scheme.count).some((i) => cell(`v${i}`) !== '') || visibility.includes('missing');
  return {
    scheme: SCHEMES[scheme.id].id,
    points,
    z: numbers(range(scheme.count).map((i) => `z${i}`)),
    visibility: saysVisibility ? visibility : null,
  };
}
