import type { Timing } from '@/lib/contracts/benchmark';
import { mean, median, standardDeviation } from '@/lib/metrics/statistics';

/** Rounds before the measured ones: compilers and caches warm up. */
const WARM_UP = 5;

/** Times rounds of work one after another. @param share by what each round's time is divided */
export async function time(
  work: () => Promise<unknown>,
  rounds: number,
  { share = 1, signal }: { readonly share?: number; readonly signal?: AbortSignal } = {},
): Promise<Timing> {
  const durations: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    signal?.throwIfAborted();
    const start = performance.now();
    await work();
    if (round >= 0) durations.push((performance.now() - start) / share);
  }
  return { mean: mean(durations), std: standardDeviation(durations), median: median(durations), rounds };
}
