import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import type { TrainingCurves } from '@/lib/contracts/training-config';
import type { TrainingRunSummary } from '@/lib/contracts/training-run';
import { openPage, untilControlsAnswer } from '../fixtures/journey/controls';

const SET = 'Generated faces';
const JOURNEY = 'tab-journey';
const WEBGL = 'tab-webgl';
/** far more than the journey waits for */
const STEPS = 4000;
/** machines that run other things train at a tenth of their speed */
const PATIENCE = { timeout: 240_000 };
const SLOW = { timeout: 900_000 };

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;
const runOf = (page: Page, id: string) => getJson<TrainingRunSummary>(page, `/api/training/${id}`);
const badge = (page: Page) => page.getByRole('heading', { level: 1 });

/** The form, for a run in the tab on what the address names: headless browsers have no GPU. */
async function fillForm(page: Page, gpu: string, title: string, steps: number, batch: number): Promise<void> {
  await openPage(page, `/training?gpu=${gpu}`);
  const here = page.getByRole('radio', { name: /^in this tab/ });
  await expect(here).toBeEnabled();
  await here.check({ force: true });
  await page.getByLabel('Network').selectOption('shallow');
  await page.getByRole('combobox', { name: 'Dataset' }).selectOption(SET);
  await page.getByLabel('Unit of the budget').selectOption('steps');
  await page.getByLabel('Budget, steps').fill(String(steps));
  await page.getByText('More settings').click();
  await page.getByLabel('Batch').fill(String(batch));
  await expect(page.getByLabel('Workers')).toHaveValue('1');
  await expect(page.getByLabel('Workers')).toBeDisabled();
  await page.getByLabel('Title').fill(title);
}

test.describe.configure({ mode: 'serial', timeout: 1_200_000 });
test.use({ actionTimeout: 60_000 });

test.describe('training in the tab', () => {
  // the other journeys begin with what a newcomer has
  test.afterAll(async ({ request, baseURL }) => {
    const headers = { Origin: baseURL as string };
    for (const id of [JOURNEY, WEBGL]) {
      await request.post(`/api/training/${id}/stop`, { headers });
      await request.delete(`/api/training/${id}`, { headers });
      await request.delete(`/api/models/${id}`, { headers });
    }
  });

  test('is refused in words where the browser has no hardware GPU', async ({ page }) => {
    await openPage(page, '/training');
    await expect(page.getByRole('radio', { name: /^in this tab/ })).toBeDisabled();
    await expect(
      page.getByText(/Not in this tab: this browser (has no hardware GPU|offers pages no GPU)/),
    ).toBeVisible();
    await expect(page.getByRole('radio', { name: 'beside the server' })).toBeChecked();
  });

  test('goes from the form over a reload to a usable model', async ({ page, context }) => {
    const ID = JOURNEY;
    await fillForm(page, 'kernels', 'Tab journey', STEPS, 4);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForURL(`/training/${ID}`, PATIENCE);
    await expect(badge(page)).toContainText('training', PATIENCE);
    await expect(page.locator('[data-field=facts]')).toContainText(
      /images\/s · .* left .* in a tab on none, wasm kernels/,
    );
    await expect(page.getByRole('button', { name: '1 running job' })).toBeVisible();

    const line = page.getByRole('region', { name: 'Loss' }).locator('path[data-tone="1"]');
    await expect(line).toBeVisible(PATIENCE);
    const drawn = await line.getAttribute('d');
    await expect(line).not.toHaveAttribute('d', drawn as string, PATIENCE);
    const face = page.getByRole('region', { name: 'Held-out faces' }).getByRole('img').first();
    await expect.poll(() => face.evaluate((image) => (image as HTMLImageElement).naturalWidth), PATIENCE).toBe(192);

    // another page of the same tab: it goes on
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    const { step } = await runOf(page, ID);
    await expect.poll(async () => (await runOf(page, ID)).step, PATIENCE).toBeGreaterThan(step);
    await page.goBack();

    // another tab sees it, and stops it
    const other = await context.newPage();
    await openPage(other, `/training/${ID}`);
    await other.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(badge(other)).toContainText('stopped', PATIENCE);
    await other.close();
    await expect.poll(async () => (await runOf(page, ID)).isEnding, PATIENCE).toBe(false);
    const stopped = await runOf(page, ID);
    expect(stopped).toMatchObject({ state: 'stopped', gpu: 'none, wasm kernels' });
    const before = await getJson<TrainingCurves>(page, `/api/training/${ID}/curves`);

    // resumed exactly there, in the tab again
    await openPage(page, `/training/${ID}?gpu=kernels`);
    await page.getByRole('button', { name: 'Resume in this tab' }).click();
    await expect.poll(async () => (await runOf(page, ID)).step, PATIENCE).toBeGreaterThan(stopped.step);
    const after = await getJson<TrainingCurves>(page, `/api/training/${ID}/curves`);
    expect(after.training.slice(0, before.training.length)).toEqual(before.training);

    // a reload ends the worker: the run waits at its last checkpoint, the one it was resumed from
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await untilControlsAnswer(page);
    await expect(badge(page)).toContainText('stopped', PATIENCE);
    await expect(page.getByText('its tab was closed; goes on from its checkpoint')).toBeVisible();
    await page.getByRole('button', { name: 'Resume in this tab' }).click();
    await expect(badge(page)).toContainText('training', PATIENCE);

    await page.getByRole('button', { name: 'Finish early' }).click();
    await expect(badge(page)).toContainText('done', PATIENCE);
    const run = await runOf(page, ID);
    expect(run).toMatchObject({ state: 'done', hasModel: true });
    expect(run.step).toBeLessThan(STEPS);
    expect(run.last?.sets[SET].me).toBeGreaterThan(0);
    const model = (await getJson<ModelInfo[]>(page, '/api/models')).find(({ id }) => id === ID);
    // it remembers what it was trained on, as one that was trained beside the server does
    expect(model).toMatchObject({
      origin: 'trained',
      card: { architecture: 'shallow', trainedOn: { complete: true, images: expect.any(Number) } },
    });
    expect(model?.card.trainedOn?.images).toBeGreaterThan(10);

    await page.getByRole('link', { name: 'Evaluate' }).click();
    const form = page.getByRole('form', { name: 'New evaluation' });
    await expect(form.getByRole('button', { name: 'Models: Tab journey' })).toBeVisible();
    await untilControlsAnswer(page);
    await form.getByRole('button', { name: 'Evaluate' }).click();
    await expect(page).toHaveURL(/\/evaluations\/[0-9a-f-]{36}/, PATIENCE);
    const [evaluation] = await getJson<EvaluationSummary[]>(page, '/api/evaluations');
    expect(evaluation).toMatchObject({ modelId: ID, datasetName: SET });
    expect(evaluation.report.me).toBeGreaterThan(0);
  });

  test('takes steps on TensorFlow.js, its gradients those of the kernels', async ({ page }) => {
    const ID = WEBGL;
    await fillForm(page, 'webgl', 'Tab webgl', 2, 2);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForURL(`/training/${ID}`, PATIENCE);
    // it is refused before its first step when a gradient is more than 1 % off
    await expect.poll(async () => (await runOf(page, ID)).state, SLOW).toBe('done');
    const { step, imagesPerSecond, hasModel } = await runOf(page, ID);
    console.log(`WebGL without a GPU: ${imagesPerSecond?.toFixed(2)} images a second`);
    expect([step, hasModel]).toEqual([2, true]);
  });
});
