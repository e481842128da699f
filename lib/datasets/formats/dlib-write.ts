import { type Annotation, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import type { Box } from '@/lib/landmarks/geometry';
import { boxOrTight, type ImageFaces, refusalWithoutBox } from './faces';
import type { ExportSample } from './format';
import type { ListedWriter } from './listed-write';
import { escapeXml } from './xml';

/** dlib's other scheme has five parts under the names that here are jaw points. */
const FIVE_POINT_COUNT = 5;

/** dlib names its files after their use; `validation` is ours. */
const FILE_OF_SPLIT = {
  train: 'training_with_face_landmarks.xml',
  val: 'validation_with_face_landmarks.xml',
  test: 'testing_with_face_landmarks.xml',
} as const;

function refusal(sample: ExportSample): string | null {
  const { annotation } = sample;
  const last = annotation ? annotation.points.findLastIndex((_, i) => isAnnotated(annotation, i)) : -1;
  return last < 0 || last >= FIVE_POINT_COUNT
    ? refusalWithoutBox(sample)
    : `expected a landmark beyond 0 to ${FIVE_POINT_COUNT - 1}, which alone are dlib's 5-point scheme, found none`;
}

/** What `parseDlibXml` reads, after its images are put together. */
export const formatDlibFile = (images: readonly string[]): string =>
  [
    "<?xml version='1.0' encoding='UTF-8'?>",
    '<dataset>',
    '<name>Landmark Workbench</name>',
    '<comment>iBUG 68 landmarks, rounded: dlib reads whole pixels only.</comment>',
    '<images>',
    ...images,
    '</images>',
    '</dataset>',
    '',
  ].join('\n');

/** Inverse of reading one `<image>`, but for what lies between pixels and for the pupils. A missing landmark has no part. */
export function formatDlibImage({ imageFile, imageWidth, imageHeight, faces }: ImageFaces): string {
  const boxes = faces.flatMap((face) => {
    const box = boxOrTight(face);
    return box ? formatFace(box, face.annotation) : [];
  });
  const head = `<image file='${escapeXml(imageFile)}' width='${imageWidth}' height='${imageHeight}'>`;
  return [head, ...boxes, '</image>'].join('\n');
}

/** dlib's rectangle counts the pixels from the first to the last. */
function formatFace(box: Box, annotation: Annotation | null): string[] {
  const [left, top] = [Math.round(box.x), Math.round(box.y)];
  const [right, bottom] = [Math.round(box.x + box.width), Math.round(box.y + box.height)];
  const parts = annotation
    ? toIbug68(annotation).points.flatMap(([x, y], i) =>
        isAnnotated(annotation, i) ? [`<part name='${partName(i)}' x='${Math.round(x)}' y='${Math.round(y)}'/>`] : [],
      )
    : [];
  return [
    `<box top='${top}' left='${left}' width='${right - left + 1}' height='${bottom - top + 1}'>`,
    ...parts,
    '</box>',
  ];
}

/** dlib sorts parts by name, as text. */
const partName = (index: number): string => String(index).padStart(2, '0');

export const dlibWriter: ListedWriter<string> = {
  format: 'dlib-xml',
  refusal,
  entryOf: formatDlibImage,
  lengthOf: (image) => image.length,
  fileOf: (split) => (split ? FILE_OF_SPLIT[split] : 'face_landmarks.xml'),
  formatFile: formatDlibFile,
};
