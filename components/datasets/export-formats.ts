import type { FormatId } from '@/lib/datasets/formats/format';

/** Every format that can be written, the most asked for first. */
export const EXPORT_FORMATS: readonly { readonly id: FormatId; readonly label: string; readonly note: string }[] = [
  { id: 'ibug-pts', label: '.pts', note: 'one file a face, as 300-W' },
  { id: 'csv', label: 'CSV', note: 'one table, one row a face, every digit' },
  { id: 'coco-keypoints', label: 'COCO keypoints', note: 'JSON with visibility and boxes' },
  { id: 'yolo-pose', label: 'YOLO pose', note: 'labels, lists and data.yaml' },
  { id: 'dlib-xml', label: 'dlib XML', note: 'whole pixels only' },
  { id: 'face-synthetics', label: 'Face Synthetics', note: '70 landmarks only' },
  { id: 'aflw2000-3d', label: 'AFLW2000-3D', note: 'MATLAB 5 with depth and pose' },
  { id: 'wflw-line', label: 'WFLW lines', note: '68 landmarks in WFLW’s layout, with its six attributes' },
  { id: 'cvat-xml', label: 'CVAT XML', note: 'skeletons, for images 1.1' },
  { id: 'label-studio', label: 'Label Studio', note: 'tasks and labelling interface' },
  { id: 'ljson', label: 'LJSON', note: 'one file an image, as menpo' },
];
