import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { describe, expect, it } from 'vitest';
import { hash32 } from '@/lib/random';
import { type FaceRecipe, recipeParameters } from '@/lib/synthesis/face-recipe';
import { renderFace } from '@/lib/synthesis/render-face';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { CHROMIUM_FLAGS, findChromium } from '../../../chromium.mjs';

const root = path.resolve(import.meta.dirname, '../../../..');
const SEEDS = Array.from({ length: 12 }, (_, i) => i * 7 + 1);
const SIZE = 64;

/** With every kind of limit, so that their draws are compared too. */
const RECIPE: FaceRecipe = {
  seed: 4,
  limits: {
    camera: { yawDeg: [-50, 50], distanceMm: 900 },
    hair: { style: ['long', 'curly'] },
    traits: { age: [0.2, 1] },
  },
};
const INDICES = [0, 3, 11];

const hashBytes = (bytes: Uint8Array | Uint8ClampedArray) => hash32(Array.from(bytes).join());

/** What the page runs; the same as `hashesOf` and `drawnHere` below. */
const PAGE_CODE = `
import { hash32 } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import type { DrawingCalls } from '@/models/runtime/drawing-protocol';
import { takeWorker } from '@/models/runtime/worker-client';
const hashBytes = (bytes) => hash32(Array.from(bytes).join());
globalThis.hashesOf = (seed, size) => {
  const { image, segmentation, annotation } = synthesizeFace(seed, { size });
  return [hashBytes(image.data), hashBytes(segmentation), hash32(JSON.stringify(annotation))];
};
globalThis.drawn = async (recipe, indices, size) => {
  const drawer = takeWorker<DrawingCalls>(new Worker('/drawing.worker.js'));
  const draw = (index) => drawer.call('draw', { recipe, index, size, supersample: 2 });
  const faces = await Promise.all(indices.map(draw));
  drawer.dispose();
  return faces.map(({ pixels, annotation, outlineAnnotation, parameters }) => [
    hashBytes(pixels.filter((_, i) => i % 4 !== 3)),
    hash32(JSON.stringify([annotation, outlineAnnotation, parameters])),
  ]);
};
`;

function hashesOf(seed: number): number[] {
  const { image, segmentation, annotation } = synthesizeFace(seed, { size: SIZE });
  return [hashBytes(image.data), hashBytes(segmentation), hash32(JSON.stringify(annotation))];
}

function drawnHere(index: number): number[] {
  const parameters = recipeParameters(RECIPE, index);
  const { image, annotation, outlineAnnotation } = renderFace(parameters, { size: SIZE, supersample: 2 });
  return [hashBytes(image.data), hash32(JSON.stringify([annotation, outlineAnnotation, parameters]))];
}

async function bundle(entry: { contents: string } | { file: string }): Promise<string> {
  const { outputFiles } = await build({
    ...('file' in entry
      ? { entryPoints: [path.join(root, entry.file)] }
      : { stdin: { contents: entry.contents, resolveDir: root, loader: 'ts' as const } }),
    alias: { '@': root },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

const executablePath = findChromium();
if (!executablePath) console.log('skipped: no Chromium to compare the bytes of generated faces with');

describe.skipIf(!executablePath)('a synthetic face in the browser', () => {
  it('has the same pixels, classes and landmarks as in Node, on the page and in the thread that draws for it', async () => {
    const [script, worker] = await Promise.all([
      bundle({ contents: PAGE_CODE }),
      bundle({ file: 'models/runtime/drawing-worker.ts' }),
    ]);
    const browser = await chromium.launch({ executablePath: executablePath ?? undefined, args: CHROMIUM_FLAGS });
    try {
      const page = await browser.newPage();
      await page.route('http://faces.test/**', (route) =>
        route.request().url().endsWith('.js')
          ? route.fulfill({ contentType: 'text/javascript', body: worker })
          : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>faces</title>' }),
      );
      await page.goto('http://faces.test/');
      await page.addScriptTag({ content: script });
      const inBrowser = await page.evaluate(`${JSON.stringify(SEEDS)}.map((seed) => hashesOf(seed, ${SIZE}))`);
      expect(inBrowser).toEqual(SEEDS.map(hashesOf));
      const inWorker = await page.evaluate(`drawn(${JSON.stringify(RECIPE)}, ${JSON.stringify(INDICES)}, ${SIZE})`);
      expect(inWorker).toEqual(INDICES.map(drawnHere));
    } finally {
      await browser.close();
    }
  });
});
