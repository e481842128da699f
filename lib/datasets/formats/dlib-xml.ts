import type { SourceSample, Split } from '../sample';
import { type DlibImage, parseDlibXml } from './dlib-parse';
import { dlibWriter } from './dlib-write';
import { compareSamples, faceKey, faceName } from './faces';
import { type DatasetFormat, DatasetFormatError, type FileSource, type ReportProblem, throwProblem } from './format';
import { writeListed } from './listed-write';
import { extensionOf, folderOf, personOf, resolveInside, splitOf, stemOf } from './paths';
import { quote } from './text';

const MAX_XML_BYTES = 256 * 1024 * 1024;

/** The images one XML describes. */
interface DlibFile {
  readonly file: string;
  readonly images: readonly DlibImage[];
  readonly hasParts: boolean;
}

/**
 * Which file describes an image: dlib keeps landmarks and boxes of the same photos apart (`training_with_face_landmarks.xml`,
 * `training.xml`). Files with parts come first, by name; a file of boxes only adds the images that no file with parts has, as
 * unlabelled faces. A second file of the same kind that names an image again is told and passed over.
 */
async function* readDlib(files: FileSource, report: ReportProblem): AsyncIterable<SourceSample> {
  const list = await files.list();
  const known = new Set(list);
  const parsed: DlibFile[] = [];
  for (const file of list.filter(isXml)) {
    let bytes: Uint8Array;
    try {
      bytes = await files.read(file, MAX_XML_BYTES);
    } catch (problem) {
      if (!(problem instanceof DatasetFormatError)) throw problem;
      report(problem);
      continue;
    }
    const images = parseDlibXml(bytes, file, report);
    const hasParts = images.some(({ faces }) => faces.some(({ annotation }) => annotation !== null));
    parsed.push({ file, images, hasParts });
  }
  if (parsed.length === 0) {
    throw new DatasetFormatError({
      format: 'dlib-xml',
      file: 'these files',
      reason: 'expected an XML file, found none',
    });
  }

  const samples: SourceSample[] = [];
  const describedBy = new Map<string, DlibFile>();
  for (const source of [...parsed.filter(({ hasParts }) => hasParts), ...parsed.filter(({ hasParts }) => !hasParts)]) {
    for (const image of source.images) {
      const problem = (reason: string) =>
        report(new DatasetFormatError({ format: 'dlib-xml', file: source.file, line: image.line, reason }));
      const imageFile = resolveInside(folderOf(source.file), image.file);
      if (imageFile === undefined) {
        problem(`expected an image inside the import folder, found ${quote(image.file)}`);
        continue;
      }
      if (!known.has(imageFile)) {
        problem(`expected an image ${quote(image.file)}, found none`);
        continue;
      }
      const earlier = describedBy.get(imageFile);
      if (earlier) {
        if (earlier.hasParts === source.hasParts)
          problem(`expected ${quote(image.file)} once, found it in ${earlier.file} too`);
        continue;
      }
      describedBy.set(imageFile, source);
      samples.push(...samplesOf(image, imageFile, splitOf(source.file) ?? splitOfXml(source.file)));
    }
  }
  yield* samples.sort(compareSamples);
}

/** An image without boxes is an unlabelled sample; one with only ignored or broken boxes gives none. */
function samplesOf(image: DlibImage, imageFile: string, split: Split | null): SourceSample[] {
  const common = { imageFile, pose: null, person: personOf(stemOf(imageFile)), split: split ?? splitOf(imageFile) };
  if (image.faceCount === 0) {
    return [{ ...common, key: faceKey(imageFile, null), name: faceName(imageFile, null), annotation: null, box: null }];
  }
  return image.faces.map(({ number, annotation, box }) => {
    const face = image.faceCount === 1 ? null : number;
    return { ...common, key: faceKey(imageFile, face), name: faceName(imageFile, face), annotation, box };
  });
}

const SPLIT_OF_WORD: ReadonlyMap<string | undefined, Split> = new Map([
  ['training', 'train'],
  ['validation', 'val'],
  ['testing', 'test'],
]);

/** dlib names its files after their use: `training_with_face_landmarks.xml`, `testing.xml`. */
function splitOfXml(file: string): Split | null {
  const [, word] = /^(training|validation|testing)(?![a-z])/.exec(stemOf(file)) ?? [];
  return SPLIT_OF_WORD.get(word) ?? null;
}

const isXml = (file: string): boolean => extensionOf(file) === '.xml';

/** `<dataset` … `<image` near the start; imglab writes a few lines of comment before. */
const looksLikeImglab = (bytes: Uint8Array): boolean =>
  /<dataset[\s>][\s\S]*<images?[\s>]/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 64 * 1024)));

export const dlibXml: DatasetFormat = {
  id: 'dlib-xml',
  title: 'dlib imglab (.xml, several faces an image, 68 landmarks)',
  async detect(files) {
    const xml = (await files.list()).filter(isXml);
    for (const file of xml) {
      try {
        if (looksLikeImglab(await files.read(file, MAX_XML_BYTES))) return 'certain';
      } catch (problem) {
        if (!(problem instanceof DatasetFormatError)) throw problem; // reading tells it
      }
    }
    return xml.length > 0 ? 'possible' : 'no';
  },
  read: readDlib,
  precisionPx: 0.5,
  write: (samples, sink, report = throwProblem) => writeListed(samples, sink, dlibWriter, report),
};
