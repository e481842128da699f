import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import sharp from 'sharp';
import { formatModelFiles } from '@/models/facemesh/model-files';
import { readCheckpointFolder } from '@/models/facemesh/model-folder-node';
import type { loadFaceMeshWorker } from '@/models/runtime/worker-client';

const root = path.resolve(import.meta.dirname, '../..');
const reference = path.resolve(root, '../shared/data/reference-model');

const CONTENT_TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** The built worker and .wasm files, and `files`, as a page that is cross-origin isolated is given them. */
function serve(files: ReadonlyMap<string, string | Uint8Array>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const onDisk = path.join(root, 'public', path.normalize(url));
    const body =
      files.get(url) ?? (/^\/(workers|wasm)\//.test(url) && existsSync(onDisk) ? readFileSync(onDisk) : null);
    response.writeHead(body === null ? 404 : 200, {
      'Content-Type': CONTENT_TYPES[path.extname(url)] ?? 'text/html',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      // the strictest policy that the worker must live with: wasm may be compiled, nothing else is evaluated
      'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
    });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

test.describe('the reference checkpoint in a browser worker', () => {
  test.skip(!existsSync(reference), '../shared/data/reference-model is absent');
  let server: Server;

  test.beforeAll(async () => {
    execFileSync(process.execPath, [path.join(root, 'models/runtime/build-workers.mjs')]);
    const client = await build({
      absWorkingDir: root,
      entryPoints: ['models/runtime/worker-client.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'workerClient',
    });
    const checkpoint = await readCheckpointFolder(reference, 'reference');
    const { card, manifest, bytes } = await formatModelFiles(checkpoint, 'float32');
    server = await serve(
      new Map<string, string | Uint8Array>([
        ['/', '<!doctype html><script src="/client.js"></script>'],
        ['/client.js', client.outputFiles[0].text],
        ['/card.json', JSON.stringify(card)],
        ['/model.json', JSON.stringify(manifest)],
        ['/weights.bin', bytes],
      ]),
    );
  });
  test.afterAll(() => {
    server?.close();
  });

  test('agrees with PyTorch on its five crops within 1e-3 px on wasm', async ({ page }) => {
    const { cases } = JSON.parse(readFileSync(path.join(reference, 'expected-outputs.json'), 'utf8')) as {
      cases: { input: string; raw: number[] }[];
    };
    const crops = await Promise.all(
      cases.map(({ input }) => sharp(path.join(reference, input)).removeAlpha().raw().toBuffer()),
    );
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    const answer = await page.evaluate(async (base64) => {
      const { workerClient } = globalThis as unknown as {
        workerClient: { loadFaceMeshWorker: typeof loadFaceMeshWorker };
      };
      const model = await workerClient.loadFaceMeshWorker(new Worker('/workers/facemesh.worker.js'), {
        cardUrl: '/card.json',
        manifestUrl: '/model.json',
        weightsUrl: '/weights.bin',
        wasmUrl: '/wasm/',
      });
      const batch = await model.predictCrops(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
      model.dispose();
      return { ...batch, backend: model.backend };
    }, Buffer.concat(crops).toString('base64'));

    // no hardware to draw on in a test browser, so this is also the choice of backend
    expect(answer.backend).toBe('kernels');
    expect(answer.predictions).toHaveLength(5);
    answer.predictions.forEach(({ landmarks, z, confidence }, i) => {
      const { raw } = cases[i];
      const worst = Math.max(...landmarks.flatMap(([x, y], k) => [Math.abs(x - raw[k]), Math.abs(y - raw[68 + k])]));
      expect(worst).toBeLessThan(1e-3);
      expect(z).toBeNull();
      expect(confidence).toBeNull();
    });
  });
});
