import { describe, expect, it, vi } from 'vitest';
import type { JobInfo } from '@/lib/contracts/job';
import { database } from '@/lib/server/database';
import { cancelJob, closeAbandonedJobs, getJob, type JobContext, listJobs, onJob, startJob } from '@/lib/server/jobs';
import { freshWorkbench } from './workbench';

freshWorkbench();

/** A job whose work waits until it is told to go on. */
async function heldJob(work: (context: JobContext) => Promise<unknown> = async () => 'done with it') {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const job = await startJob('import', 'held', async (context) => {
    await held;
    return work(context);
  });
  return { id: job.id, release };
}

const ended = (id: string) =>
  vi.waitFor(async () => {
    const job = await getJob(id);
    expect(job.state).not.toBe('running');
    return job;
  });

describe('a job', () => {
  it('is there at once, tells how far it is, and keeps its result', async () => {
    const seen: JobInfo[] = [];
    const stop = onJob((job) => seen.push(job));
    const { id, release } = await heldJob(async ({ progress }) => {
      progress(3, 7, 'three');
      return { imported: 7 };
    });
    expect(await getJob(id)).toMatchObject({ state: 'running', done: 0, total: null, finishedAt: null });
    expect((await listJobs())[0].id).toBe(id);
    release();
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'done', done: 3, total: 7, message: '', result: { imported: 7 } });
    expect(job.finishedAt).not.toBeNull();
    stop();
    expect(seen.map(({ state }) => state)).toEqual(['running', 'done']);
    expect(seen[1]).toEqual(job);
  });

  it('that fails says why', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { id, release } = await heldJob(async () => {
      throw new Error('disk on fire');
    });
    release();
    expect(await ended(id)).toMatchObject({ state: 'failed', message: 'disk on fire', result: null });
    logged.mockRestore();
  });

  it('that is cancelled says that, and once it has ended cannot be', async () => {
    const { id, release } = await heldJob(async ({ signal }) => signal.throwIfAborted());
    await cancelJob(id);
    release();
    expect(await ended(id)).toMatchObject({ state: 'cancelled', message: 'cancelled; what was done is kept' });
    expect(await cancelJob(id)).toMatchObject({ state: 'cancelled' });
    await expect(cancelJob('nobody')).rejects.toMatchObject({ status: 404 });
  });

  it('is not hurt by a listener that fails', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const stop = onJob(() => {
      throw new TypeError('stream is closed');
    });
    const { id, release } = await heldJob();
    release();
    expect(await ended(id)).toMatchObject({ state: 'done', result: 'done with it' });
    stop();
    logged.mockRestore();
  });

  it('stays in sight while it runs, however many have ended since', async () => {
    const { id, release } = await heldJob();
    await database().job.createMany({
      data: Array.from({ length: 60 }, (_, i) => ({
        id: `old-${i}`,
        kind: 'import',
        title: 'old',
        state: 'done',
        createdAt: new Date(Date.now() + 1000 * (i + 1)),
      })),
    });
    const jobs = await listJobs();
    expect(jobs[0].id).toBe(id);
    expect(jobs[1].id).toBe('old-59');
    release();
    await ended(id);
  });

  it('of an earlier server has ended with it', async () => {
    await database().job.create({ data: { id: 'left', kind: 'import', title: 'left', state: 'running' } });
    const { id, release } = await heldJob();
    await closeAbandonedJobs();
    expect(await getJob('left')).toMatchObject({ state: 'failed' });
    expect(await getJob(id)).toMatchObject({ state: 'running' });
    release();
    await ended(id);
  });
});
