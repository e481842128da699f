import type { SampleDetail } from '@/lib/contracts/sample';
import { imagePoint } from '@/lib/landmarks/geometry';

/** A labelled face as the server tells of it; landmark `i` lies at (i, 2i). */
export const sampleDetail = (id: string, revision = 1): SampleDetail => ({
  id,
  datasetId: 'set-1',
  datasetName: 'Set 1',
  kind: 'real',
  name: `face ${id}`,
  key: id,
  split: 'none',
  person: null,
  imageId: `image-${id}`,
  imageWidth: 400,
  imageHeight: 300,
  revision,
  annotation: {
    scheme: 'ibug-68',
    points: Array.from({ length: 68 }, (_, i) => imagePoint(i, 2 * i)),
    z: null,
    visibility: null,
  },
  pose: null,
  poseSource: null,
  faceSize: null,
  reviewState: 'unreviewed',
  verdict: null,
  tags: [],
  notes: [],
  predictions: [],
  versions: [],
});
