import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleWorker as bundle } from '@/lib/bundle-worker-node';
import type { WorkerSetup } from './messages';

const WORKER = path.join(import.meta.dirname, 'worker.ts');

/** worker.ts as one script. */
export const bundleWorker = (): Promise<string> => bundle(WORKER);

/** @param worker a bundled worker's file, or its text from bundleWorker */
export const startWorker = (worker: URL | string, setup: WorkerSetup): Worker =>
  new Worker(worker, { workerData: setup, eval: typeof worker === 'string', execArgv: [] });
