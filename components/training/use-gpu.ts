'use client';

import { useEffect, useState } from 'react';
import type { GpuAdapter, GpuCalls } from '@/models/runtime/gpu-adapter';
import { takeWorker } from '@/models/runtime/worker-client';
import type { TabDevice } from '@/models/training/tab/protocol';

/** What this tab could train on. */
export type GpuChoice =
  | { readonly kind: 'asking' }
  | { readonly kind: 'found'; readonly gpu: TabDevice }
  /** why not, in words that follow "Not in this tab:" */
  | { readonly kind: 'none'; readonly reason: string };

/** The address's `?gpu=webgl` takes that one, whatever it computes on, and `kernels` the processor: for tests and measurements. */
const FORCED = 'gpu';

/** Asked for once a page: browsers say no more later. */
let known: Promise<readonly GpuAdapter[]> | null = null;

function askForGpus(): Promise<readonly GpuAdapter[]> {
  const worker = takeWorker<GpuCalls>(new Worker('/workers/gpu.worker.js'), 'the thread that looks for GPUs');
  return worker.call('find', null).finally(() => worker.dispose());
}

/**
 * Whether this browser has a hardware GPU that training can run on, and what it is called.
 *
 * @param isWanted nothing is asked before
 */
export function useGpu(isWanted = true): GpuChoice {
  const [choice, setChoice] = useState<GpuChoice>({ kind: 'asking' });
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    const forced = new URLSearchParams(window.location.search).get(FORCED);
    known ??= askForGpus();
    known.then(
      (gpus) => !isGone && setChoice(chooseGpu(gpus, { forced, isSecure: window.isSecureContext })),
      () => !isGone && setChoice({ kind: 'none', reason: 'this browser offers pages no GPU.' }),
    );
    return () => {
      isGone = true;
    };
  }, [isWanted]);
  return choice;
}

/** @param gpus the better way first */
export function chooseGpu(
  gpus: readonly GpuAdapter[],
  { forced, isSecure }: { readonly forced: string | null; readonly isSecure: boolean },
): GpuChoice {
  if (forced === 'kernels') return { kind: 'found', gpu: { backend: forced, name: 'none, wasm kernels' } };
  const gpu = gpus.find(({ backend, isHardware }) => (forced === null ? isHardware : backend === forced));
  if (gpu) return { kind: 'found', gpu };
  if (!isSecure) return { kind: 'none', reason: 'WebGPU needs https, or this server on the browser’s own machine.' };
  const [software] = gpus;
  if (!software) return { kind: 'none', reason: 'this browser offers pages no GPU.' };
  return {
    kind: 'none',
    reason: `this browser has no hardware GPU (${software.name} computes on the processor, far slower than the server does).`,
  };
}
