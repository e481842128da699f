import { beforeAll, describe, expect, it } from 'vitest';
import { faceSynthetics } from '@/lib/datasets/formats/face-synthetics';
import { generatedTags } from '@/lib/datasets/formats/generated-tags';
import { memorySource } from '@/lib/datasets/memory-source';
import type { SourceSample } from '@/lib/datasets/sample';
import { formatDetails, formatLandmarks } from '@/lib/synthesis/file-layout';
import type { SyntheticFace } from '@/lib/synthesis/render-face';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

let face: SyntheticFace;
beforeAll(() => {
  face = synthesizeFace(3, { size: 64, supersample: 1 });
});

async function read(details: string): Promise<{ samples: SourceSample[]; problems: string[] }> {
  const files = new Map<string, string | Uint8Array>([
    ['000000.png', new Uint8Array(1)], // the reader opens no image
    ['000000_ldmks.txt', formatLandmarks(face)],
    ['000000.json', details],
  ]);
  const problems: string[] = [];
  const samples: SourceSample[] = [];
  for await (const sample of faceSynthetics.read(memorySource(files), ({ message }) => problems.push(message))) {
    samples.push(sample);
  }
  return { samples, problems };
}

describe('the details beside a generated face', () => {
  it('bring its depth, visibility and pose', async () => {
    const { samples, problems } = await read(formatDetails(face));
    expect(problems).toEqual([]);
    const [{ annotation, pose }] = samples;
    expect(annotation?.visibility).toEqual(face.annotation.visibility);
    annotation?.z?.forEach((depth, i) => {
      expect(depth).toBeCloseTo(face.annotation.z?.[i] as number, 3);
    });
    const { yawDeg, pitchDeg, rollDeg } = face.parameters.camera;
    expect(pose?.yawRad).toBeCloseTo((yawDeg * Math.PI) / 180, 9);
    expect(pose?.pitchRad).toBeCloseTo((pitchDeg * Math.PI) / 180, 9);
    expect(pose?.rollRad).toBeCloseTo((rollDeg * Math.PI) / 180, 9);
  });

  it('of another tool change nothing', async () => {
    const { samples, problems } = await read('{"author": "somebody"}');
    expect(problems).toEqual([]);
    expect(samples[0].annotation?.z).toBeNull();
    expect(samples[0].pose).toBeNull();
  });

  it('that are broken cost the face, in one line', async () => {
    const short = JSON.parse(formatDetails(face));
    short.z.pop();
    const { samples, problems } = await read(JSON.stringify(short));
    expect(samples).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^face-synthetics: 000000\.json: z: /);
  });
});

describe('words for a generated face', () => {
  const plain = {
    glasses: { style: 'none' },
    headwear: { style: 'none' },
    occluder: { kind: 'none' },
    beard: { moustache: 0.1, chin: 0.2, cheeks: 0 },
    makeup: { lips: 0, eyeShadow: 0.1, liner: 0.3, blush: 0 },
    eyes: { rightClosed: 1, leftClosed: 0 },
    expression: { jawOpen: 0.1, smile: 0.2 },
    light: { keyAzimuthDeg: 20, keyElevationDeg: 30, keyStrength: 1 },
    lens: { blur: 1, motionBlur: 0, saturation: 1 },
  };
  it.each([
    [{}, []],
    [{ glasses: { style: 'round' }, headwear: { style: 'cap' } }, ['glasses', 'hat']],
    [{ occluder: { kind: 'hand' } }, ['occlusion']],
    [{ beard: { moustache: 0.7, chin: 0, cheeks: 0 } }, ['beard']],
    [{ makeup: { lips: 0, eyeShadow: 0, liner: 0.9, blush: 0 } }, ['make-up']],
    [{ eyes: { rightClosed: 1, leftClosed: 0.9 } }, ['closed eyes']],
    [{ expression: { jawOpen: 0.6, smile: 0.7 } }, ['open mouth', 'smile', 'expression']],
    [{ expression: { pucker: 0.8 } }, ['expression']],
    [{ light: { keyAzimuthDeg: -130, keyElevationDeg: 10, keyStrength: 1.2 } }, ['back light', 'illumination']],
    [
      { light: { keyAzimuthDeg: 70, keyElevationDeg: -20, keyStrength: 1.2 } },
      ['side light', 'light from below', 'illumination'],
    ],
    [{ light: { keyAzimuthDeg: 130, keyElevationDeg: -20, keyStrength: 0.1 } }, ['flat light']],
    [{ lens: { blur: 0, motionBlur: 20, saturation: 0 } }, ['blur', 'black and white']],
  ])('%o', (changes, words) => {
    expect(generatedTags({ ...plain, ...changes })).toEqual(words);
  });

  it('come with the details, and none from a file that states no looks', async () => {
    const { samples } = await read(formatDetails(face));
    expect(samples[0].tags).toEqual(generatedTags(face.parameters));
    const { parameters, ...rest } = JSON.parse(formatDetails(face));
    const bare = await read(JSON.stringify({ ...rest, parameters: { camera: parameters.camera } }));
    expect(bare.samples[0].tags).toEqual([]);
  });
});
