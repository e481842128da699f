import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import type { AnnotationVersion } from '@/lib/contracts/annotation-versions';
import type { SampleDetail, SamplePage } from '@/lib/contracts/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import { CHROMIUM_FLAGS, requireChromium, SOFTWARE_GL_FLAGS } from '../chromium.mjs';

const EDITS = 200;
/** after which edits what happens */
const SERVER_KILLS = [20, 60, 95, 130, 170];
const RELOADS = [10, 50, 90, 125, 180];
const BROWSER_KILLS = [70, 150];

const root = path.resolve(import.meta.dirname, '../..');
const port = Number(process.env.E2E_FAULT_PORT ?? 3412);
const origin = `http://127.0.0.1:${port}`;
const workbenchDir = path.join(root, 'tests/.tmp/fault-workbench');
const profileDir = path.join(root, 'tests/.tmp/fault-profile');

test.describe.configure({ mode: 'serial', timeout: 900_000 });

/** A server of its own on the built app, so that it can be killed without a word. */
function startServer(): ChildProcess {
  return spawn(process.execPath, ['models/cli/start.mjs'], {
    cwd: root,
    detached: true, // it starts others: they are killed with it
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), WORKBENCH_DIR: workbenchDir, NEXT_TELEMETRY_DISABLED: '1' },
  });
}

async function isUp(): Promise<boolean> {
  return fetch(`${origin}/api/datasets`).then(
    ({ ok }) => ok,
    () => false,
  );
}

const waitForServer = () => expect.poll(isUp, { timeout: 240_000, intervals: [200] }).toBe(true);

async function killServer(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-(server.pid as number), 'SIGKILL');
  await ended;
  await expect.poll(isUp).toBe(false);
}

interface Visit {
  readonly process: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
}

/** A browser of its own process with a profile on the disk, so that it can be killed and opened again. */
async function openBrowser(): Promise<Visit> {
  const debugPort = port + 1;
  const browserProcess = spawn(
    requireChromium(),
    [
      ...CHROMIUM_FLAGS,
      ...SOFTWARE_GL_FLAGS,
      '--headless=new',
      '--window-size=1440,900',
      `--user-data-dir=${profileDir}`,
      `--remote-debugging-port=${debugPort}`,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  const connect = () => chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`).catch(() => null);
  let browser = await connect();
  while (!browser) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    browser = await connect();
  }
  const [context] = browser.contexts();
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  return { process: browserProcess, browser, page };
}

/** Its process and all its children end at once, without a chance to write anything. */
async function killBrowser({ process: browserProcess }: Visit): Promise<void> {
  const ended = new Promise((resolve) => browserProcess.once('exit', resolve));
  process.kill(-(browserProcess.pid as number), 'SIGKILL');
  await ended;
}

const getJson = async <T>(url: string): Promise<T> => (await fetch(`${origin}${url}`)).json() as Promise<T>;

const whereIs = (page: Page, index: number) =>
  page.evaluate((i) => window.__landmarkStage?.landmark(i) ?? null, index).catch(() => null);

const state = (page: Page) => page.locator('[data-field=saved]');

async function openSample(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect.poll(async () => (await whereIs(page, 0)) !== null, { timeout: 60_000 }).toBe(true);
}

/** Drags a landmark by so many screen px and waits until the gesture would outlive the browser; the server may be down. */
async function drag(page: Page, index: number, dx: number, dy: number): Promise<void> {
  const found = await whereIs(page, index);
  if (!found) throw new Error(`landmark ${index} is not drawn`);
  const [x, y] = found.page;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
  await expect(state(page)).toHaveAttribute('data-kept', 'true');
}

const inHand = async (page: Page): Promise<number> => {
  const text = await page.locator('[data-field=point]').textContent();
  return Number(/\((\d+)\)/.exec(text ?? '')?.[1]);
};

const changedBetween = (before: Annotation, after: Annotation): number[] =>
  after.points.flatMap(([x, y], i) => (x !== before.points[i][0] || y !== before.points[i][1] ? [i] : []));

const versionsOf = (id: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, i) => getJson<AnnotationVersion>(`/api/samples/${id}/versions/${i + 1}`)),
  );

let server: ChildProcess;
let sample: SampleDetail;
let sampleUrl: string;

test.beforeAll(async () => {
  test.setTimeout(300_000); // a first start makes the sample faces
  rmSync(workbenchDir, { recursive: true, force: true });
  rmSync(profileDir, { recursive: true, force: true });
  server = startServer();
  await waitForServer();
  const { items } = await getJson<SamplePage>('/api/samples?limit=2');
  sample = await getJson<SampleDetail>(`/api/samples/${items[0].id}`);
  sampleUrl = `${origin}/datasets/${sample.datasetId}/samples/${sample.id}`;
});

test.afterAll(async () => {
  if (server?.exitCode === null) await killServer(server);
});

test(`${EDITS} edits outlive ${SERVER_KILLS.length} server kills, ${RELOADS.length} reloads and ${BROWSER_KILLS.length} browser kills`, async () => {
  let visit = await openBrowser();
  let { page } = visit;
  await openSample(page, sampleUrl);

  const moved: number[] = [];
  for (let edit = 1; edit <= EDITS; edit++) {
    // neighbours on the scheme lie near each other: a step coprime to 68 keeps the hand moving over the face
    const index = (edit * 29) % 68;
    await drag(page, index, edit % 2 === 0 ? 9 : -9, edit % 3 === 0 ? 7 : -7);
    moved.push(await inHand(page)); // of two that lie on each other the mouse takes either

    if (SERVER_KILLS.includes(edit)) await killServer(server);
    if (SERVER_KILLS.includes(edit - 4)) {
      // four edits were made without a server
      await expect(state(page)).toContainText('Offline');
      server = startServer();
      await waitForServer();
    }
    if (RELOADS.includes(edit)) {
      await page.reload();
      await openSample(page, sampleUrl);
    }
    if (BROWSER_KILLS.includes(edit)) {
      await killBrowser(visit);
      visit = await openBrowser();
      page = visit.page;
      await openSample(page, sampleUrl);
    }
  }
  await expect(state(page)).toHaveAttribute('data-unsaved', '0', { timeout: 60_000 });
  await killBrowser(visit);

  const after = await getJson<SampleDetail>(`/api/samples/${sample.id}`);
  // unbroken: each version stands on the one before
  expect(after.versions.map(({ revision, parentRevision }) => [revision, parentRevision])).toEqual(
    Array.from({ length: EDITS + 1 }, (_, i) => [i + 1, i === 0 ? null : i]),
  );
  // nothing lost, nothing doubled: version by version the landmarks that were dragged, in their order
  const versions = await versionsOf(sample.id, EDITS + 1);
  const found = versions.slice(1).map(({ annotation }, i) => changedBetween(versions[i].annotation, annotation));
  expect(found).toEqual(moved.map((index) => [index]));
});

const launch = () =>
  chromium.launch({ executablePath: requireChromium(), args: [...CHROMIUM_FLAGS, ...SOFTWARE_GL_FLAGS] });

/** Both look at the same face, each with a storage of their own. */
async function twoPeople() {
  const browser = await launch();
  const [anna, bert] = await Promise.all(
    [0, 1].map(async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await openSample(page, sampleUrl);
      return page;
    }),
  );
  return { browser, anna, bert };
}

test('two people on one face: both sets of points survive', async () => {
  const before = (await getJson<SampleDetail>(`/api/samples/${sample.id}`)).versions.length;
  const { browser, anna, bert } = await twoPeople();
  // different points go together by themselves
  await drag(anna, 8, 0, 12);
  await expect(state(anna)).toHaveAttribute('data-unsaved', '0');
  await drag(bert, 30, 12, 0);
  await expect(state(bert)).toHaveAttribute('data-unsaved', '0');
  const [base, annas, both] = (await versionsOf(sample.id, before + 2)).slice(before - 1);
  expect(changedBetween(base.annotation, annas.annotation)).toEqual([8]);
  expect(changedBetween(base.annotation, both.annotation)).toEqual([8, 30]);
  expect(both.annotation.points[8]).toEqual(annas.annotation.points[8]);
  // the same point is chosen by hand, and what was not chosen stays in the history
  await drag(anna, 33, 0, 10); // made on the version before bert's: merged
  await expect(state(anna)).toHaveAttribute('data-unsaved', '0');
  await drag(bert, 33, 14, 0);
  await expect(bert.getByText('1 point you have both moved')).toBeVisible();
  await bert.getByRole('button', { name: 'All theirs' }).click();
  await expect(state(bert)).toHaveAttribute('data-unsaved', '0');
  const versions = await versionsOf(sample.id, before + 5);
  const [, , , annas33, berts33, chosen] = versions.slice(before - 1);
  expect(berts33.annotation.points[33]).not.toEqual(annas33.annotation.points[33]);
  expect(chosen.annotation).toEqual(annas33.annotation);
  await browser.close();
});

test('a drag that is under way when the next face is asked for is kept', async () => {
  const before = (await getJson<SampleDetail>(`/api/samples/${sample.id}`)).versions.length;
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const shown = () => page.evaluate(() => window.__landmarkStage?.sample ?? null);
  await openSample(page, sampleUrl);
  await expect.poll(shown).toBe(sample.id);
  /** holds a landmark off its place */
  const hold = async (index: number) => {
    const [x, y] = (await whereIs(page, index))?.page ?? [0, 0];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 12);
  };
  const savedMoves = async () => {
    const { versions } = await getJson<SampleDetail>(`/api/samples/${sample.id}`);
    const kept = await versionsOf(sample.id, versions.length);
    return kept.slice(before).map(({ annotation }, i) => changedBetween(kept[before - 1 + i].annotation, annotation));
  };

  await hold(8);
  await page.keyboard.press(']');
  await expect.poll(shown).not.toBe(sample.id);
  await page.mouse.move(700, 400); // the point that is still held is none of this face
  await page.mouse.up();
  await expect.poll(savedMoves).toEqual([[8]]);
  await expect(state(page)).toHaveText('Saved');
  await expect(page.locator('[data-field=revision]')).toHaveText('1');

  await page.goBack();
  await expect.poll(shown).toBe(sample.id);
  await hold(30);
  await page.goForward();
  await expect.poll(shown).not.toBe(sample.id);
  await page.mouse.up();
  await expect.poll(savedMoves).toEqual([[8], [30]]);
  await browser.close();
});

test('a conflict that arrives when the face has been left is told, and its decision follows the choice', async () => {
  const { browser, anna, bert } = await twoPeople();
  await drag(anna, 33, 0, 10);
  await expect(state(anna)).toHaveAttribute('data-unsaved', '0');
  await drag(bert, 33, 14, 0);
  await bert.keyboard.press('Shift+b'); // ambiguous
  await bert.keyboard.press(']');
  await expect(bert.getByText('someone else has moved the same points')).toBeVisible();
  await expect(state(bert)).toHaveText('One other face is not saved.');
  const before = await getJson<SampleDetail>(`/api/samples/${sample.id}`);
  expect(before.reviewState).not.toBe('ambiguous');

  await bert.reload(); // the next page meets it again
  await bert.getByRole('alert').getByRole('button', { name: 'Open it' }).click();
  await expect(bert.getByText('1 point you have both moved')).toBeVisible();
  await bert.getByRole('button', { name: 'All mine' }).click();
  await expect(state(bert)).toHaveAttribute('data-unsaved', '0');
  await expect
    .poll(async () => (await getJson<SampleDetail>(`/api/samples/${sample.id}`)).reviewState)
    .toBe('ambiguous');
  await browser.close();
});
