import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { syntheticFaceFiles } from '@/lib/synthesis/face-files-node';
import { drawFaces } from '@/lib/synthesis/face-pool-node';
import { type FaceRecipe, recipeParameters } from '@/lib/synthesis/face-recipe';
import type { FaceOrder, FaceWorkerSetup } from '@/lib/synthesis/face-worker-node';
import { renderFace } from '@/lib/synthesis/render-face';

const home = path.resolve(import.meta.dirname, '../../../..');
const recipe: FaceRecipe = { seed: 5, limits: { camera: { yawDeg: [-60, -20] } } };
const setup: FaceWorkerSetup = { recipe, size: 64, supersample: 2, jaw: 'outline', segmentation: false };
const orders: FaceOrder[] = [3, 1, 8, 2, 0, 9].map((index) => ({ index, fileNumber: 100 + index }));

describe('faces drawn by threads', () => {
  it('come in the order asked for, with the bytes that one thread alone gives', async () => {
    const drawn = [];
    for await (const face of drawFaces(home, setup, orders, { workers: 2 })) drawn.push(face);
    expect(drawn.map(({ index }) => index)).toEqual([3, 1, 8, 2, 0, 9]);
    for (const { index, files } of drawn) {
      const here = renderFace(recipeParameters(recipe, index), { size: 64, supersample: 2 });
      const expected = await syntheticFaceFiles(here, 100 + index, { jaw: 'outline', segmentation: false });
      expect([...files.keys()]).toEqual([
        `000${100 + index}.png`,
        `000${100 + index}_ldmks.txt`,
        `000${100 + index}.json`,
      ]);
      for (const [file, content] of expected) {
        const found = files.get(file);
        if (typeof content === 'string') expect(found).toBe(content);
        else expect(Buffer.compare(Buffer.from(found as Uint8Array), Buffer.from(content))).toBe(0);
      }
    }
  });

  it('stop when they are no longer wanted', async () => {
    const stop = new AbortController();
    const faces = drawFaces(home, setup, orders, { workers: 2, signal: stop.signal });
    await faces.next();
    stop.abort(new Error('enough'));
    await expect(async () => {
      for await (const _ of faces);
    }).rejects.toThrow('enough');
  });

  it('tell which face cannot be drawn, and why', async () => {
    const broken = { ...setup, recipe: { seed: 5, limits: { camera: { yawDeg: 90 } } } };
    await expect(drawFaces(home, broken, orders, { workers: 2 }).next()).rejects.toThrow(
      'face 3: camera.yawDeg: expected a number -75 to 75, found 90',
    );
  });
});
