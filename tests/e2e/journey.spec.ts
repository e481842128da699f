import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import { parsePts } from '@/lib/datasets/formats/ibug-pts';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { openPage } from '../fixtures/journey/controls';
import { type GeneratedFace, generatedZip, meanFaceCheckpoint } from '../fixtures/journey/generated-set';

const SET = 'Journey faces';
const MODEL = 'Journey model';
const MODEL_ID = 'journey-model';
const COUNT = 12;

/** The point in hand moves by whole screen pixels: half a screen px of the image is as exact as a mouse gets. */
const DRAG_PX = 60;

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;

/** Where a landmark stands in the image, as the stage draws it. */
const landmark = (page: Page, index: number) =>
  page
    .evaluate((i) => window.__landmarkStage?.landmark(i) ?? null, index)
    .then((found) => {
      if (!found) throw new Error(`landmark ${index} is not drawn`);
      return found;
    });

const saved = (page: Page) => expect(page.locator('[data-field=saved]')).toHaveText('Saved');

test.describe.configure({ mode: 'serial' });

test.describe('the whole loop', () => {
  let faces: readonly GeneratedFace[];
  let datasetUrl: string;
  let sampleUrl: string;
  let sampleId: string;

  test('imports a .zip, telling what it holds first', async ({ page }) => {
    const generated = await generatedZip(COUNT);
    faces = generated.faces;
    await openPage(page, '/datasets');
    await page.getByLabel('Files to import').setInputFiles({
      name: 'journey.zip',
      mimeType: 'application/zip',
      buffer: generated.zip,
    });
    await expect(page.getByText(`${COUNT} faces, 68 points, 1 problem`)).toBeVisible();
    await expect(page.getByText('ibug-pts: broken.pts')).toBeVisible();
    await page.getByLabel('Name', { exact: true }).fill(SET);
    await page.getByRole('button', { name: `Import ${COUNT} faces` }).click();
    await expect(page.getByText(`${COUNT} faces imported, 1 file passed over.`)).toBeVisible();
    await page.getByRole('link', { name: 'Open the gallery' }).click();
    await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
    await expect(page.getByRole('heading', { name: SET, level: 1 })).toBeVisible();
    datasetUrl = page.url();
  });

  test('brings in a model', async ({ page }) => {
    const { manifest, weights } = await meanFaceCheckpoint(faces);
    await openPage(page, '/models');
    await page.getByRole('button', { name: 'Import a model' }).first().click();
    await page.getByLabel('Title').fill(MODEL);
    await page.getByLabel('weights.json and weights.bin').setInputFiles([
      { name: 'weights.json', mimeType: 'application/json', buffer: manifest },
      { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: weights },
    ]);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('heading', { name: MODEL })).toBeVisible();
  });

  test('runs it on every face in the browser and sorts by error', async ({ page }) => {
    await openPage(page, `${datasetUrl}?model=${MODEL_ID}`);
    await page.getByRole('button', { name: 'Run model' }).click();
    await page.getByRole('button', { name: `On all ${COUNT} that match` }).click();
    await expect(page.getByText(`with ${COUNT}`)).toBeVisible({ timeout: 60_000 });
    await page.getByLabel('Sort by').selectOption('error');
    await expect(page).toHaveURL(/sort=error/);

    const query = `model=${MODEL_ID}&dataset=${datasetUrl.split('/').at(-1)}`;
    const { items } = await getJson<SamplePage>(page, `/api/samples?${query}&sort=error`);
    expect(items).toHaveLength(COUNT);
    const errors = items.map(({ error }) => error as number);
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    // the page shows that order, with those numbers
    await expect(page.locator('[data-index="0"]')).toHaveAttribute('data-sample', items[0].id);
    await expect(page.locator('[data-index="0"]')).toContainText(errors[0].toFixed(1));
    // and each number is what the stored points give by hand
    for (const { id, error } of items.slice(0, 3)) {
      const detail = await getJson<SampleDetail>(page, `/api/samples/${id}`);
      const truth = faces.find(({ name }) => name === detail.name) as GeneratedFace;
      const byHand = sampleErrors(truth.annotation, detail.predictions[0].landmarks, truth);
      expect(error).toBeCloseTo(byHand?.error as number, 6);
    }
    await page.locator('[data-index="0"] a').click();
    await expect(page).toHaveURL(/\/samples\//);
    sampleUrl = page.url();
    sampleId = items[0].id;
  });

  test('drags a point, takes it back, brings it again, and keeps it over a reload', async ({ page }) => {
    await openPage(page, sampleUrl);
    const error = page.locator('[data-field=error]');
    await expect(error).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.__landmarkStage?.landmark(30) ?? null)).not.toBeNull();
    const before = await landmark(page, 30);
    const errorBefore = await error.textContent();

    await page.mouse.move(...before.page);
    await page.mouse.down();
    await page.mouse.move(before.page[0] + DRAG_PX / 2, before.page[1], { steps: 4 });
    await expect(page.locator('[data-field=revision]')).toHaveText('1'); // nothing is saved in the middle of a drag
    await page.mouse.move(before.page[0] + DRAG_PX, before.page[1], { steps: 4 });
    await page.mouse.up();
    await expect(page.locator('[data-field=revision]')).toHaveText('2');
    await saved(page);
    const scale = await page.evaluate(() => window.__landmarkStage?.scale as number);
    const moved = await landmark(page, 30);
    expect(moved.image[0] - before.image[0]).toBeCloseTo(DRAG_PX / scale, 1);
    expect(moved.image[1]).toBeCloseTo(before.image[1], 1);
    await expect(error).not.toHaveText(errorBefore as string);
    const errorMoved = await error.textContent();

    await page.keyboard.press('Control+z');
    await expect(page.locator('[data-field=revision]')).toHaveText('3');
    expect((await landmark(page, 30)).image).toEqual(before.image);
    await expect(error).toHaveText(errorBefore as string);

    await page.keyboard.press('Control+Shift+z');
    await expect(page.locator('[data-field=revision]')).toHaveText('4');
    await saved(page);

    await page.reload();
    await expect(page.locator('[data-field=revision]')).toHaveText('4');
    await expect.poll(() => page.evaluate(() => window.__landmarkStage?.landmark(30) ?? null)).not.toBeNull();
    expect((await landmark(page, 30)).image).toEqual(moved.image);
    await expect(error).toHaveText(errorMoved as string);

    const detail = await getJson<SampleDetail>(page, `/api/samples/${sampleId}`);
    expect(
      detail.versions.map(({ revision, parentRevision, authorKind }) => [revision, parentRevision, authorKind]),
    ).toEqual([
      [1, null, 'import'],
      [2, 1, 'person'],
      [3, 2, 'person'],
      [4, 3, 'person'],
    ]);
  });

  test('scores the set with the mean shape beside it, worst images first', async ({ page }) => {
    await openPage(page, `${datasetUrl}?model=${MODEL_ID}`);
    await page.getByRole('link', { name: 'Evaluate' }).click();
    await page.getByRole('form', { name: 'New evaluation' }).getByRole('button', { name: 'Evaluate' }).click();
    await expect(page).toHaveURL(/\/evaluations\/[0-9a-f-]{36}/, { timeout: 60_000 });

    const [run] = await getJson<EvaluationSummary[]>(page, '/api/evaluations');
    expect(run.report.images).toBe(COUNT);
    const details = await Promise.all(
      (await getJson<SamplePage>(page, `/api/samples?dataset=${run.datasetId}&model=${MODEL_ID}`)).items.map(({ id }) =>
        getJson<SampleDetail>(page, `/api/samples/${id}`),
      ),
    );
    const errors = details.map(({ predictions }) => predictions[0].errors?.error as number);
    const me = errors.reduce((sum, value) => sum + value, 0) / COUNT;
    const std = Math.sqrt(errors.reduce((sum, value) => sum + (value - me) ** 2, 0) / COUNT);
    expect(run.report.me).toBeCloseTo(me, 9);
    expect(run.report.std).toBeCloseTo(std, 9);
    expect(run.report.sr20).toBe(errors.filter((value) => value < 20).length / COUNT);
    expect(run.report.card).toMatchObject({
      dataset: SET,
      images: COUNT,
      cropSource: 'ground-truth',
      meanShapeSource: 'in-sample',
    });

    const result = page.getByRole('region', { name: 'Result' });
    await expect(result).toContainText(`${me.toFixed(2)} ± ${std.toFixed(2)}`);
    await expect(result).toContainText(run.report.meanShape.me.toFixed(2));
    const worst = page.getByRole('region', { name: 'Images of the run' }).getByRole('listitem').first();
    await expect(worst).toContainText(Math.max(...errors).toFixed(2));
  });

  test('exports the corrected labels, which read back equal', async ({ page }) => {
    await openPage(page, datasetUrl);
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByLabel('With the images').uncheck();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const files = unzipSync(new Uint8Array(await readFile(await (await download).path())));
    expect(Object.keys(files).sort()).toEqual(['certificate.json', ...faces.map(({ name }) => `${name}.pts`)].sort());

    const detail = await getJson<SampleDetail>(page, `/api/samples/${sampleId}`);
    for (const { name, annotation } of faces) {
      const read = parsePts(new TextDecoder().decode(files[`${name}.pts`]), `${name}.pts`).points;
      const expected = name === detail.name ? detail.annotation?.points : annotation.points;
      expect(read).toEqual(expected);
    }
  });
});
