import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { JobInfo } from '@/lib/contracts/job';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import type { DatasetReport, UnfinishedSet } from '@/lib/contracts/synthesis';
import { faceSeed } from '@/lib/synthesis/face-recipe';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

const SET = 'Turned faces';
const LIKES = 'Faces like two of them';
const STOPPED = 'Stopped faces';
const COUNT = 8;
const SEED = 41;

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;

const datasetNamed = async (page: Page, name: string): Promise<DatasetSummary> => {
  const found = (await getJson<DatasetSummary[]>(page, '/api/datasets')).find((dataset) => dataset.name === name);
  if (!found) throw new Error(`no dataset ${name}`);
  return found;
};

/** A number for the preview's pixels: another one when they have changed. */
const preview = (page: Page) =>
  page
    .getByTestId('preview')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height);
      return data.reduce((sum, value) => (sum * 31 + value) % 1_000_003, 7);
    });

const untilFull = (page: Page) => expect(page.locator('[data-testid=preview][data-full]')).toBeVisible();

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.describe('generated faces', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  // the other journeys begin with what a newcomer has
  test.afterAll(async ({ request, baseURL }) => {
    const datasets = (await (await request.get('/api/datasets')).json()) as DatasetSummary[];
    for (const { id, name } of datasets) {
      if ([SET, LIKES, STOPPED].includes(name)) {
        await request.delete(`/api/datasets/${id}`, { headers: { Origin: baseURL as string } });
      }
    }
  });

  test('are found from the datasets page and by name', async ({ page }) => {
    await page.goto('/datasets');
    await expect(page.getByRole('link', { name: 'Generate faces' })).toHaveAttribute('href', '/datasets/generate');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('generate');
    await page.getByRole('option', { name: /^Generate faces/ }).click();
    await expect(page.getByRole('heading', { name: 'Generate faces', level: 1 })).toBeVisible();
  });

  test('follow the sliders, and the address holds the settings', async ({ page }) => {
    await page.goto(`/datasets/generate?seed=${SEED}`);
    await untilFull(page);
    const free = await preview(page);

    const yaw = page.getByRole('group', { name: 'Yaw' });
    await yaw.getByText('fixed').click();
    await yaw.getByRole('slider', { name: 'Yaw' }).focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press('PageUp');
    await expect(yaw.getByRole('slider', { name: 'Yaw' })).toHaveAttribute('aria-valuetext', '75 °');
    await expect.poll(() => preview(page)).not.toBe(free);
    await expect(page).toHaveURL(/camera\.yawDeg=75/);
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('yaw 75°');

    // a wrong value is refused with the allowed range, and the old one holds
    await yaw.getByRole('textbox', { name: 'Yaw' }).fill('90');
    await expect(yaw.getByRole('alert')).toHaveText('Expected -75 to 75, found 90.');
    await expect(yaw.getByRole('textbox', { name: 'Yaw' })).toHaveAttribute('aria-invalid', 'true');
    await expect(page).toHaveURL(/camera\.yawDeg=75/);
    await yaw.getByRole('textbox', { name: 'Yaw' }).fill('-30');
    await expect(yaw.getByRole('alert')).toHaveCount(0);
    await expect(page).toHaveURL(/camera\.yawDeg=-30/);

    // the address alone brings it all back; what it says wrongly is refused in the same way
    const address = page.url();
    await page.goto(`${address}&camera.pitchDeg=99`);
    await expect(page.getByText('camera.pitchDeg: expected a number -35 to 35, found 99')).toBeVisible();
    await expect(yaw.getByRole('textbox', { name: 'Yaw' })).toHaveValue('-30');
  });

  test('start from presets, and change with the jaw and the seed', async ({ page }) => {
    await page.goto('/datasets/generate');
    await page.getByRole('button', { name: 'Everything free' }).click();
    await page.getByRole('button', { name: /^Glasses and beards/ }).click();
    await expect(page).toHaveURL(/glasses\.style=round%2Csquare%2Cwide%2Cpilot/);
    const report = page.getByRole('region', { name: 'What the set will be made of' });
    await expect(report.getByRole('row', { name: /^glasses/ }).first()).toContainText('100.0');
    await expect(report.getByRole('row', { name: /^beard/ })).toContainText('100.0');

    await page.getByText('visible outline').click();
    await expect(page).toHaveURL(/jaw=outline/);
    await untilFull(page);
    const before = await preview(page);
    await page.getByRole('button', { name: 'New seed' }).click();
    await expect.poll(() => preview(page)).not.toBe(before);
    await expect(page).toHaveURL(/seed=\d+/);
  });

  test('become a dataset with landmarks, depth and visibility', async ({ page }) => {
    await page.goto(`/datasets/generate?seed=${SEED}&camera.yawDeg=20..50&jaw=outline&count=${COUNT}&size=96`);
    const form = page.getByRole('form', { name: 'Make a dataset' });
    await form.getByLabel('Faces', { exact: true }).fill('0');
    await expect(form.getByText('Expected a whole number 1 to 100000, found 0.')).toBeVisible();
    await form.getByLabel('Faces', { exact: true }).fill(String(COUNT));
    await form.getByLabel('Name').fill(SET);
    await form.getByRole('button', { name: `Make ${COUNT} faces` }).click();
    await expect(page.getByText(`${SET}: ${COUNT} faces made.`)).toBeVisible({ timeout: 90_000 });
    await page.getByRole('link', { name: 'Open the gallery' }).click();
    await expect(page.getByRole('heading', { name: SET, level: 1 })).toBeVisible();
    await expect(page.getByRole('gridcell')).toHaveCount(COUNT);
    // landmarks are drawn over every tile
    await expect(page.locator('[role=gridcell] svg path')).toHaveCount(COUNT);

    const { id } = await datasetNamed(page, SET);
    const { items } = await getJson<SamplePage>(page, `/api/samples?dataset=${id}`);
    expect(items.map(({ split }) => split).filter((split) => split === 'train')).toHaveLength(7);
    const detail = await getJson<SampleDetail>(page, `/api/samples/${items[3].id}`);
    // the same face as anywhere else
    const index = Number(detail.name);
    const face = synthesizeFace(faceSeed(SEED, index), { size: 96, limits: { camera: { yawDeg: [20, 50] } } });
    detail.annotation?.points.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(face.outlineAnnotation.points[i][0], 3);
      expect(y).toBeCloseTo(face.outlineAnnotation.points[i][1], 3);
    });
    expect(detail.annotation?.z).toHaveLength(70);
    expect(detail.annotation?.visibility).toEqual(face.outlineAnnotation.visibility);
    expect(detail.pose?.yawRad).toBeCloseTo((face.parameters.camera.yawDeg * Math.PI) / 180, 9);
  });

  test('beget more like them, from the gallery', async ({ page }) => {
    const { id } = await datasetNamed(page, SET);
    await page.goto(`/datasets/${id}`);
    // until the page has taken the server's tiles over, a click selects nothing
    await expect(async () => {
      await page.getByRole('gridcell').first().getByRole('checkbox').click();
      await expect(page.getByText('1 selected', { exact: true }).last()).toBeVisible({ timeout: 1000 });
    }).toPass();
    await page.getByRole('gridcell').nth(1).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'More like these' }).click();
    await expect(page.getByText('Like 2 generated faces')).toBeVisible();
    await expect(page).toHaveURL(/like=/);
    // all of them are turned as far as their examples
    const report = page.getByRole('region', { name: 'What the set will be made of' });
    await expect(report).toContainText('From the parameters of its first 1,000 faces.');

    const form = page.getByRole('form', { name: 'Make a dataset' });
    await expect(form.getByLabel('Into').locator('option').nth(1)).toHaveText(SET);
    await form.getByLabel('Name').fill(LIKES);
    await form.getByLabel('Faces', { exact: true }).fill('3');
    await form.getByLabel('Size', { exact: true }).fill('64');
    await form.getByRole('button', { name: 'Make 3 faces' }).click();
    await expect(page.getByText(`${LIKES}: 3 faces made.`)).toBeVisible({ timeout: 90_000 });
    await page.getByRole('link', { name: 'Report of the set' }).click();
    await expect(page.getByRole('heading', { name: 'What it is made of' })).toBeVisible();
    await expect(page.getByText('All 3 faces')).toBeVisible();
    const made = await datasetNamed(page, LIKES);
    const { report: counted } = await getJson<DatasetReport>(page, `/api/synthesis/${made.id}/report`);
    expect(counted?.faces).toBe(3);
  });

  test('are refused where they cannot be, by name and range', async ({ page }) => {
    const post = async (body: unknown) => {
      const response = await page.request.post('/api/synthesis', {
        data: body as Record<string, unknown>,
        headers: { Origin: new URL(page.url()).origin },
      });
      return [response.status(), ((await response.json()) as { error: string }).error];
    };
    await page.goto('/datasets');
    const order = { dataset: 'X', count: 3, seed: 1 };
    expect(await post({ ...order, limits: { camera: { yawDeg: [0, 80] } } })).toEqual([
      400,
      'limits: camera.yawDeg: expected a number -75 to 75, found 80',
    ]);
    expect(await post({ ...order, count: 0 })).toEqual([400, 'count: expected a whole number 1 to 100000, found 0']);
    expect(await post({ ...order, splits: { train: 50, val: 10, test: 10 } })).toEqual([
      400,
      'splits: expected train, val and test to add up to 100 %, found 50 + 10 + 10',
    ]);
  });

  test('that are cancelled are offered to be gone on with', async ({ page }) => {
    await page.goto('/datasets/generate?size=64&count=2000');
    const form = page.getByRole('form', { name: 'Make a dataset' });
    await form.getByLabel('Name').fill(STOPPED);
    await form.getByRole('button', { name: 'Make 2,000 faces' }).click();
    await page.getByRole('region', { name: 'Make a dataset' }).getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('It was cancelled.')).toBeVisible({ timeout: 60_000 });
    await page.reload();
    const unfinished = page.getByRole('list', { name: 'Unfinished sets' });
    await expect(unfinished).toContainText(STOPPED);
    await unfinished.getByRole('button', { name: 'Go on' }).click();
    await expect
      .poll(async () => (await getJson<JobInfo[]>(page, '/api/jobs'))[0])
      .toMatchObject({ title: `Generate ${STOPPED}`, state: 'running' });
    const [job] = await getJson<JobInfo[]>(page, '/api/jobs');
    await page.request.post(`/api/jobs/${job.id}/cancel`, { headers: { Origin: new URL(page.url()).origin } });
    await expect.poll(async () => (await getJson<UnfinishedSet[]>(page, '/api/synthesis')).length).toBe(1);
    await page.reload();
    await unfinished.getByRole('button', { name: 'Leave it so' }).click();
    await expect(unfinished).toHaveCount(0);
    expect(await getJson<UnfinishedSet[]>(page, '/api/synthesis')).toEqual([]);
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    test(`can be made by anybody: no serious fault of accessibility, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto('/datasets/generate?camera.yawDeg=-20..40&traits.mood=smile');
      await untilFull(page);
      await page.getByRole('button', { name: /^Expression/ }).click();
      await page.getByRole('button', { name: /^Glasses/ }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual([]);
      const { id } = await datasetNamed(page, SET);
      await page.goto(`/datasets/${id}/report`);
      await expect(page.getByRole('heading', { name: 'What it is made of' })).toBeVisible();
      const report = await new AxeBuilder({ page }).analyze();
      expect(report.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    });
  }
});
