import { type Annotation, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { type Box, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { parseDecimal } from './decimal';
import { boxOrTight, type ImageFaces, isLabelled } from './faces';
import { type DatasetFormat, DatasetFormatError, type ExportSample, type ReportProblem, throwProblem } from './format';
import { type ListedFace, type ListedImage, type ListedLayout, readListed } from './listed';
import { type ListedWriter, writeListed } from './listed-write';
import { decodeText, quote } from './text';

/**
 * The line of WFLW (Wu et al., CVPR 2018; `list_98pt_rect_attr_train.txt`) with our 68 landmarks in place of its 98:
 *   x0 y0 … x67 y67   x_min y_min x_max y_max   pose expression illumination make-up occlusion blur   path
 * Pixels are counted from 0; the box is in whole pixels, the six attributes are 0 or 1, a line is a face.
 */
const FORMAT = 'wflw-line';

const POINT_FIELDS = 2 * IBUG_68.count;
const BOX_FIELDS = 4;
/** Words of the six attributes, in their order; a 1 is a tag. */
const ATTRIBUTES = ['pose', 'expression', 'illumination', 'make-up', 'occlusion', 'blur'] as const;
const NUMBER_FIELDS = POINT_FIELDS + BOX_FIELDS + ATTRIBUTES.length;
/** WFLW's own lines, path included */
const WFLW_FIELDS = 2 * 98 + BOX_FIELDS + ATTRIBUTES.length + 1;

/** A face and the path of its image; a path may hold spaces, being all that is left of the line. */
export interface WflwFace {
  readonly path: string;
  readonly annotation: Annotation;
  readonly box: Box;
  /** words of the attributes that are set; others have no place in a line */
  readonly tags?: readonly string[];
}

/** @throws DatasetFormatError */
export function parseWflwLine(text: string, file: string, line: number): WflwFace {
  const fail = (reason: string) => new DatasetFormatError({ format: FORMAT, file, line, reason });
  const path = pathOf(text);
  const fields = text.trim().split(/\s+/);
  if (path === undefined) {
    const found = isWflw98(fields) ? "WFLW's own 98 landmarks" : `${fields.length} fields`;
    throw fail(`expected ${NUMBER_FIELDS} numbers and a path, found ${found}`);
  }
  const numbers = fields.slice(0, NUMBER_FIELDS).map((word, i) => {
    const number = parseDecimal(word);
    if (number === undefined) throw fail(`expected a number in field ${i + 1}, found ${quote(word)}`);
    return number;
  });
  const points: ImagePoint[] = [];
  for (let i = 0; i < POINT_FIELDS; i += 2) points.push(imagePoint(numbers[i], numbers[i + 1]));
  const [left, top, right, bottom] = numbers.slice(POINT_FIELDS, POINT_FIELDS + BOX_FIELDS);
  if (right < left || bottom < top) {
    throw fail(`expected a box x_min y_min x_max y_max, found ${[left, top, right, bottom].join(' ')}`);
  }
  const flags = numbers.slice(POINT_FIELDS + BOX_FIELDS);
  return {
    path,
    tags: ATTRIBUTES.filter((_, i) => flags[i] === 1),
    annotation: { scheme: IBUG_68.id, points, z: null, visibility: null },
    box: { x: left, y: top, width: right - left, height: bottom - top },
  };
}

const NUMBERS_AND_PATH = new RegExp(`^(?:\\S+\\s+){${NUMBER_FIELDS}}(.+)$`);

/** undefined where a line is too short to have one, or is one of WFLW's own */
function pathOf(line: string): string | undefined {
  const text = line.trim();
  return isWflw98(text.split(/\s+/)) ? undefined : NUMBERS_AND_PATH.exec(text)?.[1];
}

const isWflw98 = (fields: readonly string[]): boolean =>
  fields.length >= WFLW_FIELDS && fields.slice(0, WFLW_FIELDS - 1).every((word) => parseDecimal(word) !== undefined);

/**
 * Inverse of `parseWflwLine` for landmarks; the box is rounded to whole pixels. An attribute is 1 where the face has its
 * word as a tag, occlusion also where a landmark is hidden.
 */
export function formatWflwLine({ path, annotation, box, tags = [] }: WflwFace): string {
  const { points, visibility } = toIbug68(annotation);
  const sides = [box.x, box.y, box.x + box.width, box.y + box.height].map(Math.round);
  const isOccluded = visibility?.includes('hidden') ?? false;
  const flags = ATTRIBUTES.map((word) => (tags.includes(word) || (word === 'occlusion' && isOccluded) ? 1 : 0));
  return [...points.flat(), ...sides, ...flags, path].join(' ');
}

/** Lines of one image are its faces, in their order. @param report told of each broken line, whose face is left out */
export function parseWflw(text: string, file: string, report: ReportProblem): ListedImage[] {
  const images = new Map<string, ListedImage & { faces: (ListedFace | null)[] }>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    let face: WflwFace | null = null;
    try {
      face = parseWflwLine(line, file, i + 1);
    } catch (broken) {
      if (!(broken instanceof DatasetFormatError)) throw broken;
      report(broken);
    }
    const path = pathOf(line);
    if (path === undefined) continue;
    const image = images.get(path) ?? { path, line: i + 1, split: null, faces: [] };
    image.faces.push(face && { annotation: face.annotation, box: face.box, tags: face.tags });
    images.set(path, image);
  }
  return [...images.values()];
}

/** `list_98pt_rect_attr_train.txt` is WFLW's own name. */
const isListFile = (file: string): boolean => /(^|\/)list_[^/]*\.txt$/i.test(file);

const layout: ListedLayout = {
  format: FORMAT,
  maxLabelBytes: 256 * 1024 * 1024,
  isLabelFile: isListFile,
  labelFile: 'a list_….txt with a face a line',
  parse: (bytes, file, report) => parseWflw(decodeText(bytes, FORMAT, file), file, report),
};

function refusal({ annotation, imageFile }: ExportSample): string | null {
  if (/[\r\n]|^\s|\s$/.test(imageFile))
    return 'expected a path without line ends and outer spaces, found one with them';
  if (annotation === null) return 'expected landmarks (an image without them has no line), found none';
  const missing = toIbug68(annotation).points.filter((_, i) => !isAnnotated(annotation, i)).length;
  return missing === 0
    ? null
    : `expected 68 annotated landmarks (a line cannot leave one out), found ${missing} missing`;
}

const linesOf = ({ faces }: ImageFaces): string =>
  faces
    .filter(isLabelled)
    .flatMap((face) => {
      const box = boxOrTight(face);
      return box ? `${formatWflwLine({ ...face, path: face.imageFile, box })}\n` : [];
    })
    .join('');

const writer: ListedWriter<string> = {
  format: FORMAT,
  refusal,
  entryOf: linesOf,
  lengthOf: (lines) => lines.length,
  fileOf: (split) => `list_68pt_rect_attr${split ? `_${split}` : ''}.txt`,
  formatFile: (lines) => lines.join(''),
};

export const wflwLine: DatasetFormat = {
  id: FORMAT,
  title: 'WFLW-style lines (.txt: 68 landmarks, box, attributes, path)',
  async detect(files) {
    for (const file of (await files.list()).filter(isListFile)) {
      try {
        const [first] = decodeText(await files.read(file, layout.maxLabelBytes), FORMAT, file).split('\n', 1);
        parseWflwLine(first, file, 1);
        return 'certain';
      } catch (problem) {
        if (!(problem instanceof DatasetFormatError)) throw problem; // reading tells it
      }
    }
    return 'no';
  },
  read: (files, report) => readListed(files, layout, report),
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) => writeListed(samples, sink, writer, report),
};
