import { SCHEMES, type SchemeId } from '@/lib/landmarks/scheme';
import { CVAT_ORIGIN, CVAT_TAGS, parseCvat } from './cvat-parse';
import { type ImageFaces, isLabelled, type LabelledSample } from './faces';
import { type DatasetFormat, DatasetFormatError, type ExportSample, throwProblem } from './format';
import { labelOfIndex } from './landmark-label';
import { type ListedLayout, readListed } from './listed';
import { type ListedWriter, writeListed } from './listed-write';
import { extensionOf } from './paths';
import { escapeXml } from './xml';

const FORMAT = 'cvat-xml';

const LABEL_OF_SCHEME: Readonly<Record<SchemeId, string>> = {
  'ibug-68': 'face',
  'face-synthetics-70': 'face with pupils',
};

/**
 * Inverse of reading one `<image>`, with every digit where CVAT itself writes two decimals. A missing landmark is `outside`
 * and stands at the origin: CVAT wants all points of a skeleton.
 *
 * @param number of the image in the export, from 1
 */
export function formatCvatImage({ imageFile, imageWidth, imageHeight, faces }: ImageFaces, number: number): string {
  const [{ split }] = faces;
  const attributes = [
    `id="${number - 1}"`,
    `name="${escapeXml(imageFile)}"`,
    ...(split ? [`subset="${split}"`] : []),
    `width="${imageWidth}"`,
    `height="${imageHeight}"`,
  ];
  return [`<image ${attributes.join(' ')}>`, ...faces.filter(isLabelled).flatMap(formatSkeleton), '</image>'].join(
    '\n',
  );
}

function formatSkeleton({ annotation: { scheme, points, visibility }, tags = [] }: LabelledSample): string[] {
  const subElements = points.map(([x, y], i) => {
    const outside = visibility?.[i] === 'missing' ? 1 : 0;
    const occluded = visibility?.[i] === 'hidden' ? 1 : 0;
    const at = `${x + CVAT_ORIGIN},${y + CVAT_ORIGIN}`;
    return `<points label="${labelOfIndex(i)}" source="manual" outside="${outside}" occluded="${occluded}" points="${at}"/>`;
  });
  const words = tags.length > 0 ? [`<attribute name="${CVAT_TAGS}">${escapeXml(tags.join(';'))}</attribute>`] : [];
  const start = `<skeleton label="${LABEL_OF_SCHEME[scheme]}" source="manual" z_order="0">`;
  return [start, ...subElements, ...words, '</skeleton>'];
}

/** CVAT takes an attribute only where the label declares it. */
const TAGS_ATTRIBUTE =
  `<attributes><attribute><name>${CVAT_TAGS}</name><mutable>False</mutable><input_type>text</input_type>` +
  '<default_value></default_value><values></values></attribute></attributes>';

/** What `parseCvat` reads, after its images are put together. */
export function formatCvat(images: readonly string[]): string {
  const labels = Object.values(SCHEMES).flatMap(({ id, count }) => {
    const label = LABEL_OF_SCHEME[id];
    const subLabels = Array.from(
      { length: count },
      (_, i) => `<label><name>${labelOfIndex(i)}</name><type>points</type><parent>${label}</parent></label>`,
    );
    return [`<label><name>${label}</name><type>skeleton</type>${TAGS_ATTRIBUTE}</label>`, ...subLabels];
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<annotations>',
    '<version>1.1</version>',
    '<meta><task><labels>',
    ...labels,
    '</labels></task></meta>',
    ...images,
    '</annotations>',
    '',
  ].join('\n');
}

const layout: ListedLayout = {
  format: FORMAT,
  maxLabelBytes: 256 * 1024 * 1024,
  isLabelFile: (file) => extensionOf(file) === '.xml',
  labelFile: 'a CVAT .xml',
  parse: parseCvat,
};

/** A lone image may be without face, a face not without landmarks. */
const refusal = ({ annotation, key, imageFile }: ExportSample): string | null =>
  annotation || key === imageFile ? null : 'expected landmarks (a skeleton is nothing else), found none';

const writer: ListedWriter<string> = {
  format: FORMAT,
  refusal,
  entryOf: formatCvatImage,
  lengthOf: (image) => image.length,
  fileOf: () => 'annotations.xml',
  formatFile: formatCvat,
};

/** `<annotations>` and its version near the start. */
const looksLikeCvat = (bytes: Uint8Array): boolean =>
  /<annotations>\s*<version>1\.[01]<\/version>/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4096)));

export const cvatXml: DatasetFormat = {
  id: FORMAT,
  title: 'CVAT for images 1.1 (.xml: skeletons, several faces an image, visibility)',
  async detect(files) {
    for (const file of (await files.list()).filter((name) => extensionOf(name) === '.xml')) {
      try {
        if (looksLikeCvat(await files.read(file, layout.maxLabelBytes))) return 'certain';
      } catch (problem) {
        if (!(problem instanceof DatasetFormatError)) throw problem; // reading tells it
      }
    }
    return 'no';
  },
  read: (files, report) => readListed(files, layout, report),
  // half a pixel more and half a pixel less: exact but for the last bits
  precisionPx: 1e-9,
  write: (samples, sink, report = throwProblem) => writeListed(samples, sink, writer, report),
};
