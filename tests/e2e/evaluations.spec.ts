import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page, test } from '@playwright/test';
import { plusMinus } from '@/components/evaluations/verdict';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { EvaluationReport, EvaluationSummary } from '@/lib/contracts/evaluation';
import type { SampleFacets } from '@/lib/contracts/sample';
import { openPage } from '../fixtures/journey/controls';

const root = path.resolve(import.meta.dirname, '../..');
const FULL = 'facemesh-68';
const SHALLOW = 'facemesh-68-shallow';
/** faces that one journey from crop to database takes along, twice: one computed, one on its way */
const IN_FLIGHT = 32;

const getJson = async <T>(page: Page, url: string): Promise<T> => (await page.request.get(url)).json() as Promise<T>;

const generatedSet = async (page: Page): Promise<DatasetSummary> => {
  const set = (await getJson<DatasetSummary[]>(page, '/api/datasets')).find(({ name }) => name === 'Generated faces');
  if (!set) throw new Error('the sample dataset is not there');
  return set;
};

const predictedBy = async (page: Page, model: string, dataset: string): Promise<number> =>
  (await getJson<SampleFacets>(page, `/api/samples/facets?model=${model}&dataset=${dataset}`)).predicted;

/** Ids of the samples that were sent to be stored, in their order, of all pages of the context. */
function recordStored(page: Page): string[] {
  const stored: string[] = [];
  page.context().on('requestfinished', (request) => {
    if (request.url().endsWith('/api/predictions')) {
      stored.push(...(request.postDataJSON() as { items: { sample: string }[] }).items.map(({ sample }) => sample));
    }
  });
  return stored;
}

/** A slow disk: long enough that a test can step in between. */
const slowCrops = (page: Page) =>
  page.context().route('**/api/samples/*/crop**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 250));
    await route.continue().catch(() => undefined); // the page may be gone
  });

const newestRun = async (page: Page, model: string): Promise<EvaluationSummary | undefined> =>
  (await getJson<EvaluationSummary[]>(page, '/api/evaluations')).find(({ modelId }) => modelId === model);

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const textOf = async (download: Promise<Download>): Promise<string> => readFile(await (await download).path(), 'utf8');

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.describe('evaluations', () => {
  let full: EvaluationSummary;
  let shallow: EvaluationSummary;

  test('go on where they were after a reload in the middle', async ({ page }) => {
    const set = await generatedSet(page);
    const stored = recordStored(page);
    await slowCrops(page);
    await openPage(page, `/evaluations?model=${FULL}&dataset=${set.id}&split=all`);
    await page.getByRole('form', { name: 'New evaluation' }).getByRole('button', { name: 'Evaluate' }).click();
    await expect(page.getByRole('region', { name: 'Evaluations under way' })).toContainText('a second');
    await expect.poll(() => stored.length, { timeout: 90_000 }).toBeGreaterThanOrEqual(16);
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    const kept = await predictedBy(page, FULL, set.id);
    expect(kept).toBeGreaterThanOrEqual(16);
    expect(kept).toBeLessThan(set.samples);
    // nobody presses anything: the queue goes on by itself
    await expect(page.getByRole('region', { name: 'Evaluations under way' }).getByRole('link')).toBeVisible({
      timeout: 120_000,
    });
    expect(new Set(stored).size).toBe(set.samples);
    expect(stored.length).toBeLessThanOrEqual(set.samples + IN_FLIGHT);
    full = (await newestRun(page, FULL)) as EvaluationSummary;
    expect(full.report.images).toBe(set.samples);
  });

  test('lose nothing when the tab is closed, and go on in the next', async ({ page }) => {
    const set = await generatedSet(page);
    const stored = recordStored(page);
    await slowCrops(page);
    await openPage(page, `/evaluations?model=${SHALLOW}&dataset=${set.id}&split=all`);
    await page.getByRole('form', { name: 'New evaluation' }).getByRole('button', { name: 'Evaluate' }).click();
    await expect.poll(() => stored.length, { timeout: 90_000 }).toBeGreaterThanOrEqual(16);
    const next = await page.context().newPage();
    await page.close();
    expect(await predictedBy(next, SHALLOW, set.id)).toBeGreaterThanOrEqual(16);
    await next.goto('/models'); // any page will do
    await expect.poll(() => newestRun(next, SHALLOW), { timeout: 120_000 }).toBeDefined();
    expect(new Set(stored).size).toBe(set.samples);
    expect(stored.length).toBeLessThanOrEqual(set.samples + IN_FLIGHT);
    shallow = (await newestRun(next, SHALLOW)) as EvaluationSummary;
  });

  test('say the same on the page, in its JSON, in a report and on the command line', async ({ page }) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--conditions=react-server', '--import', 'tsx', path.join(root, 'models/cli/main.ts'), 'evaluate'],
        ...['--dataset', 'Generated faces', '--model', FULL, '--json'],
      ],
      { cwd: root, env: { ...process.env, WORKBENCH_DIR: path.join(root, 'tests/.tmp/e2e') } },
    );
    const { evaluation, ...printed } = JSON.parse(stdout) as EvaluationReport & { evaluation: string };
    const { perImage, ...onPage } = await getJson<EvaluationReport & { perImage: { error: number }[] }>(
      page,
      `/api/evaluations/${full.id}/report`,
    );
    expect(printed).toEqual(onPage);
    expect(perImage.reduce((sum, { error }) => sum + error, 0) / perImage.length).toBeCloseTo(onPage.me, 9);
    await openPage(page, `/evaluations/${evaluation}`);
    await expect(page.getByRole('region', { name: 'Result' })).toContainText(plusMinus(onPage));
    // what the browser totals from the columns is what the server totalled
    const live = page.getByRole('region', { name: 'Totals of the images shown' });
    await expect(live.locator('[data-field=me]')).toContainText(plusMinus(onPage));
    await expect(live.locator('[data-field=sr]')).toContainText(onPage.sr20.toFixed(3));
    const markdown = await (await page.request.get(`/api/evaluations/${full.id}/report?format=md`)).text();
    expect(markdown).toContain(`| ${plusMinus(onPage)} |`);
    await page.request.delete(`/api/evaluations/${evaluation}`, { headers: { origin: new URL(page.url()).origin } });
  });

  test('stand side by side, and a worst image leads to its fix and back', async ({ page }) => {
    await openPage(page, '/evaluations');
    for (const title of [full.modelTitle, shallow.modelTitle]) {
      await page
        .getByRole('checkbox', { name: new RegExp(`^Choose ${title},`) })
        .first()
        .check();
    }
    await page.getByRole('button', { name: 'Compare 2' }).click();
    await page.waitForURL(/compare\?runs=/);
    await expect(page.getByRole('alert', { name: 'Metric cards differ' })).toHaveCount(0);
    const table = page.getByRole('table', { name: 'Runs side by side' });
    await expect(table).toContainText(plusMinus(full.report));
    await expect(table).toContainText(plusMinus(shallow.report));
    await expect(table).toContainText('mean shape');
    const [pair] = (
      await getJson<{ pairs: { wins: number; ties: number; losses: number }[] }>(
        page,
        `/api/evaluations/compare?runs=${full.id},${shallow.id}`,
      )
    ).pairs;
    expect(pair.wins + pair.ties + pair.losses).toBe(full.report.images);
    await expect(table).toContainText(`${pair.wins} / ${pair.ties} / ${pair.losses}`);
    // a dot of the scatter opens its image: the keyboard walks from the largest change on
    await page.getByRole('application', { name: /^Errors image by image/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/samples\/.*run=/);

    await openPage(page, `/evaluations/${full.id}`);
    const images = page.getByRole('region', { name: 'Images of the run' });
    await images.getByRole('listitem').first().getByRole('link').click();
    await page.waitForURL(/\/samples\/.*run=/);
    const bar = page.getByRole('region', { name: 'The run this image is of' });
    await expect(bar.locator('[data-field=run-me]')).toContainText(`${full.report.me.toFixed(2)} px`);
    await expect(bar).toContainText(`1 of ${full.report.images}`);
    await expect.poll(() => page.evaluate(() => window.__landmarkStage?.landmark(30) ?? null)).not.toBeNull();
    const at = (await page.evaluate(() => window.__landmarkStage?.landmark(30)?.page)) as [number, number];
    await page.mouse.move(...at);
    await page.mouse.down();
    await page.mouse.move(at[0] + 60, at[1], { steps: 6 });
    await page.mouse.up();
    await expect(page.locator('[data-field=revision]')).toHaveText('2');
    await expect(page.locator('[data-field=saved]')).toHaveText('Saved');
    // a ground truth that lies off makes the error larger; one image of 64 moves the mean a little
    await expect(bar.locator('[data-field=fix]')).toHaveText(/this fix moved ME by [+−]0\.\d{3} px/);
    await expect(bar.locator('[data-field=run-me]')).toContainText('by one edited image');
    await bar.getByRole('link', { name: 'Back to the run' }).click();
    await page.waitForURL(/\/evaluations\//);
  });

  test('say that labels have moved on, and score them again', async ({ page }) => {
    await openPage(page, `/evaluations/${full.id}`);
    const stale = page.getByRole('region', { name: 'Labels edited since' });
    await expect(stale).toContainText('1 image');
    await expect(page.getByRole('region', { name: 'Result' })).toContainText(plusMinus(full.report));
    await stale.getByRole('button', { name: 'Score again' }).click();
    await expect(page).not.toHaveURL(new RegExp(full.id), { timeout: 60_000 });
    await page.waitForURL(/\/evaluations\/[0-9a-f-]{36}/);
    const again = (await newestRun(page, FULL)) as EvaluationSummary;
    expect(again.report.card.labelVersion).not.toBe(full.report.card.labelVersion);
    await expect(page.getByRole('region', { name: 'Labels edited since' })).toHaveCount(0);

    // the old numbers stand; beside the new ones a warning says what differs
    await openPage(page, `/evaluations/compare?runs=${full.id},${again.id}`);
    await expect(page.getByRole('alert', { name: 'Metric cards differ' })).toContainText('labels');
    await expect(page.getByRole('table', { name: 'Runs side by side' })).toContainText(
      ` / ${full.report.images - 1} / `,
    );
  });

  test('give reports that stand alone and show no face', async ({ page }) => {
    await openPage(page, `/evaluations/${full.id}`);
    await page.getByRole('button', { name: 'Report' }).click();
    const html = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Report as HTML one file' }).click();
    const report = await textOf(html);
    expect(report).toContain(plusMinus(full.report));
    expect(report).not.toMatch(/<img|<script|https?:\/\/(?!www\.w3\.org)/);
    const withFaces = await (await page.request.get(`/api/evaluations/${full.id}/report?format=html&images=1`)).text();
    expect(withFaces).toContain('<img alt="" src="data:image/webp;base64,');
    const tex = await (
      await page.request.get(`/api/evaluations/compare/report?runs=${full.id},${shallow.id}&format=tex`)
    ).text();
    expect(tex).toContain('\\begin{tabular}');
  });

  test('answer to filters, and every chart gives its data', async ({ page }) => {
    await openPage(page, `/evaluations/${full.id}`);
    const live = page.getByRole('region', { name: 'Totals of the images shown' });
    const images = page.getByRole('region', { name: 'Images of the run' });
    await expect(images.getByRole('listitem').first()).toBeVisible();
    const bars = page.getByTestId('errors-bars');
    const box = (await bars.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 20, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.2, box.y + 100, { steps: 5 });
    await page.mouse.up();
    await expect(page).toHaveURL(/error=/);
    await expect(live).not.toContainText('64 of 64 images');
    await expect(live).toContainText(/^\d+ of 64 images/);
    const shown = Number((await live.textContent())?.match(/^(\d+) of/)?.[1]);
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(64);
    await expect(images.getByRole('heading', { level: 2 })).toContainText(`${shown} image`);
    await page.reload(); // the address holds the view
    await expect(live).toContainText(`${shown} of 64 images`);
    await live.getByRole('button', { name: 'Clear' }).click();
    await expect(live).toContainText('64 of 64 images');

    const slider = live.getByRole('slider', { name: 'SR below' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page).toHaveURL(/sr=19\.5/);
    await page.goBack(); // clearing the filter was a step, moving the slider is none
    await expect(live).toContainText(`${shown} of 64 images`);
    await page.goForward();
    await expect(page).toHaveURL(/sr=19\.5/);
    await expect(live).toContainText('64 of 64 images');

    const figure = page.getByRole('figure', { name: 'Cumulative error distribution' });
    await figure.getByRole('button', { name: /^Data and files/ }).click();
    const csv = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Data as CSV' }).click();
    expect(await textOf(csv)).toMatch(/^"NME, % of inter-ocular distance",/);
    await figure.getByRole('button', { name: /^Data and files/ }).click();
    const svg = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Picture as SVG' }).click();
    expect(await textOf(svg)).toMatch(/^<svg xmlns=/);
    await figure.getByRole('button', { name: /^Data and files/ }).click();
    const png = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Picture as PNG' }).click();
    expect((await readFile(await (await png).path())).subarray(1, 4).toString()).toBe('PNG');
    await figure.getByRole('button', { name: /^Data and files/ }).click();
    await page.getByRole('button', { name: 'Show the data' }).click();
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  });

  test('take in the predictions of another tool', async ({ page }) => {
    const csv = await (await page.request.get(`/api/evaluations/${shallow.id}/predictions?format=csv`)).body();
    await openPage(page, '/evaluations');
    await page.getByRole('button', { name: 'Import predictions' }).click();
    await page.getByLabel('Name of the tool').fill('Somebody else');
    await page.getByLabel('Predicted on').selectOption({ label: 'Generated faces' });
    await page
      .getByLabel('Predictions, .csv or .json')
      .setInputFiles({ name: 'answers.csv', mimeType: 'text/csv', buffer: csv });
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await expect(page.getByRole('dialog')).toContainText('64 predictions on Generated faces');
    // a slow server: the form cannot be sent before it names the tool
    await page.route(/\/evaluations\?new=1/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.getByRole('button', { name: 'Score them' }).click();
    await page.getByRole('form', { name: 'New evaluation' }).getByRole('button', { name: 'Evaluate' }).click();
    await page.waitForURL(/\/evaluations\/[0-9a-f-]{36}/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody else on Generated faces');
    await expect(page.getByRole('region', { name: 'Metric card' })).toContainText("the other tool's own");
    const run = (await newestRun(page, 'somebody-else')) as EvaluationSummary;
    // all but the edited face were scored against the same labels
    expect(Math.abs(run.report.me - shallow.report.me)).toBeLessThan(0.2);
  });

  for (const scheme of ['dark', 'light'] as const) {
    test(`have no serious fault of accessibility, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      for (const url of [
        '/evaluations',
        `/evaluations/${full.id}`,
        `/evaluations/compare?runs=${full.id},${shallow.id}`,
        '/evaluations/losses',
      ]) {
        await openPage(page, url);
        await page.waitForLoadState('networkidle');
        expect(await seriousFaults(page), url).toEqual([]);
      }
    });
  }

  test('can be looked at and compared on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const url of [
      '/evaluations',
      `/evaluations/${full.id}`,
      `/evaluations/compare?runs=${full.id},${shallow.id}`,
    ]) {
      await openPage(page, url);
      await page.waitForLoadState('networkidle');
      const overflow = await page.evaluate(() => {
        const main = document.querySelector('main') as HTMLElement;
        return main.scrollWidth - main.clientWidth;
      });
      expect(overflow, url).toBeLessThanOrEqual(0);
    }
  });
});
