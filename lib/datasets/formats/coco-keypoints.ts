import { type Annotation, isAnnotated, type Visibility } from '@/lib/landmarks/annotation';
import { type Box, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68, type LandmarkScheme, landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import { boxOrTight, type ImageFaces, refusalWithoutBox, visibilityOrNull } from './faces';
import { type DatasetFormat, DatasetFormatError, type ExportSample, type ReportProblem, throwProblem } from './format';
import {
  describeJson,
  detectJson,
  isFiniteNumber,
  isList,
  isListFile,
  isObject,
  type Json,
  type JsonObject,
  MAX_JSON_BYTES,
  parseJson,
} from './json';
import { type ListedFace, type ListedImage, type ListedLayout, readListed } from './listed';
import { type ListedWriter, writeListed } from './listed-write';

/**
 * COCO keypoints (cocodataset.org, "Data format"), pixels counted from 0:
 *   images       [{ id, file_name, width, height }]
 *   annotations  [{ id, image_id, category_id, bbox: [x, y, width, height], keypoints: [x, y, v, …], num_keypoints, … }]
 *   categories   [{ id, name, keypoints: [name, …], skeleton: [[a, b], …] }], the skeleton counted from 1
 * A face's tags stand in `attributes: { tags: [word, …] }`, which COCO leaves to whoever writes it.
 * v is 0 for a missing landmark (then x = y = 0), 1 for a hidden one, 2 for a visible one.
 */
const FORMAT = 'coco-keypoints';

const STATE_OF_V: readonly Visibility[] = ['missing', 'hidden', 'visible'];
const SCHEMES_BY_CATEGORY: readonly LandmarkScheme[] = [IBUG_68, FACE_SYNTHETICS_70];

/** @returns images in the order of the file, faces in the order of their annotations; crowds are no faces */
export function parseCoco(json: Json, file: string, report: ReportProblem): ListedImage[] {
  const problem = (reason: string) => new DatasetFormatError({ format: FORMAT, file, reason });
  if (!isObject(json) || !isList(json.images) || !isList(json.annotations)) {
    throw problem('expected an object with lists images and annotations, found none');
  }
  const images = new Map<Json, ListedImage & { faces: (ListedFace | null)[] }>();
  for (const [i, image] of json.images.entries()) {
    if (!isObject(image) || typeof image.file_name !== 'string' || image.id === undefined) {
      report(problem(`expected an id and a file_name in images[${i}], found ${describeJson(image)}`));
    } else if (images.has(image.id)) {
      report(problem(`expected each image id once, found ${describeJson(image.id)} again in images[${i}]`));
    } else {
      images.set(image.id, { path: image.file_name, line: null, split: null, faces: [] });
    }
  }
  for (const [i, entry] of json.annotations.entries()) {
    const fail = (reason: string) => problem(`${reason} in annotations[${i}]`);
    try {
      if (!isObject(entry)) throw fail(`expected an object, found ${describeJson(entry)}`);
      if (entry.iscrowd === 1) continue;
      const image = entry.image_id === undefined ? undefined : images.get(entry.image_id);
      if (!image) throw fail(`expected the id of an image, found ${describeJson(entry.image_id)}`);
      const place = image.faces.push(null) - 1;
      image.faces[place] = {
        annotation: readKeypoints(entry.keypoints, fail),
        box: readBox(entry.bbox, fail),
        tags: readTags(entry.attributes),
      };
    } catch (broken) {
      if (!(broken instanceof DatasetFormatError)) throw broken;
      report(broken);
    }
  }
  return [...images.values()];
}

/** null where no landmark is placed */
function readKeypoints(keypoints: Json | undefined, fail: (reason: string) => Error): Annotation | null {
  const scheme = isList(keypoints)
    ? SCHEMES_BY_CATEGORY.find(({ count }) => keypoints.length === 3 * count)
    : undefined;
  if (!isList(keypoints) || !scheme) {
    const found = isList(keypoints) ? `${keypoints.length} numbers` : describeJson(keypoints);
    throw fail(`expected keypoints of 68 or 70 landmarks (204 or 210 numbers), found ${found}`);
  }
  const points: ImagePoint[] = [];
  const visibility: Visibility[] = [];
  for (let i = 0; i < keypoints.length; i += 3) {
    const [x, y, v] = keypoints.slice(i, i + 3);
    const state = isFiniteNumber(v) ? STATE_OF_V[v] : undefined;
    if (!isFiniteNumber(x) || !isFiniteNumber(y) || state === undefined) {
      throw fail(`expected x, y and v of 0, 1 or 2 for landmark ${i / 3}, found ${describeJson([x, y, v])}`);
    }
    visibility.push(state);
    points.push(state === 'missing' ? imagePoint(0, 0) : imagePoint(x, y));
  }
  if (visibility.every((state) => state === 'missing')) return null;
  return { scheme: scheme.id, points, z: null, visibility: visibilityOrNull(visibility) };
}

function readBox(bbox: Json | undefined, fail: (reason: string) => Error): Box | null {
  if (bbox === undefined) return null;
  const [x, y, width, height] = isList(bbox) ? bbox : [];
  if (
    isFiniteNumber(x) &&
    isFiniteNumber(y) &&
    isFiniteNumber(width) &&
    isFiniteNumber(height) &&
    width >= 0 &&
    height >= 0
  ) {
    return { x, y, width, height };
  }
  throw fail(`expected bbox [x, y, width, height], found ${describeJson(bbox)}`);
}

/** Somebody else's attributes are passed over. */
function readTags(attributes: Json | undefined): string[] {
  const tags = isObject(attributes) ? attributes.tags : undefined;
  return isList(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/** The entries of one image, as JSON text. */
interface CocoEntry {
  readonly image: string;
  readonly annotations: readonly string[];
}

/** Annotation ids tell the image too; no photo has a thousand faces. */
const IDS_PER_IMAGE = 1000;

/** Inverse of reading one image, to the last bit. A face without a box of its own gets the one round its landmarks. */
export function formatCocoImage({ imageFile, imageWidth, imageHeight, faces }: ImageFaces, id: number): CocoEntry {
  const image = { id, file_name: imageFile, width: imageWidth, height: imageHeight };
  const annotations = faces.flatMap((face, i) => {
    const box = boxOrTight(face);
    return box ? JSON.stringify({ id: id * IDS_PER_IMAGE + i, image_id: id, ...formatFace(face, box) }) : [];
  });
  return { image: JSON.stringify(image), annotations };
}

function formatFace({ annotation, tags = [] }: ExportSample, { x, y, width, height }: Box): JsonObject {
  const scheme = SCHEMES[annotation?.scheme ?? IBUG_68.id];
  const keypoints = annotation
    ? annotation.points.flatMap(([px, py], i) =>
        isAnnotated(annotation, i) ? [px, py, annotation.visibility?.[i] === 'hidden' ? 1 : 2] : [0, 0, 0],
      )
    : Array.from({ length: 3 * scheme.count }, () => 0);
  return {
    category_id: SCHEMES_BY_CATEGORY.indexOf(scheme) + 1,
    bbox: [x, y, width, height],
    area: width * height,
    iscrowd: 0,
    segmentation: [],
    ...(tags.length > 0 && { attributes: { tags: [...tags] } }),
    num_keypoints: keypoints.filter((value, i) => i % 3 === 2 && value > 0).length,
    keypoints,
  };
}

/** What `parseCoco` reads, after its images are put together; an entry a line. */
export function formatCoco(entries: readonly CocoEntry[]): string {
  const listOf = (lines: readonly string[]) => `[\n${lines.join(',\n')}\n]`;
  const categories = SCHEMES_BY_CATEGORY.map((scheme, i) => JSON.stringify({ id: i + 1, ...formatCategory(scheme) }));
  return `{"images": ${listOf(entries.map(({ image }) => image))},
"annotations": ${listOf(entries.flatMap(({ annotations }) => annotations))},
"categories": ${listOf(categories)}}
`;
}

/** The skeleton joins each contour's neighbours, counted from 1. */
function formatCategory(scheme: LandmarkScheme): JsonObject {
  const indices = Array.from({ length: scheme.count }, (_, i) => i);
  return {
    name: scheme === IBUG_68 ? 'face' : 'face with pupils',
    supercategory: 'person',
    keypoints: indices.map((i) => landmarkName(scheme, i)),
    skeleton: scheme.contours.flatMap(({ indices: contour, closed }) =>
      contour.flatMap((from, i) => {
        const to = contour[i + 1] ?? (closed ? contour[0] : undefined);
        return to === undefined ? [] : [[from + 1, to + 1]];
      }),
    ),
  };
}

const hasKeypoints = (entry: Json): boolean => isObject(entry) && isList(entry.keypoints);

const isCoco = (json: Json): boolean =>
  isObject(json) &&
  isList(json.images) &&
  isList(json.annotations) &&
  (json.annotations.some(hasKeypoints) || (isList(json.categories) && json.categories.some(hasKeypoints)));

const layout: ListedLayout = {
  format: FORMAT,
  maxLabelBytes: MAX_JSON_BYTES,
  isLabelFile: isListFile,
  labelFile: 'a COCO keypoints .json',
  parse: (bytes, file, report) => parseCoco(parseJson(bytes, FORMAT, file), file, report),
};

const writer: ListedWriter<CocoEntry> = {
  format: FORMAT,
  refusal: refusalWithoutBox,
  entryOf: formatCocoImage,
  lengthOf: ({ image, annotations }) => annotations.reduce((sum, text) => sum + text.length, image.length),
  fileOf: (split) => (split ? `landmarks_${split}.json` : 'landmarks.json'),
  formatFile: formatCoco,
};

export const cocoKeypoints: DatasetFormat = {
  id: FORMAT,
  title: 'COCO keypoints (.json, several faces an image, 68 or 70 landmarks with visibility)',
  detect: (files) => detectJson(files, FORMAT, isCoco),
  read: (files, report) => readListed(files, layout, report),
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) => writeListed(samples, sink, writer, report),
};
