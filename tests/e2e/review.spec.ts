import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { JobInfo } from '@/lib/contracts/job';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import { parsePts } from '@/lib/datasets/formats/ibug-pts';
import { openPage } from '../fixtures/journey/controls';
import { generatedZip, meanFaceCheckpoint } from '../fixtures/journey/generated-set';

const SET = 'Review faces';
const MODEL = 'review-model';
const COUNT = 6;

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;
const post = async <T>(page: Page, url: string, body: unknown): Promise<T> =>
  (await page.request.post(url, { data: body })).json() as Promise<T>;

/** Brings the faces and a model in over the API: the journey of the first spec is not walked again. */
async function prepare(page: Page): Promise<string> {
  const { zip, faces } = await generatedZip(COUNT);
  const { importId } = await post<{ importId: string }>(page, '/api/imports', {});
  await page.request.put(`/api/imports/${importId}/files?path=review.zip`, { data: zip });
  const start = { dataset: SET, kind: 'synthetic' };
  const { jobId } = await post<{ jobId: string }>(page, `/api/imports/${importId}/start`, start);
  await expect
    .poll(async () => (await getJson<JobInfo>(page, `/api/jobs/${jobId}`)).state, { timeout: 60_000 })
    .toBe('done');
  const { manifest, weights } = await meanFaceCheckpoint(faces);
  await openPage(page, '/models');
  await page.getByRole('button', { name: 'Import a model' }).first().click();
  await page.getByLabel('Title').fill('Review model');
  await page.getByLabel('weights.json and weights.bin').setInputFiles([
    { name: 'weights.json', mimeType: 'application/json', buffer: manifest },
    { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: weights },
  ]);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Review model' })).toBeVisible();
  const sets = await getJson<{ id: string; name: string }[]>(page, '/api/datasets');
  return sets.find(({ name }) => name === SET)?.id as string;
}

const shown = (page: Page) => page.evaluate(() => window.__landmarkStage?.sample ?? null).catch(() => null);
const progress = (page: Page) => page.locator('[data-field=queue-progress]');
const stateOf = async (page: Page, id: string) => (await getJson<SampleDetail>(page, `/api/samples/${id}`)).reviewState;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.describe('a review, by keyboard', () => {
  let dataset: string;
  /** worst first, as it was when the review was begun */
  let order: string[];

  test('begins in the gallery with the worst face', async ({ page }) => {
    dataset = await prepare(page);
    await openPage(page, `/datasets/${dataset}?model=${MODEL}`);
    await page.getByRole('button', { name: 'Run model' }).click();
    await page.getByRole('button', { name: `On all ${COUNT} that match` }).click();
    await expect(page.getByText(`with ${COUNT}`)).toBeVisible({ timeout: 120_000 });
    const { items } = await getJson<SamplePage>(page, `/api/samples?dataset=${dataset}&model=${MODEL}&sort=error`);
    order = items.map(({ id }) => id);
    await page.getByRole('link', { name: 'Review' }).click();
    await expect(page).toHaveURL(new RegExp(`/samples/${order[0]}\\?.*queue=review`));
    await expect(progress(page)).toHaveText(`0 of ${COUNT} done`);
  });

  test('goes on by itself when its list could not be read at once', async ({ page }) => {
    await page.route(/\/api\/samples\?.*reviewedBefore/, (route) => route.abort(), { times: 1 });
    await openPage(page, `/datasets/${dataset}/review?model=${MODEL}`);
    const queue = page.getByRole('region', { name: 'Review queue' });
    await expect(queue.getByRole('alert')).toContainText('The queue cannot be read');
    await expect(queue.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(queue.getByRole('alert')).toBeHidden({ timeout: 15_000 });
    await page.keyboard.press(']');
    await expect.poll(() => shown(page)).toBe(order[1]);
  });

  test('fixes one, goes on, approves one, is left and taken up again by its address', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}/review?model=${MODEL}`);
    await expect.poll(() => shown(page)).toBe(order[0]);
    // a point is taken in hand and moved without the mouse
    await page.keyboard.press('.');
    await expect(page.locator('[data-field=point]')).toContainText('jaw 1');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await expect(page.locator('[data-field=saved]')).toHaveText('Saved');
    await expect(page.locator('[data-field=revision]')).toHaveText('2');
    await expect(page.getByRole('button', { name: 'Fixed', exact: true })).toHaveAttribute('aria-pressed', 'true');
    expect(await stateOf(page, order[0])).toBe('fixed');

    // the next picture has been loaded and decoded before it is asked for
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/\/api\/images\//.test(request.url())) asked.push(request.url());
    });
    const next = await getJson<SampleDetail>(page, `/api/samples/${order[1]}`);
    await page.keyboard.press('r');
    await expect.poll(() => shown(page)).toBe(order[1]);
    expect(asked.filter((url) => url.includes(next.imageId))).toEqual([]);
    await expect(progress(page)).toHaveText(`1 of ${COUNT} done`);
    expect(await stateOf(page, order[0])).toBe('fixed'); // accepted as it was fixed, which says more than approved

    await page.keyboard.press('r');
    await expect.poll(() => shown(page)).toBe(order[2]);
    await expect.poll(() => stateOf(page, order[1])).toBe('approved');
    await expect(progress(page)).toHaveText(`2 of ${COUNT} done`);

    await page.keyboard.press('u');
    await expect.poll(() => shown(page)).toBe(order[3]);
    await expect.poll(() => stateOf(page, order[2])).toBe('to-fix');
    await expect(progress(page)).toHaveText(`3 of ${COUNT} done`);

    // left for the gallery, and the same address goes on where it was
    const address = page.url();
    await page.getByRole('link', { name: 'Leave' }).click();
    await expect(page.getByRole('heading', { name: SET, level: 1 })).toBeVisible();
    await expect(page.locator(`[data-sample="${order[1]}"]`)).toContainText('approved');
    await openPage(page, address);
    await expect.poll(() => shown(page)).toBe(order[3]);
    await expect(progress(page)).toHaveText(`3 of ${COUNT} done`);

    for (let i = 3; i < COUNT; i++) {
      await expect.poll(() => shown(page)).toBe(order[i]);
      await page.keyboard.press('r');
    }
    await expect(progress(page)).toHaveText(`${COUNT} of ${COUNT} done`);
    await expect(page.getByText('Nothing is left here.')).toBeVisible();
  });

  test('exports only what was fixed', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}?model=${MODEL}`);
    const isFixed = page.getByRole('checkbox', { name: 'fixed' });
    await isFixed.click();
    await expect(isFixed).toBeChecked();
    await expect(page).toHaveURL(/review=fixed/);
    await expect(page.locator('[data-sample]')).toHaveCount(1);
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await expect(dialog.getByLabel('The 1 that match the filters')).toBeChecked();
    await dialog.getByLabel('With the images').uncheck();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const files = unzipSync(new Uint8Array(await readFile(await (await download).path())));
    const fixed = await getJson<SampleDetail>(page, `/api/samples/${order[0]}`);
    expect(Object.keys(files).sort()).toEqual(['certificate.json', `${fixed.name}.pts`]);
    const { points } = parsePts(new TextDecoder().decode(files[`${fixed.name}.pts`]), 'fixed.pts');
    expect(points).toEqual(fixed.annotation?.points);
  });

  test('the field for names keeps what is typed, and a filter chosen while it waits', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}?model=${MODEL}`);
    const name = page.getByLabel('Find by name');
    await name.pressSequentially('face ');
    await expect(page).toHaveURL(/[?&]q=face(&|$)/);
    await expect(page.getByRole('button', { name: 'Clear all filters' })).toBeVisible();
    await expect(name).toHaveValue('face ');
    await name.fill('face.0');
    await page.getByRole('checkbox', { name: 'fixed' }).click();
    await expect(page).toHaveURL(/[?&]q=face\.0(&|$)/);
    await expect(page).toHaveURL(/[?&]review=fixed(&|$)/);
    await expect(page.locator('[data-sample]')).toHaveCount(1);
  });

  test('a decision made while the server is away is kept, and sent when it answers', async ({ page, context }) => {
    const [, , later] = order;
    await openPage(page, `/datasets/${dataset}/samples/${later}?model=${MODEL}`);
    await expect.poll(() => shown(page)).toBe(later);
    await context.setOffline(true);
    await page.keyboard.press('Shift+b');
    await expect(page.locator('[data-field=saved]')).toContainText('1 decision kept in this browser');
    expect(await stateOf(page, later)).toBe('to-fix');
    await context.setOffline(false);
    await expect.poll(() => stateOf(page, later), { timeout: 60_000 }).toBe('ambiguous');
  });

  test('faces are deleted in the gallery and called back', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}?model=${MODEL}`);
    await expect(page.locator('[data-sample]')).toHaveCount(COUNT);
    for (const index of [0, 2]) {
      await page.locator(`[data-index="${index}"]`).hover();
      await page.locator(`[data-index="${index}"] input`).click();
    }
    await page.getByRole('button', { name: 'Delete the selected' }).click();
    await expect(page.locator('[data-sample]')).toHaveCount(COUNT - 2);
    await expect(page.getByText('2 faces deleted.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('[data-sample]')).toHaveCount(COUNT);
    expect(await stateOf(page, order[0])).toBe('fixed');
  });

  test('a note is written on a point, read on it, and taken away', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}/samples/${order[0]}?model=${MODEL}`);
    await expect.poll(() => shown(page)).toBe(order[0]);
    await page.keyboard.press('.');
    await page.keyboard.press('Shift+n');
    await page.getByLabel('Note on jaw 1 (0)').fill('behind the hair');
    await page.keyboard.press('Enter');
    const notes = page.getByRole('region', { name: 'Notes' });
    await expect(notes).toContainText('behind the hair');
    await page.getByRole('button', { name: 'Delete the note on jaw 1' }).click();
    await expect(notes).toBeHidden();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click(); // not the editor's own
    await expect(notes).toContainText('behind the hair');
  });

  test('a note that is being written when another point is taken in hand is kept', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}/samples/${order[1]}?model=${MODEL}`);
    await expect.poll(() => shown(page)).toBe(order[1]);
    await page.keyboard.press('.');
    await page.keyboard.press('Shift+n');
    await page.getByLabel('Note on jaw 1 (0)').fill('cut off');
    const nose = await page.evaluate(() => window.__landmarkStage?.landmark(30)?.page ?? [0, 0]);
    await page.mouse.click(nose[0], nose[1]);
    await expect(page.getByText('The note on jaw 1 has been kept.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Notes' })).toContainText('cut off');
  });

  test('a key is exchanged, its taker is named, and the usual one comes back', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}/samples/${order[0]}?model=${MODEL}`);
    await expect.poll(() => shown(page)).toBe(order[0]);
    const contours = page.getByRole('button', { name: 'Contours' });
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys of this page' });
    await sheet.getByRole('button', { name: 'Change keys' }).click();
    await sheet.getByRole('button', { name: 'Change the key of Contours' }).click();
    await page.keyboard.press('g');
    await expect(sheet.getByRole('alert')).toContainText('G is “Ground truth”.');
    await sheet.getByRole('button', { name: 'Take it from there' }).click();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.reload(); // the browser remembers
    await expect.poll(() => shown(page)).toBe(order[0]);
    await expect(contours).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('g');
    await expect(contours).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Ground truth' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('?');
    await sheet.getByRole('button', { name: 'Change keys' }).click();
    await sheet.getByRole('button', { name: 'Back to the usual keys, everywhere' }).click();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('g');
    await expect(page.getByRole('button', { name: 'Ground truth' })).toHaveAttribute('aria-pressed', 'false');
  });
});
