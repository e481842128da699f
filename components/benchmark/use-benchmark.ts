'use client';

import { useEffect, useRef, useState } from 'react';
import type { BenchmarkReport } from '@/lib/contracts/benchmark';
import type { ModelInfo } from '@/lib/contracts/model';
import { errorLine } from '@/lib/request';
import type { Bench } from '@/models/benchmark/bench';
import { openBench } from '@/models/benchmark/bench-client';
import { describeBrowser } from '@/models/benchmark/machine-browser';
import { runBenchmark, USUAL_PLAN } from '@/models/benchmark/run-benchmark';
import { BACKEND_TITLES, type BackendName } from '@/models/runtime/protocol';

export interface BenchmarkChoice {
  readonly models: readonly ModelInfo[];
  readonly backends: readonly BackendName[];
  readonly rounds: number;
}

export type BenchmarkState =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly at: 'done'; readonly report: BenchmarkReport; readonly passedOver: readonly string[] }
  | { readonly at: 'failed'; readonly reason: string };

/** A benchmark in workers of this browser, one backend after another: at once they would slow each other. */
export function useBenchmark(): {
  readonly state: BenchmarkState;
  readonly start: (choice: BenchmarkChoice) => void;
  readonly cancel: () => void;
} {
  const [state, setState] = useState<BenchmarkState>({ at: 'idle' });
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);

  async function run({ models, backends, rounds }: BenchmarkChoice) {
    stop.current?.abort();
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    const ids = models.map(({ id }) => id);
    const reports: BenchmarkReport[] = [];
    const passedOver: string[] = [];
    for (const [i, backend] of backends.entries()) {
      setState({ at: 'running', done: i, total: backends.length, what: `starting ${BACKEND_TITLES[backend]}` });
      let bench: Bench;
      try {
        bench = await openBench(new Worker('/workers/bench.worker.js'), ids, backend, signal);
      } catch (error) {
        if (signal.aborted) return setState({ at: 'idle' });
        passedOver.push(`${BACKEND_TITLES[backend]}: ${errorLine(error)}`);
        continue;
      }
      try {
        const report = await runBenchmark([bench], models, describeBrowser(), {
          plan: { ...USUAL_PLAN, rounds },
          signal,
          onProgress: (done, total, what) =>
            setState({
              at: 'running',
              done: i + done / total,
              total: backends.length,
              what: what && `${what}, ${BACKEND_TITLES[backend]}`,
            }),
        });
        reports.push(report);
      } catch (error) {
        if (signal.aborted) return setState({ at: 'idle' });
        passedOver.push(`${BACKEND_TITLES[backend]}: ${errorLine(error)}`);
      } finally {
        bench.dispose();
      }
    }
    const [first, ...others] = reports;
    if (!first) return setState({ at: 'failed', reason: passedOver.join(' · ') });
    setState({
      at: 'done',
      passedOver,
      report: {
        ...first,
        networks: [first, ...others].flatMap(({ networks }) => networks),
        detectors: [first, ...others].flatMap(({ detectors }) => detectors),
        pipelines: [first, ...others].flatMap(({ pipelines }) => pipelines),
      },
    });
  }

  return { state, start: (choice) => void run(choice), cancel: () => stop.current?.abort() };
}
