import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { describe, expect, it } from 'vitest';
import { hash32 } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { CHROMIUM_FLAGS, findChromium } from '../../../chromium.mjs';

const root = path.resolve(import.meta.dirname, '../../../..');
const SEEDS = Array.from({ length: 12 }, (_, i) => i * 7 + 1);
const SIZE = 64;

const hashBytes = (bytes: Uint8Array | Uint8ClampedArray) => hash32(Array.from(bytes).join());

/** What the page runs; the same as `hashesOf` here. */
const PAGE_CODE = `
import { hash32 } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
const hashBytes = (bytes) => hash32(Array.from(bytes).join());
globalThis.hashesOf = (seed, size) => {
  const { image, segmentation, annotation } = synthesizeFace(seed, { size });
  return [hashBytes(image.data), hashBytes(segmentation), hash32(JSON.stringify(annotation))];
};
`;

function hashesOf(seed: number): number[] {
  const { image, segmentation, annotation } = synthesizeFace(seed, { size: SIZE });
  return [hashBytes(image.data), hashBytes(segmentation), hash32(JSON.stringify(annotation))];
}

const executablePath = findChromium();
if (!executablePath) console.log('skipped: no Chromium to compare the bytes of generated faces with');

describe.skipIf(!executablePath)('a synthetic face in the browser', () => {
  it('has the same pixels, classes and landmarks as in Node', async () => {
    const bundle = await build({
      stdin: { contents: PAGE_CODE, resolveDir: root, loader: 'ts' },
      alias: { '@': root },
      bundle: true,
      format: 'iife',
      write: false,
      logLevel: 'silent',
    });
    const browser = await chromium.launch({ executablePath: executablePath ?? undefined, args: CHROMIUM_FLAGS });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: bundle.outputFiles[0].text });
      const inBrowser = await page.evaluate(`${JSON.stringify(SEEDS)}.map((seed) => hashesOf(seed, ${SIZE}))`);
      expect(inBrowser).toEqual(SEEDS.map(hashesOf));
    } finally {
      await browser.close();
    }
  });
});
