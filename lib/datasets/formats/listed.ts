import type { Annotation } from '@/lib/landmarks/annotation';
import type { Box } from '@/lib/landmarks/geometry';
import type { SourceSample, Split } from '../sample';
import { compareSamples, faceKey, faceName } from './faces';
import { DatasetFormatError, type FileSource, type FormatId, type ReportProblem } from './format';
import { folderOf, isImageFile, personOf, resolveInside, splitOf, stemOf } from './paths';
import { quote } from './text';

/** What a label file that tells of many images says of one of them. */
export interface ListedImage {
  /** path as written */
  readonly path: string;
  readonly line: number | null;
  /** null where the entry does not say: then the label file's name, then the image's folder tells */
  readonly split: Split | null;
  readonly person?: string | null;
  /** none: an image nobody has labelled; null: a broken face, whose number no other takes */
  readonly faces: readonly (ListedFace | null)[];
}

export interface ListedFace {
  readonly annotation: Annotation | null;
  readonly box: Box | null;
  readonly tags?: readonly string[];
}

/** A set whose label files name their images. */
export interface ListedLayout {
  readonly format: FormatId;
  readonly maxLabelBytes: number;
  /** by name alone */
  isLabelFile(file: string, files: ReadonlySet<string>): boolean;
  /** what is missing without one: "a COCO .json" */
  readonly labelFile: string;
  /** @param report told of each broken entry, which is left out @throws DatasetFormatError when the whole file is broken */
  parse(bytes: Uint8Array, file: string, report: ReportProblem): readonly ListedImage[];
}

/** Samples in key order. An image that no label file names is left out: such files tell what belongs to the set. */
export async function* readListed(
  files: FileSource,
  { format, maxLabelBytes, isLabelFile, labelFile, parse }: ListedLayout,
  report: ReportProblem,
): AsyncIterable<SourceSample> {
  const list = await files.list();
  const known = new Set(list);
  const findImage = imageFinder(list);
  const labelFiles = list.filter((file) => isLabelFile(file, known));
  if (labelFiles.length === 0) {
    const reason = `expected ${labelFile}, found none`;
    throw new DatasetFormatError({ format, file: 'these files', reason });
  }
  const samples: SourceSample[] = [];
  const toldBy = new Map<string, string>();
  for (const file of labelFiles) {
    try {
      for (const image of parse(await files.read(file, maxLabelBytes), file, report)) {
        const problem = (reason: string) => report(new DatasetFormatError({ format, file, line: image.line, reason }));
        const found = findImage(image.path, folderOf(file));
        if ('reason' in found) {
          problem(found.reason);
          continue;
        }
        const { imageFile } = found;
        const earlier = toldBy.get(imageFile);
        if (earlier !== undefined) {
          problem(`expected ${quote(image.path)} once, found it ${earlier === file ? 'again' : `in ${earlier} too`}`);
          continue;
        }
        toldBy.set(imageFile, file);
        samples.push(...samplesOf(image, imageFile, image.split ?? splitOfListFile(file) ?? splitOf(imageFile)));
      }
    } catch (broken) {
      if (!(broken instanceof DatasetFormatError)) throw broken;
      report(broken);
    }
  }
  yield* samples.sort(compareSamples);
}

/** An image without faces is an unlabelled sample; one with only broken faces gives none, so that it can come in mended. */
function samplesOf({ faces, person }: ListedImage, imageFile: string, split: Split | null): SourceSample[] {
  const common = { imageFile, pose: null, person: person ?? personOf(stemOf(imageFile)), split };
  const entries = faces.length === 0 ? [{ annotation: null, box: null }] : faces;
  return entries.flatMap((face, i) => {
    if (!face) return [];
    const number = entries.length === 1 ? null : i + 1;
    return [{ ...common, ...face, key: faceKey(imageFile, number), name: faceName(imageFile, number) }];
  });
}

type FoundImage = { readonly imageFile: string } | { readonly reason: string };

/**
 * The image that a path means: seen from the label file, then from the root of the import, then the only image whose path
 * ends so (COCO keeps names without the folder of the images).
 */
function imageFinder(list: readonly string[]): (path: string, folder: string) => FoundImage {
  const byName = new Map<string, string[]>();
  for (const file of list.filter(isImageFile)) {
    const name = nameOf(file);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const known = new Set(list.filter(isImageFile));
  return (path, folder) => {
    const fromFile = resolveInside(folder, path);
    const fromRoot = resolveInside('', path);
    if (fromFile === undefined && fromRoot === undefined) {
      return { reason: `expected an image inside the import folder, found ${quote(path)}` };
    }
    const direct = [fromFile, fromRoot].find((file) => file !== undefined && known.has(file));
    if (direct !== undefined) return { imageFile: direct };
    const ending = fromRoot ?? fromFile ?? '';
    const candidates = (byName.get(nameOf(ending)) ?? []).filter((file) => file.endsWith(`/${ending}`));
    if (candidates.length === 1) return { imageFile: candidates[0] };
    const found = candidates.length === 0 ? 'none' : candidates.slice(0, 3).join(', ');
    return { reason: `expected an image ${quote(path)}, found ${found}` };
  };
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** `person_keypoints_val2017.json`, `list_68pt_rect_attr_test.txt`: the last word of the name, years apart. */
function splitOfListFile(file: string): Split | null {
  const [, word] = /(?:^|[_-])(train|val|test)(?:\d{4})?$/.exec(stemOf(file)) ?? [];
  return (word as Split | undefined) ?? null;
}
