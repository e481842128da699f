import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { TrainingRunSummary } from '@/lib/contracts/training-run';
import { folderHolder } from '@/lib/folder-lock-node';
import { readCheckpoint } from '@/models/training/checkpoint-node';
import { generatedZip } from '../fixtures/journey/generated-set';

const root = path.resolve(import.meta.dirname, '../..');
const workbench = path.join(root, 'tests/.tmp/e2e-kill');
const port = Number(process.env.E2E_PORT ?? 3411) + 1;
const base = `http://127.0.0.1:${port}`;
const ID = 'killed';
const folder = path.join(workbench, 'training', ID);
const CHECKPOINT_S = 6;
const PATIENCE = { timeout: 180_000 };
// the test runner's own NODE_ENV would make it another server
const env = {
  ...process.env,
  NODE_ENV: 'production' as const,
  WORKBENCH_DIR: workbench,
  WORKBENCH_HOME: root,
  NEXT_TELEMETRY_DISABLED: '1',
};

let server: ChildProcess;

/** The server alone, without what `npm start` does around it: this is the process that is killed. */
async function startServer(): Promise<void> {
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  server = spawn(process.execPath, [next, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await expect
    .poll(
      () =>
        fetch(`${base}/api/training`).then(
          ({ ok }) => ok,
          () => false,
        ),
      PATIENCE,
    )
    .toBe(true);
}

const kill = (child: ChildProcess) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

const theRun = async (): Promise<TrainingRunSummary> => (await fetch(`${base}/api/training/${ID}`)).json();
const post = (url: string, body: object = {}) =>
  fetch(base + url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base },
    body: JSON.stringify(body),
  });
const checkpointStep = async () => (await readCheckpoint(folder))?.state.engine.step ?? 0;

test.describe.configure({ mode: 'serial', timeout: 600_000 });

test.describe('training when its server is killed', () => {
  test.beforeAll(async () => {
    rmSync(workbench, { recursive: true, force: true });
    const faces = path.join(workbench, 'faces/train');
    mkdirSync(faces, { recursive: true });
    const { zip } = await generatedZip(6);
    for (const [name, bytes] of Object.entries(unzipSync(zip))) writeFileSync(path.join(faces, name), bytes);
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...['--conditions=react-server', '--import', 'tsx', 'models/cli/main.ts'],
        ...['import', path.join(workbench, 'faces'), '--dataset', 'faces'],
      ],
      { cwd: root, env, encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    await startServer();
  });
  test.afterAll(() => kill(server));

  test('ends with a checkpoint by itself, and goes on by itself with the next server', async () => {
    const response = await post('/api/training', {
      model: ID,
      title: 'Killed',
      architecture: 'shallow',
      steps: 100_000,
      batch: 4,
      warmupSteps: 10,
      coolDownSteps: 5,
      validateEvery: 50,
      checkpointSeconds: CHECKPOINT_S,
      data: [{ dataset: 'faces', validation: { count: 2 } }],
    });
    expect(response.status).toBe(200);
    await expect.poll(async () => (await theRun()).step, PATIENCE).toBeGreaterThan(5);
    const trainer = await folderHolder(folder);
    expect(trainer).not.toBeNull();

    const { step: told } = await theRun();
    await kill(server);
    // nobody tells it: it notices, writes its checkpoint and lets go of the folder
    await expect.poll(() => folderHolder(folder), PATIENCE).toBeNull();
    const kept = await checkpointStep();
    expect(kept).toBeGreaterThanOrEqual(told); // nothing is lost

    await startServer();
    await expect.poll(async () => (await theRun()).live !== null, PATIENCE).toBe(true);
    const { state, step } = await theRun();
    expect(state).toBe('running');
    expect(step).toBeGreaterThanOrEqual(kept);
    expect((await folderHolder(folder))?.pid).not.toBe(trainer?.pid);
  });

  test('loses at most one checkpoint interval when its own process is killed too', async () => {
    const told: { readonly at: number; readonly step: number }[] = [];
    // long enough that a checkpoint of this session is on the disk
    for (let end = Date.now() + 3 * CHECKPOINT_S * 1000; Date.now() < end; await pause(250)) {
      told.push({ at: Date.now(), step: (await theRun()).step });
    }
    const trainer = await folderHolder(folder);
    const killedAt = Date.now();
    process.kill(trainer?.pid as number, 'SIGKILL');
    await kill(server);
    const kept = await checkpointStep();
    // what was told before the last interval, and the second that writing and telling take, is in the checkpoint
    const safe = told.filter(({ at }) => at <= killedAt - (CHECKPOINT_S + 1) * 1000).at(-1);
    expect(kept).toBeGreaterThanOrEqual(safe?.step as number);
    const seconds = (killedAt - (told.find(({ step }) => step >= kept)?.at ?? killedAt)) / 1000;
    console.log(`killed at step ${told.at(-1)?.step}, checkpoint of step ${kept}: ${seconds.toFixed(1)} s lost`);

    await startServer();
    await expect.poll(async () => (await theRun()).step, PATIENCE).toBeGreaterThan(kept);
  });

  test('comes to its end afterwards, and its model is there', async () => {
    await expect.poll(async () => (await theRun()).live !== null, PATIENCE).toBe(true);
    expect((await post(`/api/training/${ID}/finish`)).status).toBe(200);
    await expect.poll(async () => (await theRun()).state, PATIENCE).toBe('done');
    expect((await theRun()).hasModel).toBe(true);
    expect(await folderHolder(folder)).toBeNull();
  });
});
