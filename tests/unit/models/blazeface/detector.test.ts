import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '@/lib/image/decode-node';
import { createRgbImage } from '@/lib/image/rgb-image';
import { annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox, overlap } from '@/lib/landmarks/geometry';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { createFaceDetector, type FaceDetector } from '@/models/blazeface/detector';
import { faceFinderOf } from '@/models/blazeface/finder';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import { startNodeBackend } from '@/models/runtime/backend-node';

const video = path.resolve(import.meta.dirname, '../../../../../shared/data/video');
const readImage = (file: string) => decodeImage(readFileSync(path.join(video, file)));

let closeUp: FaceDetector;
let distant: FaceDetector;
let thorough: FaceDetector;

beforeAll(async () => {
  await startNodeBackend();
  const distantNetwork = await readPackageNetwork('distant');
  closeUp = createFaceDetector('close-up', await readPackageNetwork('close-up'));
  distant = createFaceDetector('distant', distantNetwork);
  thorough = createFaceDetector('distant', distantNetwork, { smallestFace: 40 });
});

afterAll(() => {
  for (const detector of [closeUp, distant, thorough]) detector.dispose();
});

describe('a generated face', () => {
  const faces = [2, 5, 7, 8, 9, 12].map((seed) => synthesizeFace(seed));

  it('is found where it is, one face a picture', async () => {
    const finder = faceFinderOf([closeUp, distant]);
    const found = await Promise.all(faces.map(({ image }) => finder.find(image)));
    const good = found.filter((boxes, i) => {
      const truth = boundingBox(annotatedPoints(toIbug68(faces[i].annotation)));
      return boxes.length === 1 && overlap(boxes[0].box, truth) > 0.6;
    });
    // generated faces are no photographs: one may be missed
    expect(good.length).toBeGreaterThanOrEqual(5);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const found = [await closeUp.detect(faces[1].image), await distant.detect(faces[1].image)];
    expect(found.flat().length).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a detector', () => {
  it('refuses the network of the other mode, and keeps nothing of it', async () => {
    const before = tf.memory().numTensors;
    const network = await readPackageNetwork('close-up');
    expect(() => createFaceDetector('distant', network)).toThrow('distant: expected an input of 192 px, found 128');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('finds nothing in an empty picture', async () => {
    expect(await closeUp.detect(createRgbImage(1, 1))).toEqual([]);
    expect(await thorough.detect(createRgbImage(700, 300))).toEqual([]);
  });

  it('stops between tiles once it is aborted', async () => {
    const controller = new AbortController();
    const search = thorough.detect(createRgbImage(4000, 4000), controller.signal);
    controller.abort(new Error('enough'));
    await expect(search).rejects.toThrow('enough');
  });

  it('gives back every tensor when disposed of', async () => {
    const before = tf.memory().numTensors;
    const detector = createFaceDetector('close-up', await readPackageNetwork('close-up'));
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    detector.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.skipIf(!existsSync(video))('photos of ../shared/data/video', () => {
  it.each([
    ['Tom_Cruise_avp_2014_4', 1],
    ['bald_guys', 24],
    ['dogs', 0],
    ['emma_input', 3],
    ['mona_lisa', 1],
    ['obamas', 2],
    ['test1', 2],
    ['the_beatles', 4],
  ])(
    '%s: every face over 40 px, and nothing else (%i)',
    async (name, count) => {
      const faces = await thorough.detect(await readImage(`photos/${name}.jpg`));
      expect(faces.map(({ score }) => score.toFixed(2))).toHaveLength(count);
    },
    120_000,
  );

  it('has all 24 faces still when the smallest are 40 px wide', async () => {
    const file = path.join(video, 'photos/bald_guys.jpg');
    const { data, info } = await sharp(file).resize(740).raw().toBuffer({ resolveWithObject: true });
    const widths = (await thorough.detect({ ...info, data })).map(({ box }) => box.width);
    expect(widths).toHaveLength(24);
    expect(Math.min(...widths)).toBeLessThan(42);
  });

  it('have their faces where emma_input.jpg.bbox says', async () => {
    const lines = readFileSync(path.join(video, 'photos/emma_input.jpg.bbox'), 'utf8').trim().split('\n').slice(1);
    const found = await faceFinderOf([distant]).find(await readImage('photos/emma_input.jpg'));
    for (const line of lines) {
      const [, left, top, right, bottom] = line.split(/\s+/).map(Number);
      const box = { x: left, y: top, width: right - left, height: bottom - top };
      expect(Math.max(...found.map((face) => overlap(face.box, box))), line).toBeGreaterThan(0.5);
    }
  });

  it('are told from pictures of a table, in either mode', async () => {
    for (const file of readdirSync(path.join(video, 'no-face-frames')).filter((name) => /\.(jpg|png)$/.test(name))) {
      const image = await readImage(`no-face-frames/${file}`);
      for (const detector of [closeUp, thorough]) expect(await detector.detect(image), file).toEqual([]);
    }
  });
});
