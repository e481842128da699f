import { expect, type Page, test } from '@playwright/test';
import type { DoctorState, SuspectPage } from '@/lib/contracts/doctor';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import type { JobInfo } from '@/lib/contracts/job';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { openPage, untilControlsAnswer } from '../fixtures/journey/controls';
import { FAULTY, faultyZip } from '../fixtures/journey/faulty-set';

const SET = 'Doctored faces';
const MODEL = 'doctored';
const COUNT = 30;

/** A connection kept from an earlier question may be closed by the server just when the next is asked. */
const getJson = async <T>(page: Page, url: string): Promise<T> =>
  (await page.request.get(url, { maxRetries: 3 })).json() as Promise<T>;
const post = async <T>(page: Page, url: string, body: unknown): Promise<T> =>
  (await page.request.post(url, { data: body })).json() as Promise<T>;

async function finished(page: Page, id: string): Promise<JobInfo> {
  const ask = () => getJson<JobInfo>(page, `/api/jobs/${id}`);
  await expect.poll(async () => (await ask()).state, PATIENCE).not.toBe('running');
  const job = await ask();
  expect(job, job.message).toMatchObject({ state: 'done' });
  return job;
}

/** Brings the faces in over the API: how a person does it is the first spec's journey. */
async function importFaces(page: Page): Promise<string> {
  const { importId } = await post<{ importId: string }>(page, '/api/imports', {});
  const zip = await faultyZip(COUNT);
  await page.request.put(`/api/imports/${importId}/files?path=faulty.zip`, { data: zip });
  const start = { dataset: SET, kind: 'synthetic' };
  const { jobId } = await post<{ jobId: string }>(page, `/api/imports/${importId}/start`, start);
  await finished(page, jobId);
  const sets = await getJson<{ id: string; name: string }[]>(page, '/api/datasets');
  return sets.find(({ name }) => name === SET)?.id as string;
}

const shown = (page: Page) => page.evaluate(() => window.__landmarkStage?.sample ?? null).catch(() => null);
const progress = (page: Page) => page.locator('[data-field=queue-progress]');
const points = async (page: Page, id: string) =>
  (await getJson<SampleDetail>(page, `/api/samples/${id}`)).annotation?.points ?? [];

/** machines that run other things examine and train at a tenth of their speed */
const PATIENCE = { timeout: 240_000 };

test.describe.configure({ mode: 'serial', timeout: 600_000 });
test.use({ actionTimeout: 60_000 });

test.describe('the label doctor', () => {
  let dataset: string;
  /** sample by name */
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) as string;
  const nameOf = (id: string) => [...ids].find(([, known]) => known === id)?.[0] ?? id;

  // the other journeys begin with what a newcomer has
  test.afterAll(async ({ request, baseURL }) => {
    const headers = { Origin: baseURL as string };
    for (const what of [`training/${MODEL}`, `models/${MODEL}`, `datasets/${dataset}`]) {
      await request.delete(`/api/${what}`, { headers });
    }
  });

  const suspects = (page: Page, state: 'open' | 'all' = 'open') =>
    getJson<SuspectPage>(page, `/api/datasets/${dataset}/doctor/suspects?state=${state}`);

  /** Examines the set on its page, and waits for the new report. */
  async function examine(page: Page): Promise<void> {
    const before = (await getJson<DoctorState>(page, `/api/datasets/${dataset}/doctor`)).report?.createdAt;
    await page.getByRole('button', { name: 'Examine', exact: true }).click();
    const state = () => getJson<DoctorState>(page, `/api/datasets/${dataset}/doctor`);
    await expect.poll(async () => (await state()).report?.createdAt, PATIENCE).not.toBe(before);
    await page.reload();
    await untilControlsAnswer(page);
  }

  test('examines a set from its gallery and puts the planted faults first', async ({ page }) => {
    dataset = await importFaces(page);
    const { items } = await getJson<SamplePage>(page, `/api/samples?dataset=${dataset}&limit=100`);
    for (const { id, name } of items) ids.set(name, id);
    await openPage(page, `/datasets/${dataset}`);
    await page.getByRole('link', { name: 'Doctor' }).click();
    await expect(page.getByText(`${SET} has not been examined yet`)).toBeVisible();
    await untilControlsAnswer(page);
    await examine(page);

    const found = await suspects(page);
    const planted = [...FAULTY.swapped, FAULTY.moved];
    const first = found.items.slice(0, planted.length);
    expect(first.map(({ name }) => name).toSorted()).toEqual(planted.toSorted());
    for (const { name, findings } of first) {
      expect(findings[0].kind, name).toBe(name === FAULTY.moved ? 'misplaced-point' : 'sides-swapped');
    }
    await expect(page.getByRole('tab', { name: `Suspects ${found.total}` })).toBeVisible();
    const tile = page.locator('main ol a').filter({ hasText: FAULTY.swapped[0] });
    await expect(tile).toContainText('swapped');
  });

  test('goes through the suspects: one is mended by a key, one is right, and both are remembered', async ({ page }) => {
    const order = (await suspects(page)).items.map(({ sampleId }) => sampleId);
    const place = order.findIndex((id) => FAULTY.swapped.some((name) => name === nameOf(id)));
    const first = order[place];
    const swapped = await points(page, first);
    await openPage(page, `/datasets/${dataset}/doctor`);
    await page.getByRole('link', { name: 'Work through them' }).click();
    // the moved point may be the surer fault
    for (const id of order.slice(0, place)) {
      await expect.poll(() => shown(page)).toBe(id);
      await page.keyboard.press(']');
    }
    await expect.poll(() => shown(page)).toBe(first);
    await expect(progress(page)).toHaveText(`0 of ${order.length} done`);
    await expect(page.getByRole('region', { name: 'Findings' })).toContainText('swapped');

    await expect(page.getByRole('button', { name: 'Swap the sides back' })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('[data-field=revision]')).toHaveText('2');
    await expect(page.locator('[data-field=saved]')).toHaveText('Saved');
    expect(await points(page, first)).toEqual(IBUG_68.mirror.map((from) => swapped[from]));
    await expect(page.getByRole('button', { name: 'Swap the sides back' })).toBeHidden();
    await page.keyboard.press('Control+z'); // a step like any other
    await expect.poll(() => points(page, first)).toEqual(swapped);
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await points(page, first))[0]).toEqual(swapped[16]);
    await page.getByRole('button', { name: 'Fixed, next' }).click();
    await expect.poll(() => shown(page)).toBe(order[place + 1]);
    await expect(progress(page)).toHaveText(`1 of ${order.length} done`);

    // the moved nose is said to be right
    const moved = idOf(FAULTY.moved);
    await openPage(page, `/datasets/${dataset}/doctor`);
    await page.locator('main ol a', { hasText: FAULTY.moved }).click();
    await expect.poll(() => shown(page)).toBe(moved);
    await expect(page.getByRole('region', { name: 'Findings' })).toContainText('nose');
    await page.getByRole('button', { name: 'Label is right' }).click();
    await expect.poll(() => shown(page)).not.toBe(moved);
    await expect.poll(async () => (await suspects(page)).items.map(({ sampleId }) => sampleId)).not.toContain(moved);

    // neither is asked again by the next examination
    await page.getByRole('link', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Examine again' }).click();
    await examine(page);
    const open = (await suspects(page)).items.map(({ name }) => name);
    const [, ...left] = FAULTY.swapped.toSorted((a, b) => Number(b === nameOf(first)) - Number(a === nameOf(first)));
    expect(open.slice(0, left.length).toSorted()).toEqual(left.toSorted());
    expect(open).not.toContain(FAULTY.moved);
    const all = (await suspects(page, 'all')).items.find(({ sampleId }) => sampleId === moved);
    expect(all?.state).toBe('answered');
    expect(new Set(all?.findings.map(({ verdict }) => verdict))).toEqual(new Set(['right']));
  });

  test('repairs what the rest share, with a preview, and takes it back', async ({ page }) => {
    const [again] = (await suspects(page)).items;
    const before = await points(page, again.sampleId);
    await openPage(page, `/datasets/${dataset}/doctor?tab=faults`);
    await expect(page.getByRole('heading', { name: /^3 faces have left and right swapped/ })).toBeVisible();
    const effect = page.getByRole('table', { name: /^Scores of facemesh-68/ });
    const [asIs, repaired] = (await effect.getByRole('row', { name: /NME/ }).getByRole('cell').allTextContents()).map(
      Number,
    );
    expect(repaired).toBeLessThan(asIs);
    await page.getByRole('button', { name: 'Preview the repair' }).click();
    const dialog = page.getByRole('dialog', { name: 'Before and after' });
    await expect(dialog.getByRole('figure')).toHaveCount(3);
    await dialog.getByRole('button', { name: 'Repair 3 faces' }).click();
    await expect(page.getByText('3 faces repaired.')).toBeVisible(PATIENCE);
    expect(await points(page, again.sampleId)).toEqual(IBUG_68.mirror.map((from) => before[from]));
    await expect(page.getByText('out of date')).toBeVisible();

    const made = page.getByRole('region', { name: 'Repairs made' });
    await made.getByRole('button', { name: 'Undo' }).click();
    await expect(made).toContainText('taken back', PATIENCE);
    expect(await points(page, again.sampleId)).toEqual(before);
  });

  test('shows the copy that stands in two splits, and the health of the set as a file', async ({ page }) => {
    await openPage(page, `/datasets/${dataset}/doctor?tab=copies`);
    const group = page.getByRole('article', { name: /^Copies of/ });
    await expect(group).toHaveCount(1);
    await expect(group).toContainText('leak: across splits');
    for (const name of [FAULTY.copied.from, FAULTY.copied.as]) await expect(group).toContainText(name);
    await page.getByRole('tab', { name: 'Health' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'As a page' }).click();
    expect((await download).suggestedFilename()).toBe('Doctored-faces-health.html');
  });

  test('the leak gate stops a measurement on what was trained on, and its card says that it was allowed', async ({
    page,
  }) => {
    const config: TrainingConfigInput = {
      model: MODEL,
      title: 'Doctored model',
      architecture: 'shallow',
      steps: 4,
      batch: 2,
      workers: 1,
      data: [{ dataset: SET, splits: ['train'] }],
    };
    await post(page, '/api/training', config);
    const models = async () => (await getJson<{ id: string }[]>(page, '/api/models')).map(({ id }) => id);
    await expect.poll(models, PATIENCE).toContain(MODEL);
    await openPage(page, `/evaluations?model=${MODEL}&dataset=${dataset}&split=val`);
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await expect(page.getByText(/was trained on/)).toBeVisible(PATIENCE);
    await page.getByRole('button', { name: 'Score anyway' }).click();
    await page.waitForURL(/\/evaluations\/[^/?]+$/, PATIENCE);
    await expect(page.getByText('Leaks', { exact: true })).toBeVisible();
    const id = page.url().split('/').at(-1);
    const { card } = await getJson<EvaluationReport>(page, `/api/evaluations/${id}/report`);
    expect(card.overlap).toEqual({ images: 1, exact: 1, near: 0 });
  });
});
