import { describe, expect, it } from 'vitest';
import type { DatasetFormat, ExportSample, FormatId } from '@/lib/datasets/formats/format';
import { FORMATS, formatById } from '@/lib/datasets/formats/index';
import { certify } from '@/lib/datasets/round-trip';
import type { SourceSample } from '@/lib/datasets/sample';
import { toIbug68 } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { exportSample, manyFaces, wholeFaces } from '../../../fixtures/files/export-samples';
import { plainAnnotation } from '../../../fixtures/files/landmarks';

/** A change of unit and back rounds twice in binary. */
const ROUNDING_PX = 1e-9;

const WRITABLE = FORMATS.filter(({ write }) => write);
/** Three rendered faces with depth, 70 landmarks each. */
const GENERATED = [1, 2, 3].map((seed) => ({
  ...synthesizeFace(seed, { size: 48, supersample: 1 }).annotation,
  visibility: null,
}));
const schemeOf = (id: FormatId) => (id === 'face-synthetics' ? 'face-synthetics-70' : 'ibug-68');

const BOX_MADE = 'absence of a face box (one round the landmarks stands for it): # faces';

/** Of `manyFaces`: two faces of b.jpg (the second with landmark 3 hidden and 5 missing), and c.jpg with landmark 3 hidden. */
const MANY: Readonly<
  Partial<Record<FormatId, { samples: number; refused: number; visibilityKept: boolean; notHeld: string[] }>>
> = {
  'face-synthetics': { samples: 0, refused: 3, visibilityKept: true, notHeld: [] },
  'ibug-pts': {
    samples: 2,
    refused: 1,
    visibilityKept: false,
    notHeld: [
      'number of the face in its image: 1 of 2 faces',
      'face box: 1 of 2 faces',
      'visibility (hidden counts as visible): 1 of 2 faces',
    ],
  },
  'aflw2000-3d': {
    samples: 2,
    refused: 1,
    visibilityKept: false,
    notHeld: [
      'absence of depth (0 stands for it): 2 of 2 faces',
      'number of the face in its image: 1 of 2 faces',
      'face box: 1 of 2 faces',
      'visibility (hidden counts as visible): 1 of 2 faces',
    ],
  },
  'dlib-xml': {
    samples: 3,
    refused: 0,
    visibilityKept: false,
    notHeld: [
      'fractions of a pixel: rounded by up to 0.5 px',
      'visibility (hidden counts as visible): 2 of 3 faces',
      BOX_MADE.replace('#', '1 of 3'),
    ],
  },
  'coco-keypoints': {
    samples: 3,
    refused: 0,
    visibilityKept: true,
    notHeld: [BOX_MADE.replace('#', '1 of 3')],
  },
  'wflw-line': {
    samples: 2,
    refused: 1,
    visibilityKept: false,
    notHeld: [
      'number of the face in its image: 1 of 2 faces',
      'visibility (hidden counts as visible): 1 of 2 faces',
      BOX_MADE.replace('#', '1 of 2'),
    ],
  },
  'yolo-pose': { samples: 3, refused: 0, visibilityKept: true, notHeld: [BOX_MADE.replace('#', '1 of 3')] },
  'cvat-xml': { samples: 3, refused: 0, visibilityKept: true, notHeld: ['face box: 2 of 3 faces'] },
  'label-studio': {
    samples: 3,
    refused: 0,
    visibilityKept: false,
    notHeld: ['visibility (hidden counts as visible): 2 of 3 faces'],
  },
  ljson: {
    samples: 3,
    refused: 0,
    visibilityKept: false,
    notHeld: ['face box: 2 of 3 faces', 'visibility (hidden counts as visible): 2 of 3 faces'],
  },
  csv: { samples: 3, refused: 0, visibilityKept: true, notHeld: [] },
};

describe.each(WRITABLE.map((format) => [format.id, format] as const))('a round trip through %s', (id, format) => {
  it('gives whole faces back within the stated precision, in order, under every name', async () => {
    const certificate = await certify(format, wholeFaces(schemeOf(id)));
    expect(certificate).toMatchObject({ samples: 3, refused: 0, orderKept: true, visibilityKept: true });
    expect(certificate.largestChangePx).toBeLessThanOrEqual((format.precisionPx ?? 0) + ROUNDING_PX);
  });

  it('gives generated faces back within the stated precision', async () => {
    const faces = GENERATED.map((annotation, i) =>
      exportSample(`${i}.png`, {
        annotation: id === 'face-synthetics' ? annotation : toIbug68(annotation),
        imageWidth: 48,
        imageHeight: 48,
      }),
    );
    const certificate = await certify(format, faces);
    expect(certificate).toMatchObject({ samples: 3, refused: 0, orderKept: true, visibilityKept: true });
    expect(certificate.largestChangePx).toBeLessThanOrEqual((format.precisionPx ?? 0) + ROUNDING_PX);
  });

  it('says what it does not hold of several faces an image, and of hidden and missing landmarks', async () => {
    const { samples, refused, visibilityKept, notHeld, orderKept } = await certify(format, manyFaces());
    expect({ samples, refused, visibilityKept, notHeld }).toEqual(MANY[id]);
    expect(orderKept).toBe(true);
  });
});

describe('a certificate', () => {
  /** Gives back what it was given, changed. */
  const changing = (change: (sample: ExportSample) => SourceSample): DatasetFormat => {
    let kept: SourceSample[] = [];
    return {
      id: 'csv',
      title: 'for this test',
      precisionPx: 0,
      detect: async () => 'no',
      async write(samples) {
        kept = [];
        for await (const sample of samples) kept.push(change(sample));
      },
      async *read() {
        yield* kept;
      },
    };
  };
  const moved = (change: (points: ReturnType<typeof imagePoint>[]) => void) =>
    changing((sample) => {
      const points = [...(sample.annotation?.points ?? [])];
      change(points);
      return { ...sample, annotation: { ...plainAnnotation(), points } };
    });

  it('tells a landmark that moved from two that changed places', async () => {
    const shifted = moved((points) => {
      points[7] = imagePoint(points[7][0] + 0.03125, points[7][1] - 0.0625);
    });
    expect(await certify(shifted, [exportSample('a.png')])).toMatchObject({ largestChangePx: 0.0625, orderKept: true });
    const swapped = moved((points) => {
      [points[7], points[9]] = [points[9], points[7]];
    });
    // landmark i stands at (10 + i/8, 20 + i/4)
    expect(await certify(swapped, [exportSample('a.png')])).toMatchObject({ largestChangePx: 0.5, orderKept: false });
  });

  it('tells faces that do not come back', async () => {
    const losing: DatasetFormat = { ...changing((sample) => sample), read: async function* () {} };
    expect(await certify(losing, [exportSample('a.png'), exportSample('b.png')])).toMatchObject({
      samples: 0,
      notHeld: ['whole faces that could not be read back: 2'],
    });
  });

  it('counts what was lost over many pages, and keeps the faces of one image together', async () => {
    const faces = Array.from({ length: 1200 }, (_, i) =>
      exportSample(`${100 + Math.floor(i / 3)}.png#${1 + (i % 3)}`, { person: 'ada' }),
    );
    const forgetful = changing((sample) => ({ ...sample, person: null }));
    expect(await certify(forgetful, faces)).toMatchObject({ samples: 1200, notHeld: ['person: 1200 of 1200 faces'] });
  });

  it('is not given for a format that can only be read', async () => {
    const { write, ...readOnly } = formatById('csv');
    await expect(certify(readOnly, [])).rejects.toThrow('expected a format that can be written, found csv');
  });
});

describe('tags', () => {
  const tagged = (...tags: string[]) => [
    exportSample('a.png', { tags, box: { x: 1, y: 2, width: 3, height: 4 } }),
    exportSample('b.png', { box: { x: 1, y: 2, width: 3, height: 4 } }),
  ];
  const lossOf = async (id: FormatId, ...tags: string[]) => {
    const { notHeld } = await certify(formatById(id), tagged(...tags));
    return notHeld.filter((line) => line.startsWith('tags'));
  };

  it.each(['csv', 'coco-keypoints', 'cvat-xml', 'label-studio'] as const)('are kept by %s', async (id) => {
    expect(await lossOf(id, 'glasses', 'light from below')).toEqual([]);
  });

  it('of six words are kept by wflw-line, others are told', async () => {
    expect(await lossOf('wflw-line', 'pose', 'expression', 'illumination', 'make-up', 'occlusion', 'blur')).toEqual([]);
    expect(await lossOf('wflw-line', 'blur', 'glasses')).toEqual(['tags: 1 of 2 faces']);
  });

  it.each(['ibug-pts', 'dlib-xml', 'yolo-pose', 'ljson'] as const)('are told to be lost by %s', async (id) => {
    expect(await lossOf(id, 'glasses')).toEqual(['tags: 1 of 2 faces']);
  });
});
