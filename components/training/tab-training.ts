'use client';

import { create } from 'zustand';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import type { CreateInTab, EndTab, StartTab } from '@/lib/contracts/training-tab';
import { errorLine, postJson } from '@/lib/request';
import { uniqueId } from '@/lib/unique-id';
import { type OwnWorker, takeWorker } from '@/models/runtime/worker-client';
import type { TabDevice, TabTrainingCalls } from '@/models/training/tab/protocol';
import { useTrainingStore } from './training-store';

/** The worker tells by itself, but may be held up for a while when a GPU compiles its programs. Hidden tabs do it once a minute. */
const HEARTBEAT_MS = 10_000;

interface TabTraining {
  /** id of the run that trains in this tab; null: none */
  readonly run: string | null;
}

/** Training goes on while the pages change: the worker belongs to the tab, not to a page. */
export const useTabTraining = create<TabTraining>(() => ({ run: null }));

/** Begins a new run in this tab. @throws RequestError with the field that is wrong */
export const trainInThisTab = (config: TrainingConfig, gpu: TabDevice): Promise<TrainingRunInfo> =>
  begin(gpu, (start) => postJson('/api/training-tabs', { ...start, config } satisfies CreateInTab));

/** Goes on with a run from its checkpoint. @throws RequestError when it cannot be taken over */
export const resumeInThisTab = (id: string, gpu: TabDevice): Promise<TrainingRunInfo> =>
  begin(gpu, (start) => postJson(`/api/training/${id}/tab`, start));

async function begin(
  { backend, name }: TabDevice,
  claim: (start: StartTab) => Promise<TrainingRunInfo>,
): Promise<TrainingRunInfo> {
  if (useTabTraining.getState().run !== null) throw new Error('this tab trains already; stop that run first');
  const session = uniqueId();
  const run = await claim({ session, gpu: name });
  useTrainingStore.getState().put(run);
  useTabTraining.setState({ run: run.id });
  const worker = takeWorker<TabTrainingCalls>(new Worker('/workers/training.worker.js'), 'the thread that trains');
  void untilItEnds(worker, run.id, session, () => worker.call('train', { run: run.id, session, backend }));
  return run;
}

async function untilItEnds(
  worker: OwnWorker<TabTrainingCalls>,
  run: string,
  session: string,
  train: () => Promise<unknown>,
): Promise<void> {
  const address = (what: string) => `/api/training/${run}/tab/${what}?session=${session}`;
  // closing or reloading the tab ends the worker without a word of its own
  const onLeave = () => {
    const left: EndTab = { ended: 'stopped', step: null, imagesPerSecond: null, reason: '' };
    navigator.sendBeacon(address('end'), new Blob([JSON.stringify(left)], { type: 'application/json' }));
  };
  const heartbeat = setInterval(() => postJson(address('progress'), null).catch(() => {}), HEARTBEAT_MS);
  window.addEventListener('pagehide', onLeave);
  try {
    await train();
  } catch (error) {
    // it has told the server by itself, unless it is the worker that has died
    const failed: EndTab = { ended: 'failed', step: null, imagesPerSecond: null, reason: errorLine(error) };
    await postJson(address('end'), failed).catch(() => {});
  } finally {
    clearInterval(heartbeat);
    window.removeEventListener('pagehide', onLeave);
    worker.dispose();
    useTabTraining.setState({ run: null });
  }
}
