// How quick the editor is on large images: frames while a point is dragged, the view zoomed and panned, and the time from
// opening a face to its first interaction. 70 landmarks with contours, prediction and error vectors over 12 megapixels.
// On a busy machine compare the figures with the frames of an empty page, which stand first.
//   npm run bench:editor   (builds the app when it is not built)
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { faceSynthetics, formatFaceSyntheticsLandmarks } from '@/lib/datasets/formats/face-synthetics';
import { memorySource } from '@/lib/datasets/memory-source';
import { imagePoint } from '@/lib/landmarks/geometry';
import { closeDatabase, database } from '@/lib/server/database';
import { importDataset } from '@/lib/server/import-dataset';
import { storePredictions } from '@/lib/server/predictions';
import { ready } from '@/lib/server/ready';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { CHROMIUM_FLAGS, requireChromium } from '../chromium.mjs';
import { modelRow } from '../fixtures/faces/model-row';

const FACES = 4;
const WIDTH = 4000;
const HEIGHT = 3000;
const RENDERED = 500;
const SECONDS = 4;
const BAR = { framesPerSecond: 55, openMs: 300, nextMs: 100 };

const root = path.resolve(import.meta.dirname, '../..');
const port = Number(process.env.PORT ?? 3422);
const base = `http://127.0.0.1:${port}`;

/** A generated face, enlarged, in the middle of a larger photo. */
async function largeFace(seed: number) {
  const { image, annotation } = synthesizeFace(seed, { size: RENDERED, supersample: 1 });
  const scale = HEIGHT / RENDERED;
  const left = (WIDTH - HEIGHT) / 2;
  const jpeg = await sharp(image.data, { raw: { width: RENDERED, height: RENDERED, channels: 3 } })
    .resize(HEIGHT, HEIGHT, { kernel: 'cubic' })
    .extend({ left, right: left, extendWith: 'mirror' })
    .jpeg({ quality: 92 })
    .toBuffer();
  const points = annotation.points.map(([x, y]) => imagePoint((x + 0.5) * scale - 0.5 + left, (y + 0.5) * scale - 0.5));
  return { jpeg, annotation: { ...annotation, points, z: null, visibility: null } };
}

async function makeWorkbench(): Promise<string> {
  const files = new Map<string, Uint8Array | string>();
  for (let i = 0; i < FACES; i++) {
    const { jpeg, annotation } = await largeFace(500 + i);
    files.set(`face_${i}.jpg`, jpeg);
    files.set(`face_${i}_ldmks.txt`, formatFaceSyntheticsLandmarks(annotation));
  }
  await ready();
  const { datasetId } = await importDataset({
    source: memorySource(files),
    format: faceSynthetics,
    dataset: 'Large faces',
    kind: 'synthetic',
  });
  await database().model.create({ data: modelRow('bench') });
  const samples = await database().sample.findMany({ where: { datasetId }, orderBy: { name: 'asc' } });
  await storePredictions({
    model: 'bench',
    crop: 'ground-truth',
    items: samples.map(({ id, annotation }) => ({
      sample: id,
      cropRevision: 1,
      landmarks: (JSON.parse(annotation as string).points as [number, number][])
        .slice(0, 68)
        .map(([x, y], i): [number, number] => [x + 12 * Math.sin(i), y + 12 * Math.cos(i)]),
      confidence: null,
      durationMs: 1,
    })),
  });
  await closeDatabase();
  return datasetId;
}

async function startServer(): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['models/cli/start.mjs'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' },
  });
  for (let second = 0; second < 1200; second++) {
    const isUp = await fetch(`${base}/api/datasets`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return server;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('bench: the server did not come up');
}

/** Lengths of the page's frames while something is done, ms. */
async function frames(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const record = { times: [] as number[], isOn: true };
    (window as unknown as { frames: typeof record }).frames = record;
    const step = (time: number) => {
      record.times.push(time);
      if (record.isOn) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await work();
  const times = await page.evaluate(() => {
    const { frames: record } = window as unknown as { frames: { times: number[]; isOn: boolean } };
    record.isOn = false;
    return record.times;
  });
  return times.slice(1).map((time, i) => time - times[i]);
}

const forSeconds = async (seconds: number, step: (share: number) => Promise<void>): Promise<void> => {
  const start = performance.now();
  for (let at = 0; at < 1; at = (performance.now() - start) / (1000 * seconds)) await step(at);
};

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

function tellFrames(name: string, lengths: readonly number[]): void {
  const median = percentile(lengths, 0.5);
  const perSecond = (1000 * lengths.length) / lengths.reduce((sum, ms) => sum + ms, 0);
  const verdict = perSecond >= BAR.framesPerSecond ? '' : `under ${BAR.framesPerSecond}`;
  console.log(
    name.padEnd(36),
    `median ${median.toFixed(1)} ms`.padStart(18),
    `p95 ${percentile(lengths, 0.95).toFixed(1)} ms`.padStart(15),
    `${perSecond.toFixed(1)} frames a second`.padStart(24),
    verdict,
  );
}

function tellTimes(name: string, times: readonly number[], bar: number): void {
  const median = percentile(times, 0.5);
  const all = times.map((ms) => ms.toFixed(0)).join(', ');
  console.log(name.padEnd(36), `median ${median.toFixed(0)} ms (${all})`, median < bar ? '' : `over ${bar} ms`);
}

/** From the press or key that opens a face until its picture and points are drawn and a landmark can be taken hold of. */
async function timeToFace(page: Page, sample: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((id) => {
    const clock = window as unknown as { opened?: number; shown?: number };
    clock.opened = undefined;
    clock.shown = undefined;
    const begin = () => {
      clock.opened ??= performance.now();
    };
    addEventListener('pointerdown', begin, { capture: true, once: true });
    addEventListener('keydown', begin, { capture: true, once: true });
    const look = () => {
      if (clock.opened !== undefined && window.__landmarkStage?.sample === id && window.__landmarkStage.landmark(30)) {
        clock.shown = performance.now();
      } else requestAnimationFrame(look);
    };
    look();
  }, sample);
  await act();
  await page.waitForFunction(() => (window as unknown as { shown?: number }).shown !== undefined, null, {
    timeout: 120_000,
  });
  return page.evaluate(() => {
    const { opened = 0, shown = 0 } = window as unknown as { opened?: number; shown?: number };
    return shown - opened;
  });
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'editor-bench-'));
process.env.WORKBENCH_DIR = folder;
let server: ChildProcess | null = null;
try {
  const dataset = await makeWorkbench();
  server = await startServer();
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    // as a browser draws by itself where there is no GPU; an emulated one would be measured instead of the editor
    args: [...CHROMIUM_FLAGS, '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // tsx marks functions by name, also those that are sent to the page
  await page.addInitScript({ content: 'globalThis.__name = (fn) => fn' });
  page.setDefaultTimeout(120_000);
  const cores = os.cpus().length;
  console.log(`load ${os.loadavg()[0].toFixed(1)} on ${cores} cores, ${await browser.version()}, drawn without a GPU`);
  await page.goto('about:blank');
  tellFrames('an empty page', await frames(page, () => forSeconds(2, () => page.waitForTimeout(50))));

  const { items } = (await (await fetch(`${base}/api/samples?dataset=${dataset}`)).json()) as {
    items: { id: string }[];
  };
  const ids = items.map(({ id }) => id);
  const fromGallery: number[] = [];
  for (const id of ids) {
    await page.goto(`${base}/datasets/${dataset}?model=bench`);
    await page.waitForLoadState('networkidle');
    fromGallery.push(await timeToFace(page, id, () => page.locator(`[data-sample="${id}"] a`).click()));
  }
  tellTimes('from the gallery to a face', fromGallery, BAR.openMs);

  await page.goto(`${base}/datasets/${dataset}/review?model=bench`);
  await page.waitForFunction(() => window.__landmarkStage?.sample);
  const next: number[] = [];
  for (let i = 1; i < ids.length; i++) {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1500); // a person looks at a face for longer
    const left = await (await fetch(`${base}/api/samples?dataset=${dataset}&model=bench&sort=error`)).json();
    const order = (left as { items: { id: string }[] }).items.map(({ id }) => id);
    const here = await page.evaluate(() => window.__landmarkStage?.sample ?? '');
    next.push(await timeToFace(page, order[order.indexOf(here) + 1], () => page.keyboard.press(']')));
  }
  tellTimes('to the next face of a review', next, BAR.nextMs);

  for (const key of ['c', 'v']) await page.keyboard.press(key);
  const start = (await page.evaluate(() => window.__landmarkStage?.landmark(30)?.page)) as [number, number];
  const circle = (share: number): [number, number] => [
    start[0] + 60 * Math.sin(6 * Math.PI * share),
    start[1] + 60 * (1 - Math.cos(6 * Math.PI * share)),
  ];
  await page.mouse.move(...start);
  await page.mouse.down();
  tellFrames(
    'dragging one of 70 points',
    await frames(page, () => forSeconds(SECONDS, (at) => page.mouse.move(...circle(at)))),
  );
  await page.keyboard.press('Escape');
  await page.mouse.up();

  await page.keyboard.press('0');
  await page.mouse.move(500, 450);
  tellFrames(
    'zooming',
    await frames(page, () => forSeconds(SECONDS, (at) => page.mouse.wheel(0, at < 0.5 ? -12 : 12))),
  );
  for (const [name, key] of [
    ['panning, the whole image', '0'],
    ['panning, the face', 'f'],
  ] as const) {
    await page.keyboard.press(key);
    await page.mouse.move(520, 420);
    await page.mouse.down({ button: 'middle' });
    tellFrames(
      name,
      await frames(page, () =>
        forSeconds(SECONDS, (at) =>
          page.mouse.move(520 + 200 * Math.sin(6 * Math.PI * at), 420 + 120 * Math.sin(9 * at)),
        ),
      ),
    );
    await page.mouse.up({ button: 'middle' });
  }
  await browser.close();
} finally {
  if (server?.pid) process.kill(-server.pid, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
