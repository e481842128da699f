import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'esbuild';
import { decodeImage } from '@/lib/image/decode-node';
import { overlap } from '@/lib/landmarks/geometry';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { createFaceDetector, type DetectedFace } from '@/models/blazeface/detector';
import type { DetectorMode } from '@/models/blazeface/modes';
import { type fetchNetwork, formatNetworkFiles, NETWORK_FILES } from '@/models/blazeface/network-files';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import type { startBrowserBackend } from '@/models/runtime/backend-browser';
import { startNodeBackend, wasmFolder } from '@/models/runtime/backend-node';

const root = path.resolve(import.meta.dirname, '../..');
const photos = path.resolve(root, '../shared/data/video/photos');
const mediapipe = path.dirname(createRequire(import.meta.url).resolve('@mediapipe/face_detection/package.json'));

/** What the package's own graphs keep. */
const PACKAGE_MIN_SCORE: Readonly<Record<DetectorMode, number>> = { 'close-up': 0.5, distant: 0.6 };

/** A face as the package gives it: parts of the image's width and height, from its top left corner. */
interface PackageFace {
  readonly boundingBox: {
    readonly xCenter: number;
    readonly yCenter: number;
    readonly width: number;
    readonly height: number;
  };
  readonly landmarks: readonly { readonly x: number; readonly y: number }[];
}

/** The package's global in the page. */
interface PackageGlobal {
  readonly FaceDetection: new (config: {
    locateFile(file: string): string;
  }) => {
    setOptions(options: { readonly model: 'short' | 'full' }): void;
    initialize(): Promise<void>;
    onResults(listener: (results: { readonly detections: readonly PackageFace[] }) => void): void;
    send(inputs: { readonly image: HTMLImageElement }): Promise<void>;
    close(): Promise<void>;
  };
}

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
};

/** What a page may ask for, by the last part of its address; '' is the page itself. */
type ServeFile = (name: string) => string | Uint8Array | null;

function serve(fileOf: ServeFile): Promise<Server> {
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '/');
    const body = fileOf(name);
    const contentType = CONTENT_TYPES[path.extname(name)] ?? 'application/octet-stream';
    response.writeHead(body === null ? 404 : 200, { 'Content-Type': name === '' ? 'text/html' : contentType });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const readFrom = (folders: readonly string[], name: string): Uint8Array | null => {
  const file = folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate));
  return file ? readFileSync(file) : null;
};

const pageWith = (script: string) => `<!doctype html><link rel="icon" href="data:,"><script src="/${script}"></script>`;

/** What the package's own runtime finds, in the page's software WebGL. */
const detectInPage = (page: Page, mode: DetectorMode, names: readonly string[]): Promise<PackageFace[][]> =>
  page.evaluate(
    async ([model, files]) => {
      const { FaceDetection } = globalThis as unknown as PackageGlobal;
      const detector = new FaceDetection({ locateFile: (file) => `/${file}` });
      detector.setOptions({ model });
      await detector.initialize();
      let last: PackageFace[] = [];
      detector.onResults(({ detections }) => {
        last = detections.map(({ boundingBox, landmarks }) => ({
          boundingBox: { ...boundingBox },
          landmarks: landmarks.map(({ x, y }) => ({ x, y })),
        }));
      });
      const found: PackageFace[][] = [];
      for (const file of files) {
        const image = new Image();
        image.src = `/${file}`;
        await image.decode();
        await detector.send({ image });
        found.push(last);
      }
      await detector.close();
      return found;
    },
    [mode === 'close-up' ? 'short' : 'full', names] as const,
  );

test.describe('the detector beside the package’s own runtime', () => {
  test.skip(!existsSync(photos), '../shared/data/video is absent');
  test.setTimeout(300_000);
  let server: Server;

  test.beforeAll(async () => {
    server = await serve((name) => (name === '' ? pageWith('face_detection.js') : readFrom([mediapipe, photos], name)));
    await startNodeBackend();
  });
  test.afterAll(() => void server?.close());

  for (const mode of ['close-up', 'distant'] as const) {
    test(`${mode}: the same faces on every photo`, async ({ page }) => {
      const address = addressOf(server);
      const elsewhere: string[] = [];
      await page.route(
        (url) => url.origin !== address,
        (route) => {
          elsewhere.push(route.request().url());
          return route.abort();
        },
      );
      await page.goto(address);
      const names = readdirSync(photos).filter((name) => name.endsWith('.jpg'));
      const theirs = await detectInPage(page, mode, names);
      const detector = createFaceDetector(mode, await readPackageNetwork(mode), { minScore: PACKAGE_MIN_SCORE[mode] });

      for (const [i, name] of names.entries()) {
        const image = await decodeImage(readFileSync(path.join(photos, name)));
        const ours = await detector.detect(image);
        expect(ours.length, `${name}: faces`).toBe(theirs[i].length);
        for (const face of theirs[i]) expectSame(face, ours, image, name);
      }
      expect(theirs.flat().length).toBeGreaterThan(10);
      expect(elsewhere.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([]);
      detector.dispose();
    });
  }
});

function expectSame(
  { boundingBox, landmarks }: PackageFace,
  ours: readonly DetectedFace[],
  { width, height }: { readonly width: number; readonly height: number },
  name: string,
): void {
  const box = {
    x: (boundingBox.xCenter - boundingBox.width / 2) * width - 0.5,
    y: (boundingBox.yCenter - boundingBox.height / 2) * height - 0.5,
    width: boundingBox.width * width,
    height: boundingBox.height * height,
  };
  const [best] = ours.toSorted((a, b) => overlap(b.box, box) - overlap(a.box, box));
  expect(overlap(best.box, box), `${name}: overlap`).toBeGreaterThan(0.95);
  const off = landmarks.map(({ x, y }, i) =>
    Math.hypot(best.keypoints[i][0] + 0.5 - x * width, best.keypoints[i][1] + 0.5 - y * height),
  );
  expect(Math.max(...off) / box.width, `${name}: keypoints, in widths of the box`).toBeLessThan(0.02);
}

/** The page's global that the bundle below makes. */
interface BundledDetector {
  readonly start: typeof startBrowserBackend;
  readonly fetchNetwork: typeof fetchNetwork;
  readonly createFaceDetector: typeof createFaceDetector;
}

test('the browser finds what Node finds, to a twentieth of a pixel', async ({ page }) => {
  const bundle = await build({
    stdin: {
      contents: `
        export { startBrowserBackend as start } from './models/runtime/backend-browser';
        export { fetchNetwork } from './models/blazeface/network-files';
        export { createFaceDetector } from './models/blazeface/detector';`,
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundled',
  });
  const images = [2, 5, 7, 12].map((seed) => synthesizeFace(seed).image);
  const networks = { 'close-up': await readPackageNetwork('close-up'), distant: await readPackageNetwork('distant') };
  await startNodeBackend();

  for (const mode of ['close-up', 'distant'] as const) {
    const { network, bytes } = formatNetworkFiles(networks[mode]);
    const files = new Map<string, string | Uint8Array>([
      ['', pageWith('bundle.js')],
      ['bundle.js', bundle.outputFiles[0].text],
      [NETWORK_FILES.network, JSON.stringify(network)],
      [NETWORK_FILES.weights, bytes],
    ]);
    const server = await serve((name) => files.get(name) ?? readFrom([wasmFolder()], name));
    await page.goto(addressOf(server));
    const inBrowser = await page.evaluate(
      async ([name, pictures]) => {
        const { start, fetchNetwork, createFaceDetector } = (globalThis as unknown as { bundled: BundledDetector })
          .bundled;
        await start({ wasmUrl: '/', backend: 'wasm' } as Parameters<typeof start>[0]);
        const detector = createFaceDetector(name, await fetchNetwork(''));
        const found: DetectedFace[][] = [];
        for (const { pixels, ...size } of pictures) {
          found.push(await detector.detect({ ...size, data: Uint8Array.from(pixels) }));
        }
        return found;
      },
      [mode, images.map(({ width, height, data }) => ({ width, height, pixels: Array.from(data) }))] as const,
    );
    server.close();

    const detector = createFaceDetector(mode, networks[mode]);
    const inNode: DetectedFace[][] = [];
    for (const image of images) inNode.push(await detector.detect(image));
    detector.dispose();
    expect(inNode.flat().length).toBeGreaterThan(0);
    expect(inBrowser.map((faces) => faces.length)).toEqual(inNode.map((faces) => faces.length));
    const numbers = ({ box, keypoints }: DetectedFace) => [box.x, box.y, box.width, box.height, ...keypoints.flat()];
    const here = inNode.flat().flatMap(numbers);
    const there = inBrowser.flat().flatMap(numbers);
    expect(Math.max(...here.map((value, i) => Math.abs(value - there[i])))).toBeLessThan(0.05);
  }
});
