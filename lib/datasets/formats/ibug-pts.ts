import { type Annotation, toIbug68 } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { type BesideLayout, findLabels, readBeside } from './beside';
import { writeBeside } from './beside-write';
import { addToDecimal, parseDecimal } from './decimal';
import { type DatasetFormat, DatasetFormatError, throwProblem } from './format';
import { extensionOf, isImageFile } from './paths';
import { decodeText, quote } from './text';

/** iBUG .pts counts pixels from 1 (Matlab); everything inside this program counts from 0. */
const PTS_ORIGIN = 1;

/** 300-W and its kin: `NAME.pts` beside the image, in any folder. */
const layout: BesideLayout = {
  format: 'ibug-pts',
  labelSuffix: '.pts',
  maxLabelBytes: 1024 * 1024,
  parse: (bytes, file) => ({ annotation: parsePts(decodeText(bytes, 'ibug-pts', file), file) }),
};

/**
 *   version: 1
 *   n_points: 68
 *   {
 *   x y      68 times, 1-based
 *   }
 *
 * @throws DatasetFormatError
 */
export function parsePts(text: string, file: string): Annotation {
  const { count } = IBUG_68;
  const fail = (line: number, reason: string) => new DatasetFormatError({ format: layout.format, file, line, reason });
  const lines = text
    .split(/\r?\n/)
    .map((words, i) => ({ number: i + 1, words: words.trim() }))
    .filter(({ words }) => words !== '');
  const end = { number: lines.length === 0 ? 1 : lines[lines.length - 1].number, words: 'the end of the file' };
  let next = 0;
  const take = () => lines[next++] ?? end;
  const expect = (pattern: RegExp, what: string) => {
    const line = take();
    if (!pattern.test(line.words)) throw fail(line.number, `expected ${what}, found ${quote(line.words)}`);
    return line;
  };

  expect(/^version:\s*1$/, "'version: 1'");
  const header = expect(/^n_points:\s*\d+$/, `'n_points: ${count}'`);
  const declared = Number(header.words.split(':')[1]);
  if (declared !== count) throw fail(header.number, `expected ${count} landmarks, found ${declared}`);
  expect(/^\{$/, "'{'");

  const points: ImagePoint[] = [];
  for (let line = take(); line.words !== '}'; line = take()) {
    if (line === end) throw fail(end.number, `expected ${count} landmarks and '}', found ${points.length} and the end`);
    const words = line.words.split(/\s+/);
    if (words.length !== 2 || words.some((word) => parseDecimal(word) === undefined)) {
      throw fail(line.number, `expected two numbers 'x y', found ${quote(line.words)}`);
    }
    points.push(imagePoint(fromOne(words[0]), fromOne(words[1])));
  }
  if (points.length !== count) {
    throw fail(lines[next - 1].number, `expected ${count} landmarks, found ${points.length}`);
  }
  if (next < lines.length) throw fail(lines[next].number, `expected the end, found ${quote(lines[next].words)}`);
  return { scheme: IBUG_68.id, points, z: null, visibility: null };
}

/** Inverse of `parsePts` to the last bit: as many digits as a number needs, shifted in decimal. Pupils and depth are left out. */
export function formatPts(annotation: Annotation): string {
  const { points } = toIbug68(annotation);
  const rows = points.map(([x, y]) => `${toOne(x)} ${toOne(y)}`);
  return ['version: 1', `n_points: ${points.length}`, '{', ...rows, '}', ''].join('\n');
}

const fromOne = (text: string): number => Number(addToDecimal(text, -PTS_ORIGIN));
const toOne = (value: number): string => addToDecimal(String(value), PTS_ORIGIN);

/** Read-me and licence files, which say nothing about the layout. */
const isDocument = (file: string): boolean =>
  ['.md', '.pdf', '.html'].includes(extensionOf(file)) || /(^|\/)(readme|licen[cs]e)[^/]*$/i.test(file);

export const ibugPts: DatasetFormat = {
  id: layout.format,
  title: '300-W (.jpg or .png + .pts, 68 landmarks)',
  async detect(files) {
    const { paired, any } = await findLabels(files, layout);
    if (paired.length > 0) return 'certain';
    if (any) return 'possible';
    // nothing but images: photos that wait for their landmarks
    const list = await files.list();
    const onlyImages = list.every((file) => isImageFile(file) || isDocument(file));
    return onlyImages && list.some(isImageFile) ? 'possible' : 'no';
  },
  read: (files, report) => readBeside(files, layout, report),
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) =>
    writeBeside(
      samples,
      sink,
      { ...layout, scheme: IBUG_68, formatFace: ({ annotation }) => formatPts(annotation) },
      report,
    ),
};
