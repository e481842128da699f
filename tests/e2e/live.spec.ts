import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, chromium as playwrightChromium, test } from '@playwright/test';
import type { BenchmarkReport } from '@/lib/contracts/benchmark';
import type { ModelInfo } from '@/lib/contracts/model';
import type { SampleDetail } from '@/lib/contracts/sample';
import { decodeImage, encodePng } from '@/lib/image/decode-node';
import { createFaceDetector } from '@/models/blazeface/detector';
import { faceFinderOf } from '@/models/blazeface/finder';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { createKernelPredictor } from '@/models/inference/kernel-predictor';
import { loadKernels } from '@/models/inference/load-node';
import { predictPhoto } from '@/models/pipeline';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.mjs';
import { plainPng } from '../fixtures/faces/images';
import { cameraFrames, writeFakeCamera } from '../fixtures/live/fake-camera';

const root = path.resolve(import.meta.dirname, '../..');
const temporary = path.join(root, 'tests/.tmp/live');
const sharedVideo = path.resolve(root, '../shared/data/video');
const DATASET = 'Live journey';

const FAKE_DEVICE = ['--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const ALLOWED = '--use-fake-ui-for-media-stream';
const DENIED = '--use-fake-ui-for-media-stream=deny';

/** Flags of a browser that may use a camera, and of what the camera shows: a generated face that moves. */
const camera = async (seed?: number): Promise<string[]> => [
  ...FAKE_DEVICE,
  ALLOWED,
  `--use-file-for-fake-video-capture=${await writeFakeCamera(temporary, seed)}`,
];

/** A browser of its own: what a camera shows, and whether it may be used, is decided when a browser starts. */
async function openBrowser(...flags: string[]): Promise<{ browser: Browser; page: Page }> {
  const browser = await playwrightChromium.launch({
    executablePath: findChromium() ?? undefined,
    args: [...CHROMIUM_FLAGS, ...flags],
  });
  const { baseURL, viewport } = test.info().project.use;
  const page = await browser.newPage({ baseURL, viewport });
  await page.goto('/live');
  await page.waitForFunction(() => window.__live !== undefined);
  return { browser, page };
}

const faceCount = (page: Page) => page.locator('[data-field=faces]');
const seesFaces = (page: Page) => expect(faceCount(page)).not.toHaveText('0', { timeout: 45_000 });

/** Points of the first model's faces, px of the frame. */
const pointsOf = (page: Page): Promise<number[][]> =>
  page.evaluate(() => window.__live?.faces()[0]?.map(({ points }) => [...points]) ?? []);

/** The frame that is shown, as a PNG of its very pixels. */
async function stillOf(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => window.__live?.picture()?.toDataURL('image/png') ?? '');
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** What the shipped model says of a still outside the browser, [faces][136] px. */
async function predictStill(png: Uint8Array): Promise<number[][]> {
  await startNodeBackend();
  const { card, weights } = await readModelFolder(path.join(root, 'models/pretrained/facemesh-68'));
  const model = createKernelPredictor(card, weights, await loadKernels());
  const finder = faceFinderOf([createFaceDetector('close-up', await readPackageNetwork('close-up'))]);
  try {
    const faces = await predictPhoto({ model, finder }, await decodeImage(png), null);
    return faces.map(({ landmarks }) => landmarks.flat());
  } finally {
    finder.dispose();
    model.dispose();
  }
}

/** The furthest that a point lies from where it should, px. */
function furthest(points: readonly number[], expected: readonly number[]): number {
  const distances = Array.from({ length: 68 }, (_, i) =>
    Math.hypot(points[2 * i] - expected[2 * i], points[2 * i + 1] - expected[2 * i + 1]),
  );
  return Math.max(...distances);
}

test.describe('the webcam', () => {
  test.setTimeout(240_000);

  test('shows points on the face, is frozen, kept and opened in the editor', async () => {
    const { browser, page } = await openBrowser(...(await camera()));
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });

    await page.getByRole('button', { name: 'Start the webcam' }).click();
    await seesFaces(page);
    await expect.poll(() => page.locator('[data-field=shown]').textContent()).toMatch(/^\d/);

    // followed, the points stay near what the model says of the frame by itself, crops differing a little
    const live = await page.evaluate(() => ({
      points: [...(window.__live?.faces()[0]?.[0]?.points ?? [])],
      still: window.__live?.picture()?.toDataURL('image/png') ?? '',
    }));
    const [followed] = await predictStill(Buffer.from(live.still.slice(live.still.indexOf(',') + 1), 'base64'));
    const meanOff = live.points.reduce((sum, value, i) => sum + Math.abs(value - followed[i]), 0) / live.points.length;
    expect(meanOff).toBeLessThan(4);

    // frozen, the frame is looked at as a still: the same to a pixel, and in fact far closer
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
    let still = await stillOf(page);
    await expect
      .poll(async () => {
        still = await stillOf(page);
        const [[points], [expected]] = [await pointsOf(page), await predictStill(still)];
        return points && expected ? furthest(points, expected) : Number.POSITIVE_INFINITY;
      })
      .toBeLessThan(1);
    const [points] = await pointsOf(page);

    // kept in a dataset: the frame's pixels and the model's points
    await page.getByLabel('Into the dataset').fill(DATASET);
    await page.getByLabel('Into the dataset').blur();
    await page.keyboard.press('k');
    await expect(page.getByText(`Kept in ${DATASET}: one sample.`)).toBeVisible({ timeout: 30_000 });
    expect(sent).toEqual(['POST /api/live/captures']); // the one time that a frame leaves the page
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await page.waitForURL(/\/datasets\/[\w-]+\/samples\/\w+/);
    const id = new URL(page.url()).pathname.split('/').at(-1) as string;
    const sample = (await (await page.request.get(`/api/samples/${id}`)).json()) as SampleDetail;
    expect(furthest(sample.annotation?.points.flat() ?? [], points)).toBeLessThan(1e-3);
    expect(sample.versions).toMatchObject([{ authorKind: 'model', author: 'facemesh-68' }]);
    const kept = await decodeImage(await (await page.request.get(`/api/images/${sample.imageId}`)).body());
    expect(kept.data).toEqual((await decodeImage(still)).data);
    await expect.poll(() => page.evaluate(() => window.__landmarkStage?.landmark(30)?.image ?? null)).not.toBeNull();
    const shown = await page.evaluate(() => window.__landmarkStage?.landmark(30)?.image ?? [0, 0]);
    expect(Math.hypot(shown[0] - points[60], shown[1] - points[61])).toBeLessThan(1e-3);

    await browser.close();
  });

  test('a kept frame is taken back: its sample and its picture are gone', async () => {
    // a face that no other test keeps: a picture kept twice is stored once, and stays while one sample shows it
    const { browser, page } = await openBrowser(...(await camera(3)));
    await page.getByRole('button', { name: 'Start the webcam' }).click();
    await seesFaces(page);
    await page.getByLabel('Into the dataset').fill(DATASET);
    await page.getByLabel('Into the dataset').blur();
    await page.keyboard.press('k');
    const list = page.getByRole('list', { name: 'Kept frames' });
    const link = list.getByRole('link').first();
    await expect(link).toBeVisible({ timeout: 30_000 });
    const other = ((await link.getAttribute('href')) as string).split('?')[0].split('/').at(-1);
    const { imageId } = (await (await page.request.get(`/api/samples/${other}`)).json()) as SampleDetail;
    await list.getByRole('button', { name: /^Delete .* for good$/ }).click();
    await expect(list).toBeHidden();
    expect((await page.request.get(`/api/samples/${other}`)).status()).toBe(404);
    expect((await page.request.get(`/api/images/${imageId}`)).status()).toBe(404);
    await browser.close();
  });

  test('recorded, plays as a video that is stepped, with the landmarks of every frame', async () => {
    const { browser, page } = await openBrowser(...(await camera()));
    await page.getByRole('button', { name: 'Start the webcam' }).click();
    await seesFaces(page);
    await page.keyboard.press('r');
    await page.waitForTimeout(4000);
    await page.keyboard.press('r');
    const files = page.getByRole('region', { name: /^Recording, / });
    await expect(files).toBeVisible({ timeout: 30_000 });
    const save = async (label: string, name: string) => {
      const download = page.waitForEvent('download');
      await files.getByRole('link', { name: label }).click();
      const file = path.join(temporary, name);
      await (await download).saveAs(file);
      return file;
    };
    const video = await save('Video', 'recorded.webm');
    const rows = (await readFile(await save('Landmarks, CSV', 'recorded.csv'), 'utf8')).trimEnd().split('\n');
    const log = JSON.parse(await readFile(await save('Landmarks, JSON', 'recorded.json'), 'utf8'));
    expect(log).toMatchObject({ model: 'facemesh-68', width: 640, height: 480 });
    expect(log.frames.length).toBeGreaterThan(5);
    expect(rows.length - 1).toBe(log.frames.flatMap(({ faces }: { faces: unknown[] }) => faces).length);

    await page.getByLabel('Video or pictures').setInputFiles(video);
    await seesFaces(page);
    await page.keyboard.press(' ');
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
    const position = () => page.getByRole('slider', { name: 'Position' }).inputValue().then(Number);
    await page.getByRole('slider', { name: 'Position' }).press('Home');
    await expect.poll(position).toBe(0);
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp'); // a tenth of the length each
    await expect.poll(position).toBeGreaterThan(0.1);
    const before = await position();
    await page.getByRole('button', { name: 'One frame on' }).click();
    await expect.poll(position).toBeGreaterThan(before);
    await page.getByLabel('Speed').selectOption('0.5');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(position).not.toBe(before);
    await browser.close();
  });

  test('recorded, is not lost when the page is left', async () => {
    const { browser, page } = await openBrowser(...(await camera()));
    await page.getByRole('button', { name: 'Start the webcam' }).click();
    await seesFaces(page);
    await page.keyboard.press('r');
    await expect(page.getByRole('button', { name: /^End, [2-9] seconds/ })).toBeVisible({ timeout: 30_000 });
    const pages = page.getByRole('navigation', { name: 'Pages' });
    await pages.getByRole('link', { name: 'Datasets' }).click();
    await expect(page.getByText(/^The recording ended with the page, after /)).toBeVisible({ timeout: 30_000 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the video' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.(webm|mp4)$/);
    await pages.getByRole('link', { name: 'Live' }).click();
    await expect(page.getByRole('region', { name: /^Recording, / })).toBeVisible();
    await browser.close();
  });

  test('that is refused, absent or taken away says so and offers other ways', async () => {
    const denied = await openBrowser(...FAKE_DEVICE, DENIED);
    await denied.page.getByRole('button', { name: 'Start the webcam' }).click();
    const alert = denied.page.locator('main').getByRole('alert');
    await expect(alert).toContainText('The camera was not allowed');
    await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible();
    const [frame] = cameraFrames();
    await denied.page
      .getByLabel('Video or pictures')
      .setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: Buffer.from(await encodePng(frame)) });
    await seesFaces(denied.page);
    await denied.browser.close();

    const absent = await openBrowser();
    await absent.page.getByRole('button', { name: 'Start the webcam' }).click();
    await expect(absent.page.locator('main').getByRole('alert')).toContainText('No camera was found');
    await absent.browser.close();
  });
});

test.describe('files', () => {
  test.setTimeout(180_000);

  test('pictures play as a sequence, and one without a face says what to do', async () => {
    const { browser, page } = await openBrowser();
    const files = await Promise.all(
      cameraFrames()
        .slice(0, 4)
        .map(async (frame, i) => ({
          name: `frame-${i}.png`,
          mimeType: 'image/png',
          buffer: Buffer.from(await encodePng(frame)),
        })),
    );
    await page.getByLabel('Video or pictures').setInputFiles(files);
    await seesFaces(page);
    await expect(page.getByText('1 / 4')).toBeVisible();
    await page.getByRole('button', { name: 'One frame on' }).click();
    await expect(page.getByText('2 / 4')).toBeVisible();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByText('4 / 4')).toBeVisible();

    const broken = { name: 'frame-1.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') };
    await page.getByLabel('Video or pictures').setInputFiles([files[0], broken, ...files.slice(2)]);
    await expect(page.getByText('1 / 4')).toBeVisible();
    await page.getByRole('button', { name: 'One frame on' }).click();
    await expect(page.getByText('3 / 4')).toBeVisible();
    await expect(page.getByText(/^1 picture passed over, .*: frame-1\.png$/)).toBeVisible();

    const wall = Buffer.from(await plainPng(120, { width: 320, height: 240 }));
    await page.getByLabel('Video or pictures').setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: wall });
    await expect(page.getByText(/^No face found\. Come closer/)).toBeVisible();
    await page.getByText('Distant, 5 m').click();
    await expect(page.getByText(/^No face found\. Faces of about 40 px/)).toBeVisible();
    await browser.close();
  });

  test('that cannot be decoded are named, and another one can be opened', async () => {
    const { browser, page } = await openBrowser();
    const alert = page.locator('main').getByRole('alert');
    const open = (name: string, mimeType: string, buffer: Buffer) =>
      page.getByLabel('Video or pictures').setInputFiles({ name, mimeType, buffer });
    await open('broken.mp4', 'video/mp4', Buffer.from('not a video'));
    await expect(alert).toContainText('broken.mp4 cannot be played');
    await expect(alert).toContainText('ffmpeg -i broken.mp4 -pix_fmt yuv420p converted.mp4');
    await open('broken.png', 'image/png', Buffer.from('not a picture'));
    await expect(alert).toContainText('broken.png cannot be shown');
    await open('words.txt', 'text/plain', Buffer.from('words'));
    await expect(alert).toContainText('words.txt is neither video nor picture');
    const [frame] = cameraFrames();
    await open('face.png', 'image/png', Buffer.from(await encodePng(frame)));
    await seesFaces(page);
    await expect(alert).toBeHidden();
    await browser.close();
  });

  test('in a pixel format that few browsers decode either play or are refused by name', async () => {
    const file = path.join(sharedVideo, 'seed_v1_detection_10fps.mp4');
    test.skip(!existsSync(file), '../shared/data/video is absent');
    const { browser, page } = await openBrowser();
    await page.getByLabel('Video or pictures').setInputFiles(file);
    const outcome = page.getByText(/cannot be played$/).or(page.getByRole('toolbar', { name: 'Playback' }));
    await expect(outcome.first()).toBeVisible({ timeout: 45_000 });
    await browser.close();
  });
});

test('a worker that stops says so, and goes on when it is started again', async () => {
  test.setTimeout(180_000);
  const { browser, page } = await openBrowser();
  const [frame] = cameraFrames();
  const face = { name: 'face.png', mimeType: 'image/png', buffer: Buffer.from(await encodePng(frame)) };
  await page.getByLabel('Video or pictures').setInputFiles(face);
  await seesFaces(page);
  const worker = page.workers().find((candidate) => candidate.url().endsWith('/workers/live.worker.js'));
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  const alert = page.locator('main').getByRole('alert');
  await expect(alert).toContainText('The model stopped working');
  await expect(alert).toContainText('out of memory');
  await alert.getByRole('button', { name: 'Start it again' }).click();
  await expect(alert).toBeHidden();
  await seesFaces(page);
  await browser.close();
});

test('two models look at one picture side by side', async () => {
  test.setTimeout(180_000);
  const { browser, page } = await openBrowser();
  const [frame] = cameraFrames();
  await page
    .getByLabel('Video or pictures')
    .setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: Buffer.from(await encodePng(frame)) });
  await seesFaces(page);
  await page.getByLabel('Beside it').selectOption('facemesh-68-shallow');
  await expect(page.getByRole('figure')).toHaveCount(3); // two panes and the head
  await expect.poll(() => page.evaluate(() => window.__live?.faces().map((faces) => faces.length))).toEqual([1, 1]);
  const [full, shallow] = await page.evaluate(() => window.__live?.faces().map(([{ points }]) => [...points]) ?? []);
  const apart = furthest(full, shallow);
  expect(apart).toBeGreaterThan(0.05);
  expect(apart).toBeLessThan(20);
  await browser.close();
});

test('the page and the benchmark have no serious fault of accessibility', async ({ page }) => {
  test.setTimeout(120_000);
  for (const address of ['/live', '/live/benchmark']) {
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${address} ${id}: ${nodes[0].html}`)).toEqual([]);
  }
});

test('the benchmark measures and hands its numbers out', async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto('/live/benchmark');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('wasm, TensorFlow.js').uncheck();
  await page.getByLabel('Rounds').selectOption('10');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('heading', { name: 'Whole pipeline: frames a second' })).toBeVisible({
    timeout: 240_000,
  });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'JSON' }).click();
  const report = JSON.parse(await readFile(await (await download).path(), 'utf8')) as BenchmarkReport;
  expect(report.machine.runtime).toMatch(/^\w+ \d+/);
  const known = (await (await page.request.get('/api/models')).json()) as ModelInfo[];
  const models = known.filter(({ origin }) => origin === 'pretrained');
  expect(report.models.map(({ id }) => id).toSorted()).toEqual(models.map(({ id }) => id).toSorted());
  expect(report.networks).toHaveLength(models.length * 3);
  expect(report.pipelines.map(({ faces }) => faces)).toEqual(models.flatMap(() => [1, 1, 2, 2, 3, 3, 4, 4]));
  for (const { perFrame } of report.pipelines) expect(perFrame.mean).toBeGreaterThan(0);
});
