import { type Annotation, isAnnotated, toIbug68, type Visibility } from '@/lib/landmarks/annotation';
import { type Box, type ImagePoint, imagePoint, type Size } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68, type LandmarkScheme } from '@/lib/landmarks/scheme';
import { parseDecimal } from './decimal';
import { visibilityOrNull } from './faces';
import { DatasetFormatError } from './format';
import type { ListedFace } from './listed';
import { quote } from './text';

/** `kpt_shape` of a data.yaml: landmarks a face, and 2 (x y) or 3 (x y v) numbers for each. */
export interface KeypointShape {
  readonly scheme: LandmarkScheme;
  readonly numbers: 2 | 3;
}

/** class, then centre and size of the box */
const BOX_FIELDS = 5;
const STATE_OF_V: readonly Visibility[] = ['missing', 'hidden', 'visible'];

/**
 * A label file of Ultralytics' pose format: a face a line, everything divided by the image's width or height,
 *   class cx cy width height x0 y0 v0 x1 y1 v1 …
 * v is 0 for a missing landmark, 1 for a hidden one, 2 for a visible one. Pixels are counted from 0, as in COCO, which
 * this format is made from.
 *
 * @throws DatasetFormatError
 */
export function parseYoloLabel(
  text: string,
  file: string,
  { scheme, numbers }: KeypointShape,
  size: Size,
): ListedFace[] {
  const expected = BOX_FIELDS + scheme.count * numbers;
  return text.split(/\r?\n/).flatMap((line, i): ListedFace[] => {
    if (line.trim() === '') return [];
    const fail = (reason: string) => new DatasetFormatError({ format: 'yolo-pose', file, line: i + 1, reason });
    const fields = line.trim().split(/\s+/);
    if (fields.length !== expected) throw fail(`expected ${expected} numbers, found ${fields.length}`);
    const values = fields.map((word, field) => {
      const value = parseDecimal(word);
      if (value === undefined) throw fail(`expected a number in field ${field + 1}, found ${quote(word)}`);
      return value;
    });
    const [, cx, cy, width, height] = values;
    if (width < 0 || height < 0) throw fail(`expected a box with a size, found ${width} × ${height}`);
    const box = {
      x: (cx - width / 2) * size.width,
      y: (cy - height / 2) * size.height,
      width: width * size.width,
      height: height * size.height,
    };
    const points: ImagePoint[] = [];
    const visibility: Visibility[] = [];
    for (let at = BOX_FIELDS; at < expected; at += numbers) {
      const state = numbers === 2 ? 'visible' : STATE_OF_V[values[at + 2]];
      if (state === undefined) throw fail(`expected a visibility of 0, 1 or 2, found ${quote(fields[at + 2])}`);
      visibility.push(state);
      points.push(
        state === 'missing' ? imagePoint(0, 0) : imagePoint(values[at] * size.width, values[at + 1] * size.height),
      );
    }
    const isPlaced = visibility.some((state) => state !== 'missing');
    const annotation = { scheme: scheme.id, points, z: null, visibility: visibilityOrNull(visibility) };
    return [{ box, annotation: isPlaced ? annotation : null }];
  });
}

/** Inverse of `parseYoloLabel` for one face and `YOLO_SHAPE`, but for the last bits; pupils are left out. */
export function formatYoloFace(annotation: Annotation | null, { x, y, width, height }: Box, size: Size): string {
  const toX = (px: number) => px / size.width;
  const toY = (px: number) => px / size.height;
  const face = annotation && toIbug68(annotation);
  const points = Array.from({ length: IBUG_68.count }, (_, i) => {
    if (!face || !isAnnotated(face, i)) return [0, 0, 0];
    const [px, py] = face.points[i];
    return [toX(px), toY(py), face.visibility?.[i] === 'hidden' ? 1 : 2];
  });
  return [0, toX(x + width / 2), toY(y + height / 2), toX(width), toY(height), ...points.flat()].join(' ');
}

export const YOLO_SHAPE: KeypointShape = { scheme: IBUG_68, numbers: 3 };

/** A data.yaml that names the lists of images, one a split. `flip_idx` is what training mirrors landmarks by. */
export function formatDataYaml(listOfSplit: ReadonlyMap<string, string>): string {
  return [
    '# Landmark Workbench: iBUG 68 landmarks',
    'path: .',
    ...[...listOfSplit].map(([split, list]) => `${split}: ${list}`),
    `kpt_shape: [${YOLO_SHAPE.scheme.count}, ${YOLO_SHAPE.numbers}]`,
    `flip_idx: [${YOLO_SHAPE.scheme.mirror.join(', ')}]`,
    'names:',
    '  0: face',
    '',
  ].join('\n');
}

/** The few lines of a data.yaml that matter here. */
export interface DataYaml {
  readonly shape: KeypointShape;
  /** [split] → what stands there: a list of images or a folder */
  readonly splits: ReadonlyMap<string, string>;
}

/** undefined where it has no `kpt_shape`: a set of boxes, or no YOLO at all. @throws DatasetFormatError for another scheme */
export function parseDataYaml(text: string, file: string): DataYaml | undefined {
  const [, count, numbers] = /^kpt_shape:\s*(?:\[|-|\n\s*-)\s*(\d+)\s*(?:,|\n\s*-)\s*(\d+)/m.exec(text) ?? [];
  if (count === undefined) return undefined;
  const scheme = [IBUG_68, FACE_SYNTHETICS_70].find((candidate) => candidate.count === Number(count));
  if (!scheme || (numbers !== '2' && numbers !== '3')) {
    const reason = `expected kpt_shape [68, 3] (or 70, or 2), found [${count}, ${numbers}]`;
    throw new DatasetFormatError({ format: 'yolo-pose', file, reason });
  }
  const splits = [...text.matchAll(/^(train|val|test):[ \t]*['"]?([^'"#\r\n]+?)['"]?[ \t]*(?:#.*)?$/gm)];
  return {
    shape: { scheme, numbers: numbers === '2' ? 2 : 3 },
    splits: new Map(splits.map(([, split, target]) => [split, target])),
  };
}
