import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { type Box, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { parseDecimal } from './decimal';
import { DatasetFormatError, type ReportProblem } from './format';
import { quote } from './text';

/** One `<image>` of an imglab XML. */
export interface DlibImage {
  /** path as written */
  readonly file: string;
  /** line of its tag */
  readonly line: number;
  /** every whole box; those marked `ignore` and broken ones are left out but counted in `faceCount` */
  readonly faces: readonly DlibFace[];
  readonly faceCount: number;
}

export interface DlibFace {
  /** place among the boxes of its image, from 1 */
  readonly number: number;
  /** dlib's rectangle of `width` × `height` pixels, measured between the centres of its outer pixels */
  readonly box: Box;
  /** null for a box without parts */
  readonly annotation: Annotation | null;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * dlib's imglab XML, as it streams by:
 *   <dataset><images><image file='a.jpg'><box top left width height [ignore='1']><part name='00' x y/>…
 *
 * Pixels are 0-based. Parts go by name ('00' to '67'), in any order; a part that is not there is a missing landmark.
 * A document type is refused, so entities cannot be declared, let alone expanded.
 *
 * @param report told of every broken box, which is left out; broken XML ends the reading, what stood before it counts
 */
export function parseDlibXml(bytes: Uint8Array, file: string, report: ReportProblem): DlibImage[] {
  const images: DlibImage[] = [];
  const parser = new SaxesParser({ xmlns: false });
  const problem: Problem = (reason, options) =>
    new DatasetFormatError({ format: 'dlib-xml', file, line: parser.line, reason }, options);
  let image: { file: string; line: number; faces: DlibFace[]; faceCount: number } | null = null;
  let face: { box: Box; parts: Map<number, ImagePoint>; ignored: boolean } | null = null;
  let isRoot = true;

  parser.on('error', ({ message }) => {
    throw problem(`expected well-formed XML, found: ${message.replace(/^.*?\d+:\d+: /, '')}`);
  });
  parser.on('doctype', () => {
    throw problem('expected no document type, found <!DOCTYPE>');
  });
  /** A broken box is told once and forgotten with all its parts. */
  const within = (read: () => unknown) => {
    try {
      read();
    } catch (broken) {
      if (!(broken instanceof DatasetFormatError)) throw broken;
      report(broken);
      face = null;
    }
  };
  parser.on('opentag', ({ name, attributes }) => {
    if (isRoot && name !== 'dataset') throw problem(`expected <dataset>, found <${name}>`);
    isRoot = false;
    if (name === 'image') {
      image = { file: attributes.file ?? '', line: parser.line, faces: [], faceCount: 0 };
    } else if (name === 'box' && image) {
      image.faceCount++;
      within(() => {
        face = { box: readBox(attributes, problem), parts: new Map(), ignored: attributes.ignore === '1' };
      });
    } else if (name === 'part' && face) {
      const { parts } = face;
      within(() => readPart(parts, attributes, problem));
    }
  });
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    if (name === 'box' && face && image) {
      const { box, parts, ignored } = face;
      const { faces, faceCount: number } = image;
      face = null;
      if (!ignored) within(() => faces.push({ number, box, annotation: readAnnotation(parts, problem) }));
    } else if (name === 'image' && image) {
      images.push(image);
      image = null;
    }
  });

  try {
    for (const text of decodeChunks(bytes, problem)) parser.write(text);
    parser.close();
  } catch (broken) {
    if (!(broken instanceof DatasetFormatError)) throw broken;
    report(broken);
  }
  return images;
}

type Problem = (reason: string, options?: { cause: unknown }) => DatasetFormatError;

/** The text in pieces, in the encoding that the XML declaration names; UTF-8 without one. */
function* decodeChunks(bytes: Uint8Array, problem: Problem): Generator<string> {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const encoding = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding=['"]([A-Za-z0-9._-]+)['"]/.exec(head)?.[1] ?? 'utf-8';
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (cause) {
      throw problem(`expected text in ${encoding}, found other bytes`, { cause });
    }
  };
  const decoder = attempt(() => new TextDecoder(encoding, { fatal: true }));
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    const chunk = bytes.subarray(from, from + CHUNK_BYTES);
    const text = attempt(() => decoder.decode(chunk, { stream: from + CHUNK_BYTES < bytes.length }));
    if (text !== '') yield text;
  }
}

type Attributes = Record<string, SaxesAttributePlain['value']>;

function readNumber(attributes: Attributes, name: string, problem: Problem): number {
  const text = attributes[name];
  const value = text === undefined ? undefined : parseDecimal(text);
  if (value === undefined) {
    throw problem(`expected a number ${name}, found ${text === undefined ? 'none' : quote(text)}`);
  }
  return value;
}

function readBox(attributes: Attributes, problem: Problem): Box {
  const [x, y, width, height] = ['left', 'top', 'width', 'height'].map((name) => readNumber(attributes, name, problem));
  if (width < 1 || height < 1) throw problem(`expected a box of at least one pixel, found ${width}×${height}`);
  return { x, y, width: width - 1, height: height - 1 };
}

function readPart(parts: Map<number, ImagePoint>, attributes: Attributes, problem: Problem): void {
  const { name = '' } = attributes;
  const index = /^\d{1,3}$/.test(name) ? Number(name) : IBUG_68.count;
  if (index >= IBUG_68.count) throw problem(`expected a part name 00 to ${IBUG_68.count - 1}, found ${quote(name)}`);
  if (parts.has(index)) throw problem(`expected each part once, found ${quote(name)} twice`);
  parts.set(index, imagePoint(readNumber(attributes, 'x', problem), readNumber(attributes, 'y', problem)));
}

/** dlib's other scheme has five parts (eye corners and nose) under names that here would be jaw points. */
const FIVE_POINT_COUNT = 5;

function readAnnotation(parts: ReadonlyMap<number, ImagePoint>, problem: Problem): Annotation | null {
  if (parts.size === 0) return null;
  if ([...parts.keys()].every((index) => index < FIVE_POINT_COUNT)) {
    throw problem('expected parts of the 68-point scheme, found only some of 00 to 04 (the 5-point scheme)');
  }
  const indices = Array.from({ length: IBUG_68.count }, (_, i) => i);
  const points = indices.map((i) => parts.get(i) ?? imagePoint(0, 0));
  const complete = parts.size === IBUG_68.count;
  const visibility = indices.map((i): Visibility => (parts.has(i) ? 'visible' : 'missing'));
  return { scheme: IBUG_68.id, points, z: null, visibility: complete ? null : visibility };
}
