import { aflw20003d } from './aflw2000-3d';
import { cocoKeypoints } from './coco-keypoints';
import { csv } from './csv';
import { cvatXml } from './cvat-xml';
import { dlibXml } from './dlib-xml';
import { faceSynthetics } from './face-synthetics';
import { type DatasetFormat, DatasetFormatError, type FileSource } from './format';
import { ibugPts } from './ibug-pts';
import { labelStudio } from './label-studio';
import { ljson } from './ljson';
import { extensionOf } from './paths';
import { wflwLine } from './wflw-line';
import { yoloPose } from './yolo-pose';

/** Every format the workbench reads. */
export const FORMATS: readonly DatasetFormat[] = [
  faceSynthetics,
  aflw20003d,
  ibugPts,
  dlibXml,
  cocoKeypoints,
  wflwLine,
  yoloPose,
  cvatXml,
  labelStudio,
  ljson,
  csv,
];

const KNOWN = FORMATS.map(({ id }) => id).join(', ');

/** @throws DatasetFormatError for an id that no format has */
export function formatById(id: string): DatasetFormat {
  const format = FORMATS.find((candidate) => candidate.id === id);
  if (format) return format;
  throw new DatasetFormatError({ format: 'format', file: id, reason: `expected one of ${KNOWN}, found ${id}` });
}

/**
 * The one format these files are in: the only `certain` one, else the only `possible` one.
 *
 * @throws DatasetFormatError that names what was found, when nothing or several fit
 */
export async function detectFormat(files: FileSource): Promise<DatasetFormat> {
  const fits: { format: DatasetFormat; fit: 'possible' | 'certain' }[] = [];
  for (const format of FORMATS) {
    const fit = await format.detect(files);
    if (fit !== 'no') fits.push({ format, fit });
  }
  const certain = fits.filter(({ fit }) => fit === 'certain');
  const candidates = certain.length > 0 ? certain : fits;
  if (candidates.length === 1) return candidates[0].format;
  const found =
    candidates.length === 0
      ? `none of them in ${await inventory(files)}`
      : `${candidates.map(({ format }) => format.id).join(' and ')}; name the format, or import them apart`;
  throw new DatasetFormatError({
    format: 'detect',
    file: 'these files',
    reason: `expected the files of one format (${KNOWN}), found ${found}`,
  });
}

/** "12 files (8 .jpg, 4 .json)" */
async function inventory(files: FileSource): Promise<string> {
  const list = await files.list();
  const counts = new Map<string, number>();
  for (const file of list) {
    const extension = extensionOf(file) || 'without extension';
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const parts = most.map(([extension, count]) => `${count} ${extension}`).join(', ');
  return `${list.length} files${parts && ` (${parts})`}`;
}
