import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';
import { boxOrTight, type ImageFaces, refusalWithoutBox } from './faces';
import { type DatasetFormat, type ExportSample, type FileSink, type ReportProblem, throwProblem } from './format';
import { detectJson, isList, isListFile, isObject, type Json, MAX_JSON_BYTES, parseJson } from './json';
import { CORNER, LOCAL_FILES, PERCENT, parseLabelStudio } from './label-studio-parse';
import { labelOfIndex, labelsOfAnnotation } from './landmark-label';
import { type ListedLayout, readListed } from './listed';
import { type ListedWriter, writeListed } from './listed-write';

const FORMAT = 'label-studio';
/** What joins the regions of a task to the controls of the labelling interface below. */
const IMAGE_NAME = 'image';
const KEYPOINTS_NAME = 'landmarks';
const BOXES_NAME = 'faces';
const FACE_LABEL = 'Face';
/** Diameter of a drawn keypoint, percent of the image's width. */
const DOT_WIDTH = 0.3;

/** Inverse of reading one task. A lone face has a rectangle only if it has a box; of several, each needs one. */
export function formatTask(image: ImageFaces, id: number): string {
  const { imageFile, faces } = image;
  const [{ split, person }] = faces;
  const result = faces.flatMap((face, i) => formatFace(face, image, `face-${i + 1}`));
  const data = {
    image: LOCAL_FILES + imageFile.split('/').map(encodeURIComponent).join('/'),
    ...(split && { split }),
    ...(person && { person }),
    ...(faces.some(({ tags = [] }) => tags.length > 0) && { tags: faces.map(({ tags = [] }) => [...tags]) }),
  };
  return JSON.stringify({ id, data, annotations: [{ result }] });
}

function formatFace(face: ExportSample, { faces, imageWidth, imageHeight }: ImageFaces, faceId: string): Json[] {
  const region = (type: string, name: string) => ({
    from_name: name,
    to_name: IMAGE_NAME,
    type,
    original_width: imageWidth,
    original_height: imageHeight,
    image_rotation: 0,
  });
  const toX = (px: number) => (px / imageWidth) * PERCENT;
  const toY = (px: number) => (px / imageHeight) * PERCENT;
  const box = faces.length > 1 ? boxOrTight(face) : face.box;
  const rectangle = box && {
    x: toX(box.x + CORNER),
    y: toY(box.y + CORNER),
    width: toX(box.width),
    height: toY(box.height),
    rotation: 0,
    rectanglelabels: [FACE_LABEL],
  };
  const points = face.annotation ? labelsOfAnnotation(face.annotation) : [];
  return [
    ...(rectangle ? [{ id: faceId, ...region('rectanglelabels', BOXES_NAME), value: rectangle }] : []),
    ...points.map(({ label, point: [x, y] }) => ({
      id: `${faceId}-${label}`,
      ...(rectangle && { parentID: faceId }),
      ...region('keypointlabels', KEYPOINTS_NAME),
      value: { x: toX(x + CORNER), y: toY(y + CORNER), width: DOT_WIDTH, keypointlabels: [label] },
    })),
  ];
}

/** The labelling interface that the tasks need: to be pasted into the project's settings. */
export function formatLabellingInterface(): string {
  const labels = Array.from({ length: FACE_SYNTHETICS_70.count }, (_, i) => `    <Label value="${labelOfIndex(i)}"/>`);
  return [
    '<View>',
    `  <Image name="${IMAGE_NAME}" value="$image" zoom="true"/>`,
    `  <RectangleLabels name="${BOXES_NAME}" toName="${IMAGE_NAME}"><Label value="${FACE_LABEL}"/></RectangleLabels>`,
    `  <KeyPointLabels name="${KEYPOINTS_NAME}" toName="${IMAGE_NAME}">`,
    ...labels,
    '  </KeyPointLabels>',
    '</View>',
    '',
  ].join('\n');
}

const layout: ListedLayout = {
  format: FORMAT,
  maxLabelBytes: MAX_JSON_BYTES,
  isLabelFile: isListFile,
  labelFile: 'a Label Studio .json',
  parse: (bytes, file, report) => parseLabelStudio(parseJson(bytes, FORMAT, file), file, report),
};

const writer: ListedWriter<string> = {
  format: FORMAT,
  refusal: refusalWithoutBox,
  entryOf: formatTask,
  lengthOf: (task) => task.length,
  fileOf: () => 'tasks.json',
  formatFile: (tasks) => `[\n${tasks.join(',\n')}\n]\n`,
};

async function write(samples: AsyncIterable<ExportSample>, sink: FileSink, report: ReportProblem): Promise<void> {
  await writeListed(samples, sink, writer, report);
  await sink.write('labelling-interface.xml', formatLabellingInterface());
}

const isTask = (task: Json): boolean =>
  isObject(task) && isObject(task.data) && 'image' in task.data && isList(task.annotations);

export const labelStudio: DatasetFormat = {
  id: FORMAT,
  title: 'Label Studio (.json: keypoints in percent, several faces an image)',
  detect: (files) => detectJson(files, FORMAT, (json) => isList(json) && json.length > 0 && isTask(json[0])),
  read: (files, report) => readListed(files, layout, report),
  // percent and back: exact but for the last bits
  precisionPx: 1e-9,
  write: (samples, sink, report = throwProblem) => write(samples, sink, report),
};
