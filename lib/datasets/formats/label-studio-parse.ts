import { type Box, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { SPLITS } from '../sample';
import { DatasetFormatError, type ReportProblem } from './format';
import { describeJson, isFiniteNumber, isList, isObject, type Json, type JsonObject } from './json';
import { annotationOfLabels, type LabelledPoint, originOfLabels } from './landmark-label';
import type { ListedFace, ListedImage } from './listed';

/** Label Studio measures in percent of the image from the corner of its top-left pixel, we from that pixel's centre. */
export const CORNER = 0.5;
export const PERCENT = 100;
export const LOCAL_FILES = '/data/local-files/?d=';

/** One face of a task: a rectangle and the keypoints whose parent it is, or the keypoints of a face without rectangle. */
interface FaceRegions {
  box: Box | null;
  readonly points: LabelledPoint[];
}

/**
 * Label Studio's JSON export (labelstud.io/guide/export, /tags/keypointlabels), a list of tasks:
 *   { data: { image, split, person, tags: [[word, …] for each face] }, annotations: [{ result: [region, …] }] }
 *   region  { id, parentID, type: "keypointlabels", original_width, original_height, value: { x, y, keypointlabels: [label] } }
 * A label is its landmark's index; a landmark that is not there is missing. Of several faces, each is a rectangle
 * (`rectanglelabels`), the parent of its keypoints. Only one annotation of a task can be meant; drafts, predictions and
 * cancelled annotations are passed over.
 *
 * @param report told of every broken task, which is left out @throws DatasetFormatError when the file is of another kind
 */
export function parseLabelStudio(json: Json, file: string, report: ReportProblem): TaskImage[] {
  const problem = (reason: string) => new DatasetFormatError({ format: 'label-studio', file, reason });
  if (!isList(json)) throw problem(`expected a list of tasks, found ${describeJson(json)}`);
  const tasks = json.flatMap((task, i) => {
    const fail = (reason: string) => problem(`${reason} in task ${isObject(task) ? describeJson(task.id ?? i) : i}`);
    return attempt(report, () => ({ ...readTask(task, fail), fail })) ?? [];
  });
  const labels = tasks.flatMap(({ faces }) => faces.flatMap(({ points }) => points.map(({ label }) => label)));
  const origin = originOfLabels(labels);
  if (labels.length > 0 && origin === undefined) {
    throw problem("expected labels that count from 0, or from 1 to 68 or 70, found neither '0' nor the last of them");
  }
  return tasks.flatMap(({ data, path, faces, fail }): TaskImage[] => {
    const read = attempt(report, () =>
      faces.map(
        ({ box, points }, i): ListedFace => ({
          box,
          annotation: annotationOfLabels(points, origin ?? 0, fail),
          tags: readTags(data.tags, i),
        }),
      ),
    );
    if (!read) return [];
    const person = typeof data.person === 'string' ? data.person : null;
    return [{ path, line: null, split: SPLITS.find((split) => split === data.split) ?? null, person, faces: read }];
  });
}

/** A broken face takes its whole task with it. */
type TaskImage = ListedImage & { readonly faces: readonly ListedFace[] };

/** Somebody else's tags, in whatever shape, are passed over. */
function readTags(tags: Json | undefined, face: number): string[] {
  const own = isList(tags) ? tags[face] : undefined;
  return isList(own) ? own.filter((word) => typeof word === 'string') : [];
}

/** undefined where a broken task has been told */
function attempt<T>(report: ReportProblem, read: () => T): T | undefined {
  try {
    return read();
  } catch (broken) {
    if (!(broken instanceof DatasetFormatError)) throw broken;
    report(broken);
    return undefined;
  }
}

type Fail = (reason: string) => DatasetFormatError;

function readTask(task: Json, fail: Fail): { data: JsonObject; path: string; faces: readonly FaceRegions[] } {
  const data = isObject(task) ? task.data : undefined;
  const annotations = isObject(task) ? task.annotations : undefined;
  if (!isObject(data) || typeof data.image !== 'string' || !isList(annotations)) {
    throw fail('expected data.image and annotations (the JSON export, not JSON-MIN), found less');
  }
  const meant = annotations.filter((annotation) => isObject(annotation) && annotation.was_cancelled !== true);
  if (meant.length > 1) throw fail(`expected one annotation, found ${meant.length}`);
  const result = isObject(meant[0]) ? meant[0].result : [];
  if (!isList(result)) throw fail(`expected a list result, found ${describeJson(result)}`);
  return { data, path: readPath(data.image, fail), faces: readFaces(result, fail) };
}

/** A path of local files, an upload (which gets a number and a mark before its name), or a path as it is. */
function readPath(image: string, fail: Fail): string {
  const [, uploaded] = /^\/data\/upload\/\d+\/[0-9a-f]{8}-(.+)$/.exec(image) ?? [];
  if (uploaded !== undefined) return uploaded;
  if (!image.startsWith(LOCAL_FILES)) return image;
  try {
    return decodeURIComponent(image.slice(LOCAL_FILES.length));
  } catch {
    throw fail(`expected a path in percent encoding, found ${describeJson(image)}`);
  }
}

function readFaces(result: readonly Json[], fail: Fail): FaceRegions[] {
  const regions = result.filter(isObject);
  const faces = new Map<string, FaceRegions>();
  for (const region of regions.filter(({ type }) => type === 'rectanglelabels')) {
    const { origin, scale, value } = readValue(region, fail);
    if (!isFiniteNumber(value.width) || !isFiniteNumber(value.height)) {
      throw fail(`expected a rectangle's width and height, found ${describeJson(value)}`);
    }
    const box = { x: origin[0], y: origin[1], width: value.width * scale[0], height: value.height * scale[1] };
    faces.set(String(region.id), { box, points: [] });
  }
  const lone = faces.size === 1 ? [...faces.keys()][0] : '';
  for (const region of regions.filter(({ type }) => type === 'keypointlabels')) {
    const { origin, value } = readValue(region, fail);
    const [label, ...rest] = isList(value.keypointlabels) ? value.keypointlabels : [];
    if (typeof label !== 'string' || rest.length > 0) {
      throw fail(`expected one of keypointlabels, found ${describeJson(value.keypointlabels)}`);
    }
    const parent = typeof region.parentID === 'string' ? region.parentID : lone;
    if (parent === '' && faces.size > 1)
      throw fail('expected a parentID of each keypoint of several faces, found none');
    const face = faces.get(parent) ?? { box: null, points: [] };
    face.points.push({ label, point: origin, state: 'visible' });
    faces.set(parent, face);
  }
  return [...faces.values()];
}

/** @returns the region's x, y in image px, and px per percent on each axis */
function readValue(
  { value, original_width: width, original_height: height }: JsonObject,
  fail: Fail,
): { value: JsonObject; origin: ImagePoint; scale: readonly [number, number] } {
  if (!isFiniteNumber(width) || !isFiniteNumber(height) || width <= 0 || height <= 0) {
    throw fail(`expected original_width and original_height, found ${describeJson([width ?? null, height ?? null])}`);
  }
  if (!isObject(value) || !isFiniteNumber(value.x) || !isFiniteNumber(value.y)) {
    throw fail(`expected numbers x and y, found ${describeJson(value)}`);
  }
  const scale = [width / PERCENT, height / PERCENT] as const;
  return { value, scale, origin: imagePoint(value.x * scale[0] - CORNER, value.y * scale[1] - CORNER) };
}
