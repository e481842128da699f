import { type Annotation, isAnnotated, type Visibility } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68, SCHEMES } from '@/lib/landmarks/scheme';
import { type BesideLayout, findLabels, type NumberedFace, readBeside } from './beside';
import { faceOfKey, groupByImage, type ImageFaces, isLabelled, visibilityOrNull } from './faces';
import {
  type DatasetFormat,
  DatasetFormatError,
  type ExportSample,
  type FileSink,
  type ReportProblem,
  throwProblem,
} from './format';
import { describeJson, isFiniteNumber, isList, isObject, type Json, parseJson } from './json';
import { withoutExtension } from './paths';

/**
 * menpo's LJSON (menpo/io/output/landmark.py): `NAME.ljson` beside the image, pixels counted from 0, **y first**.
 *   version 3   { version: 3, groups: { GROUP: { landmarks: { points, connectivity }, labels: [{ label, mask }] } } }
 *   version 2   { version: 2, landmarks: …, labels: … }, one group without a name
 * A missing landmark is [null, null]. menpo calls a lone group LJSON; the n-th face of several is our group `face_n`.
 */
const layout: BesideLayout = {
  format: 'ljson',
  labelSuffix: '.ljson',
  maxLabelBytes: 16 * 1024 * 1024,
  parse: (bytes, file) => ({ faces: parseLjson(parseJson(bytes, 'ljson', file), file) }),
};

const LONE_GROUP = 'LJSON';
const FACE_GROUP = /^face_([1-9]\d{0,8})$/;
const LJSON_SCHEMES = [IBUG_68, FACE_SYNTHETICS_70];

/** @throws DatasetFormatError */
export function parseLjson(json: Json, file: string): NumberedFace[] {
  const fail: Fail = (reason) => new DatasetFormatError({ format: layout.format, file, reason });
  if (!isObject(json) || (json.version !== 2 && json.version !== 3)) {
    throw fail(`expected version 2 or 3, found ${describeJson(isObject(json) ? json.version : json)}`);
  }
  if (json.version === 2) return [{ annotation: readGroup(json, LONE_GROUP, fail), number: null }];
  const groups = isObject(json.groups) ? Object.entries(json.groups) : [];
  if (groups.length === 1 && !FACE_GROUP.test(groups[0][0])) {
    return [{ annotation: readGroup(groups[0][1], groups[0][0], fail), number: null }];
  }
  const numbered = groups.map(([name, group]) => {
    const [, digits] = FACE_GROUP.exec(name) ?? [];
    return { number: digits === undefined ? null : Number(digits), name, group };
  });
  if (numbered.length === 0 || numbered.some(({ number }) => number === null)) {
    const names = groups.map(([name]) => name).join(', ') || 'none';
    throw fail(`expected one group, or groups face_1, face_2, …, found ${names}`);
  }
  numbered.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  return numbered.map(({ number, name, group }) => ({ number, annotation: readGroup(group, name, fail) }));
}

type Fail = (reason: string) => DatasetFormatError;

function readGroup(group: Json | undefined, name: string, fail: Fail): Annotation {
  const landmarks = isObject(group) ? group.landmarks : undefined;
  const list = isObject(landmarks) ? landmarks.points : undefined;
  if (!isList(list)) throw fail(`expected landmarks.points in group ${name}, found ${describeJson(list)}`);
  const scheme = LJSON_SCHEMES.find(({ count }) => count === list.length);
  if (!scheme) throw fail(`expected 68 or 70 landmarks in group ${name}, found ${list.length}`);
  const points: ImagePoint[] = [];
  const visibility: Visibility[] = [];
  for (const [i, point] of list.entries()) {
    const [y, x, ...rest] = isList(point) ? point : [];
    const isMissing = y === null && x === null;
    if (rest.length > 0 || !(isMissing || (isFiniteNumber(y) && isFiniteNumber(x)))) {
      throw fail(`expected [y, x] or [null, null] for landmark ${i} of group ${name}, found ${describeJson(point)}`);
    }
    visibility.push(isMissing ? 'missing' : 'visible');
    points.push(isFiniteNumber(y) && isFiniteNumber(x) ? imagePoint(x, y) : imagePoint(0, 0));
  }
  return { scheme: scheme.id, points, z: null, visibility: visibilityOrNull(visibility) };
}

/** Inverse of `parseLjson`, in version 3: every digit, missing landmarks as null; hidden ones are as good as visible. */
export function formatLjson(
  faces: readonly { readonly annotation: Annotation; readonly number: number | null }[],
): string {
  const groups = faces.map(({ annotation, number }) => {
    const name = number === null ? LONE_GROUP : `face_${number}`;
    const points = annotation.points.map(([x, y], i) => (isAnnotated(annotation, i) ? [y, x] : [null, null]));
    const { contours } = SCHEMES[annotation.scheme];
    const connectivity = contours.flatMap(({ indices, closed }) => [
      ...indices.slice(1).map((to, i) => [indices[i], to]),
      ...(closed ? [[indices[indices.length - 1], indices[0]]] : []),
    ]);
    const labels = contours.map(({ name: label, indices: mask }) => ({ label, mask }));
    return [name, { landmarks: { points, connectivity }, labels }];
  });
  return `${JSON.stringify({ version: 3, groups: Object.fromEntries(groups) })}\n`;
}

/** A face of several that nobody has labelled, and the second image of a name, are told and passed over. */
async function writeLjson(samples: AsyncIterable<ExportSample>, sink: FileSink, report: ReportProblem): Promise<void> {
  const imageOf = new Map<string, string>();
  const labelFileOf = (imageFile: string) => withoutExtension(imageFile) + layout.labelSuffix;
  async function* writable(): AsyncGenerator<ExportSample> {
    for await (const sample of samples) {
      const file = labelFileOf(sample.imageFile);
      const owner = imageOf.get(file) ?? sample.imageFile;
      if (sample.annotation === null && sample.key === sample.imageFile) continue; // the image alone
      const refuse = (reason: string) => report(new DatasetFormatError({ format: layout.format, file, reason }));
      if (owner !== sample.imageFile)
        refuse(`expected one image for this file, found ${owner} and ${sample.imageFile}`);
      else if (!isLabelled(sample)) refuse('expected landmarks of each face, found one without');
      else yield sample;
      imageOf.set(file, owner);
    }
  }
  for await (const image of groupByImage(writable()))
    await sink.write(labelFileOf(image.imageFile), formatImage(image));
}

const formatImage = ({ faces }: ImageFaces): string =>
  formatLjson(faces.filter(isLabelled).map(({ annotation, key }) => ({ annotation, number: faceOfKey(key) })));

export const ljson: DatasetFormat = {
  id: layout.format,
  title: 'menpo LJSON (.ljson beside the image, 68 or 70 landmarks, several faces)',
  async detect(files) {
    const { paired, any } = await findLabels(files, layout);
    if (paired.length > 0) return 'certain';
    return any ? 'possible' : 'no';
  },
  read: (files, report) => readBeside(files, layout, report),
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) => writeLjson(samples, sink, report),
};
