import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { SamplePage } from '@/lib/contracts/sample';

/** Faults that keep somebody out; the rest is told by the report of a failing test. */
const GRAVE = ['serious', 'critical'];

async function expectNoGraveFault(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => GRAVE.includes(impact ?? ''));
  expect(
    grave.map(({ id, help, nodes }) => `${what}: ${id} (${help}) at ${nodes.map(({ target }) => target).join(', ')}`),
  ).toEqual([]);
}

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;

async function places(page: Page) {
  const [dataset] = await getJson<DatasetSummary[]>(page, '/api/datasets');
  const { items } = await getJson<SamplePage>(page, `/api/samples?dataset=${dataset.id}&limit=1`);
  const sample = `/datasets/${dataset.id}/samples/${items[0].id}`;
  return { gallery: `/datasets/${dataset.id}`, sample, review: `/datasets/${dataset.id}/review` };
}

const stageIsDrawn = (page: Page) =>
  expect.poll(() => page.evaluate(() => window.__landmarkStage?.sample ?? null)).not.toBeNull();

for (const scheme of ['dark', 'light'] as const) {
  test.describe(`nobody is kept out, ${scheme}`, () => {
    test.use({ colorScheme: scheme });

    test('of the datasets', async ({ page }) => {
      await page.goto('/datasets');
      await expectNoGraveFault(page, 'datasets');
    });

    test('of the gallery, its filters, selection, pane and dialogs', async ({ page }) => {
      const { gallery } = await places(page);
      await page.goto(`${gallery}?minYaw=0&review=unreviewed`);
      await expect(page.locator('[data-sample]').first()).toBeVisible();
      for (const title of ['NME, inter-ocular', 'Error of a region'])
        await page.getByRole('button', { name: title }).click();
      await page.getByRole('button', { name: 'The face in hand, large' }).click();
      await page.locator('[data-index="0"]').hover();
      await page.locator('[data-index="0"] input').click();
      await expect(page.getByRole('region', { name: 'Selection' })).toBeVisible();
      await expect(page.getByRole('complementary', { name: 'The face in hand' })).toContainText('Yaw');
      await expectNoGraveFault(page, 'gallery');
      await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Tag', exact: true }).click();
      await expectNoGraveFault(page, 'tags');
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Export' }).click();
      await expectNoGraveFault(page, 'export');
    });

    test('of the inspector and editor, tab by tab, with a note', async ({ page }) => {
      const { sample } = await places(page);
      await page.goto(sample);
      await stageIsDrawn(page);
      await page.keyboard.press('.');
      await page.keyboard.press('Shift+n');
      await expectNoGraveFault(page, 'note');
      await page.keyboard.press('Escape');
      for (const tab of ['Errors', '3D', 'History', 'Info']) {
        await page.getByRole('tab', { name: tab }).click();
        await expectNoGraveFault(page, `inspector, ${tab}`);
      }
      await page.keyboard.press('?');
      await page.getByRole('button', { name: 'Change keys' }).click();
      await expectNoGraveFault(page, 'keys');
    });

    test('of the review', async ({ page }) => {
      const { review } = await places(page);
      await page.goto(review);
      await stageIsDrawn(page);
      await expect(page.getByRole('region', { name: 'Review queue' })).toContainText('of');
      await expectNoGraveFault(page, 'review');
    });
  });
}

test('all of a review is done without a mouse, and one sees where one stands', async ({ page }) => {
  const { gallery } = await places(page);
  await page.goto(gallery);
  await expect(page.locator('[data-sample]').first()).toBeVisible();
  const reached: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return null;
      const isOutlined = (shown: Element | null) => {
        if (!shown) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
      };
      const face = element.querySelector('span');
      const isRinged = face !== null && getComputedStyle(face, '::after').boxShadow !== 'none';
      // of a text field the box round its sign and its words is outlined
      const isBoxed = element.matches('input') && isOutlined(element.parentElement);
      const isSeen = isOutlined(element) || isBoxed || isRinged;
      return `${isSeen ? '' : 'unseen: '}${element.getAttribute('aria-label') ?? element.textContent?.trim() ?? element.tagName}`;
    });
    if (name === null) break;
    reached.push(name);
  }
  expect(reached.filter((name) => name.startsWith('unseen'))).toEqual([]);
  for (const name of ['Export', 'Review', 'Run model', 'The face in hand, large', 'Yaw, either way', 'Face size']) {
    expect(reached, reached.join(' | ')).toContain(name);
  }
});
