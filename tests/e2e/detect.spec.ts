import { expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import { encodePng } from '@/lib/image/decode-node';
import { plainPng } from '../fixtures/faces/images';
import { cameraFrames } from '../fixtures/live/fake-camera';

test('photos without labels are detected, annotated and wait for a review', async ({ page }) => {
  test.setTimeout(240_000);
  const [first, , second] = cameraFrames();
  const files = {
    'face-a.png': await encodePng(first),
    'face-b.png': await encodePng(second),
    'wall.png': await plainPng(50),
  };
  await page.goto('/datasets');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Files to import').setInputFiles({
    name: 'photos.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(zipSync(files, { level: 0 })),
  });
  await page.getByLabel('Name', { exact: true }).fill('Photos to detect');
  await page.getByRole('button', { name: 'Import 3 faces' }).click();
  await page.getByRole('link', { name: 'Open the gallery' }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}/);
  const dataset = new URL(page.url()).pathname.split('/').at(-1);

  await page.getByRole('button', { name: 'Run model' }).click();
  await page.getByRole('button', { name: /^Detect and annotate/ }).click();
  await expect(page.getByText(/2 faces found in 2 images, none in 1\. They wait for a review\.$/)).toBeVisible({
    timeout: 120_000,
  });

  const { items } = (await (await page.request.get(`/api/samples?dataset=${dataset}`)).json()) as SamplePage;
  expect(items.map(({ name, revision }) => [name, revision])).toEqual([
    ['face-a', 1],
    ['face-b', 1],
    ['wall', 0],
  ]);
  const sample = (await (await page.request.get(`/api/samples/${items[0].id}`)).json()) as SampleDetail;
  expect(sample.versions).toMatchObject([{ authorKind: 'model' }]);
  expect(sample.predictions).toMatchObject([{ crop: 'detector' }]);
  expect(sample.predictions[0].confidence).toBeGreaterThan(0.5);

  // once more: what has labels is left alone
  await page.getByRole('button', { name: 'Run model' }).click();
  await page.getByRole('button', { name: /^Detect and annotate/ }).click();
  await expect(page.getByText(/0 faces found in 0 images, none in 1\./)).toBeVisible({ timeout: 120_000 });

  // another model, asked for where the crops shown are the detector's, is run on those
  const other = 'facemesh-68-shallow';
  await page.goto(`/datasets/${dataset}/samples/${items[0].id}?crop=detector&model=${other}`);
  await page.getByRole('button', { name: 'Run the model on this face' }).click();
  const predicted = async () => {
    const { predictions } = (await (await page.request.get(`/api/samples/${items[0].id}`)).json()) as SampleDetail;
    return predictions.map(({ modelId, crop }) => `${modelId} ${crop}`);
  };
  await expect.poll(predicted, { timeout: 120_000 }).toContain(`${other} detector`);
  await expect(page.getByText('No prediction yet')).toHaveCount(0);
  // the gallery says whose crops these are, and lets go of them
  await page.goto(`/datasets/${dataset}?crop=detector`);
  await page.getByRole('button', { name: 'Back to ground-truth crops' }).first().click();
  await expect(page).not.toHaveURL(/crop=/);
});
