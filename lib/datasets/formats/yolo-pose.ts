import { ImageDecodeError } from '@/lib/image/image-decode-error';
import { readImageSize } from '@/lib/image/image-size';
import { type SourceSample, SPLITS, type Split } from '../sample';
import { boxOrTight, faceKey, faceName, groupByImage, refusalWithoutBox } from './faces';
import {
  type DatasetFormat,
  DatasetFormatError,
  type ExportSample,
  type FileSink,
  type FileSource,
  type ReportProblem,
  throwProblem,
} from './format';
import type { ListedFace } from './listed';
import { folderOf, isImageFile, personOf, resolveInside, splitOf, stemOf, withoutExtension } from './paths';
import { decodeText } from './text';
import { type DataYaml, formatDataYaml, formatYoloFace, parseDataYaml, parseYoloLabel } from './yolo-label';

const FORMAT = 'yolo-pose';
const DATA_FILE = 'data.yaml';
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

const fault = (file: string, reason: string, cause?: unknown): DatasetFormatError =>
  new DatasetFormatError({ format: FORMAT, file, reason }, { cause });

/** The first data.yaml with keypoints. @throws DatasetFormatError for one of another scheme */
async function findData(files: FileSource): Promise<(DataYaml & { file: string }) | undefined> {
  for (const file of (await files.list()).filter((name) => /\.ya?ml$/i.test(name))) {
    const data = parseDataYaml(decodeText(await files.read(file, MAX_TEXT_BYTES), FORMAT, file), file);
    if (data) return { ...data, file };
  }
  return undefined;
}

/** Which split a list of images (`train: train.txt`) gives each of them; folders tell their split by their name. */
async function readLists(files: FileSource, { file, splits }: DataYaml & { file: string }) {
  const known = new Set(await files.list());
  const splitOfImage = new Map<string, Split>();
  for (const split of SPLITS) {
    const list = resolveInside(folderOf(file), splits.get(split) ?? '');
    if (list === undefined || !known.has(list)) continue;
    const text = decodeText(await files.read(list, MAX_TEXT_BYTES), FORMAT, list);
    for (const line of text.split(/\r?\n/)) {
      const image = resolveInside(folderOf(list), line);
      if (image) splitOfImage.set(image, split);
    }
  }
  return splitOfImage;
}

/** Ultralytics looks in `labels` for what lies in `images`, and beside the image where there is no such folder. */
function labelFileOf(imageFile: string): string {
  const place = `/${imageFile}`.lastIndexOf('/images/');
  const path = withoutExtension(imageFile);
  return `${place < 0 ? path : `${path.slice(0, place)}labels/${path.slice(place + 'images/'.length)}`}.txt`;
}

async function* readYolo(files: FileSource, report: ReportProblem): AsyncIterable<SourceSample> {
  const data = await findData(files);
  if (!data) throw fault('these files', 'expected a data.yaml with kpt_shape, found none');
  const splitOfImage = await readLists(files, data);
  const list = await files.list();
  const known = new Set(list);
  for (const imageFile of list.filter(isImageFile)) {
    const file = labelFileOf(imageFile);
    let faces: readonly ListedFace[] = [];
    if (known.has(file)) {
      try {
        const text = decodeText(await files.read(file, MAX_TEXT_BYTES), FORMAT, file);
        faces = parseYoloLabel(text, file, data.shape, readImageSize(await files.read(imageFile)));
      } catch (broken) {
        if (broken instanceof ImageDecodeError) report(fault(imageFile, broken.message, broken));
        else if (broken instanceof DatasetFormatError) report(broken);
        else throw broken;
        continue;
      }
    }
    const split = splitOfImage.get(imageFile) ?? splitOf(imageFile);
    const common = { imageFile, pose: null, person: personOf(stemOf(imageFile)), split };
    const entries = faces.length === 0 ? [{ annotation: null, box: null }] : faces;
    for (const [i, face] of entries.entries()) {
      const number = entries.length === 1 ? null : i + 1;
      yield { ...common, ...face, key: faceKey(imageFile, number), name: faceName(imageFile, number) };
    }
  }
}

/** Label files where Ultralytics looks for them, a list of images for each split, and the data.yaml that names the lists. */
async function writeYolo(samples: AsyncIterable<ExportSample>, sink: FileSink, report: ReportProblem): Promise<void> {
  const imageOf = new Map<string, string>(
    ['train', 'val', 'test', 'unsplit'].map((list) => [`${list}.txt`, 'a list of images']),
  );
  const lists = new Map<string, string[]>();
  async function* writable(): AsyncGenerator<ExportSample> {
    for await (const sample of samples) {
      const file = labelFileOf(sample.imageFile);
      const owner = imageOf.get(file) ?? sample.imageFile;
      imageOf.set(file, owner);
      const isTaken = owner !== sample.imageFile;
      const reason = isTaken
        ? `expected one owner of this file, found ${owner} and ${sample.imageFile}`
        : refusal(sample);
      if (reason === null) yield sample;
      else report(fault(file, reason));
    }
  }
  for await (const { imageFile, imageWidth, imageHeight, faces } of groupByImage(writable())) {
    const size = { width: imageWidth, height: imageHeight };
    const lines = faces.flatMap((face) => {
      const box = boxOrTight(face);
      return box ? `${formatYoloFace(face.annotation, box, size)}\n` : [];
    });
    if (lines.length > 0) await sink.write(labelFileOf(imageFile), lines.join(''));
    const split = faces[0].split ?? 'unsplit';
    const list = lists.get(split) ?? [];
    list.push(`./${imageFile}\n`);
    lists.set(split, list);
  }
  const listOfSplit = new Map<string, string>();
  for (const [list, lines] of lists) {
    await sink.write(`${list}.txt`, lines.join(''));
    if (list !== 'unsplit') listOfSplit.set(list, `${list}.txt`);
  }
  await sink.write(DATA_FILE, formatDataYaml(listOfSplit));
}

const refusal = (sample: ExportSample): string | null =>
  /[\r\n]/.test(sample.imageFile)
    ? 'expected a path without line ends, found one with them'
    : refusalWithoutBox(sample);

export const yoloPose: DatasetFormat = {
  id: FORMAT,
  title: 'YOLO pose (.txt labels, data.yaml with kpt_shape, several faces an image)',
  async detect(files) {
    try {
      return (await findData(files)) ? 'certain' : 'no';
    } catch (problem) {
      if (problem instanceof DatasetFormatError) return 'possible'; // keypoints of another kind: reading tells it
      throw problem;
    }
  },
  read: readYolo,
  // divided by the image's size and multiplied again: exact but for the last bits
  precisionPx: 1e-9,
  write: (samples, sink, report = throwProblem) => writeYolo(samples, sink, report),
};
