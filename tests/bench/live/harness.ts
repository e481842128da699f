/**
 * A page with the live worker and nothing else, for benchmarks: the built workers, the shipped models and what a script
 * wants to show them, served from this process.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import { CHROMIUM_FLAGS, requireChromium } from '../../chromium.mjs';

export const root = path.resolve(import.meta.dirname, '../../..');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

export interface Harness {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * @param entry a script of this folder, bundled for the page
 * @param files further files by their path, such as /clip.webm
 */
export async function openHarness(
  entry: string,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  flags: readonly string[] = [],
): Promise<Harness> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, entry)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  const fileAt = (url: string): Uint8Array | string | null => {
    if (url === '/') return '<!doctype html><meta charset="utf-8"><script src="/script.js"></script>';
    if (url === '/script.js') return outputFiles[0].text;
    const known = files.get(url);
    if (known) return known;
    const model = /^\/api\/models\/([\w.-]+)\/(\w+\.\w+)$/.exec(url);
    const file = model ? path.join(root, 'models/pretrained', model[1], model[2]) : path.join(root, 'public', url);
    return existsSync(file) ? readFileSync(file) : null;
  };
  const server: Server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '/');
    const body = fileAt(url);
    response.writeHead(body === null ? 404 : 200, {
      'Content-Type': url === '/' ? 'text/html' : (TYPES[path.extname(url)] ?? 'application/octet-stream'),
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser: Browser = await chromium.launch({
    executablePath: requireChromium(),
    args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required', ...flags],
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
