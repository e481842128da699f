import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { SPLITS } from '../sample';
import { parseDecimal } from './decimal';
import { DatasetFormatError, type ReportProblem } from './format';
import { annotationOfLabels, type LabelledPoint, originOfLabels } from './landmark-label';
import type { ListedFace, ListedImage } from './listed';
import { decodeText, quote } from './text';

/** CVAT measures from the corner of the top-left pixel, we from its centre. */
export const CVAT_ORIGIN = 0.5;

/** The attribute of a skeleton that holds the face's tags. */
export const CVAT_TAGS = 'tags';

interface CvatSkeleton {
  readonly line: number;
  readonly points: readonly LabelledPoint[];
  readonly tags: readonly string[];
}

interface CvatImage {
  readonly path: string;
  readonly line: number;
  readonly subset: string;
  /** null: a broken one, which has been told */
  readonly skeletons: (CvatSkeleton | null)[];
}

type Attributes = Record<string, SaxesAttributePlain['value']>;

/**
 * CVAT XML 1.1 (docs.cvat.ai, "CVAT for images"): skeletons whose points carry their landmark's index as sub-label.
 *   <image id name width height [subset]><skeleton label><points label occluded outside points="x,y"/>…
 *     [<attribute name="tags">word;word</attribute>]
 *
 * Their order is never asked. `outside` is a missing landmark, `occluded` a hidden one. Other shapes are passed over.
 * A document type is refused, so entities cannot be declared; the skeleton's drawing in <meta> is never looked at.
 *
 * @param report told of each broken skeleton, which is left out; broken XML ends the reading, what stood before it counts
 */
export function parseCvat(bytes: Uint8Array, file: string, report: ReportProblem): ListedImage[] {
  const { images, problem } = readImages(bytes, file, report);
  const labels = images.flatMap(({ skeletons }) =>
    skeletons.flatMap((skeleton) => skeleton?.points.map(({ label }) => label) ?? []),
  );
  const origin = originOfLabels(labels);
  if (labels.length > 0 && origin === undefined) {
    throw problem(
      "expected sub-labels that count from 0, or from 1 to 68 or 70, found neither '0' nor the last of them",
    );
  }
  return images.map(({ path, line, subset, skeletons }): ListedImage => {
    const faces = skeletons.map((skeleton): ListedFace | null => {
      if (!skeleton) return null;
      const fail = (reason: string) => problem(reason, skeleton.line);
      try {
        const annotation = annotationOfLabels(skeleton.points, origin ?? 0, fail);
        return { annotation, box: null, tags: skeleton.tags };
      } catch (broken) {
        if (!(broken instanceof DatasetFormatError)) throw broken;
        report(broken);
        return null;
      }
    });
    return { path, line, split: SPLITS.find((split) => split === subset.toLowerCase()) ?? null, faces };
  });
}

function readImages(bytes: Uint8Array, file: string, report: ReportProblem) {
  const parser = new SaxesParser({ xmlns: false });
  const problem = (reason: string, line = parser.line) =>
    new DatasetFormatError({ format: 'cvat-xml', file, line, reason });
  const images: CvatImage[] = [];
  let image: CvatImage | null = null;
  let skeleton: { line: number; points: LabelledPoint[]; tags: string[] } | null = null;
  let isRoot = true;
  let isTags = false;

  parser.on('error', ({ message }) => {
    throw problem(`expected well-formed XML, found: ${message.replace(/^.*?\d+:\d+: /, '')}`);
  });
  parser.on('doctype', () => {
    throw problem('expected no document type, found <!DOCTYPE>');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (isRoot && name !== 'annotations') throw problem(`expected <annotations>, found <${name}>`);
    isRoot = false;
    if (name === 'track') throw problem('expected images, found a video track (export it as CVAT for images)');
    if (name === 'image') {
      image = { path: attributes.name ?? '', line: parser.line, subset: attributes.subset ?? '', skeletons: [] };
    } else if (name === 'skeleton' && image) {
      skeleton = { line: parser.line, points: [], tags: [] };
    } else if (name === 'attribute' && skeleton) {
      isTags = attributes.name === CVAT_TAGS;
    } else if (name === 'points' && skeleton) {
      const { points } = skeleton;
      try {
        points.push(readPoint(attributes, problem));
      } catch (broken) {
        if (!(broken instanceof DatasetFormatError)) throw broken;
        report(broken);
        skeleton = null; // told once, and forgotten with all its points
        image?.skeletons.push(null);
      }
    }
  });
  parser.on('text', (text) => {
    if (isTags)
      skeleton?.tags.push(
        ...text
          .split(';')
          .map((word) => word.trim())
          .filter(Boolean),
      );
  });
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    if (name === 'attribute') isTags = false;
    if (name === 'skeleton' && skeleton && image) {
      image.skeletons.push(skeleton);
      skeleton = null;
    } else if (name === 'image' && image) {
      images.push(image);
      image = null;
    }
  });
  try {
    parser.write(decodeText(bytes, 'cvat-xml', file)).close();
  } catch (broken) {
    if (!(broken instanceof DatasetFormatError)) throw broken;
    report(broken);
  }
  return { images, problem };
}

function readPoint(attributes: Attributes, problem: (reason: string) => DatasetFormatError): LabelledPoint {
  const { label = '', points: text = '', occluded, outside } = attributes;
  const [x, y, ...rest] = text.split(',').map(parseDecimal);
  if (x === undefined || y === undefined || rest.length > 0) {
    throw problem(`expected points="x,y" for ${quote(label)}, found ${quote(text)}`);
  }
  const state: Visibility = outside === '1' ? 'missing' : occluded === '1' ? 'hidden' : 'visible';
  return { label, state, point: imagePoint(x - CVAT_ORIGIN, y - CVAT_ORIGIN) };
}
