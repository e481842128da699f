'use client';

import { useRouter } from 'next/navigation';
import type { KeptCapture } from '@/lib/contracts/live';

export const sampleHref = (capture: Pick<KeptCapture, 'datasetId'>, sample: string): string =>
  `/datasets/${capture.datasetId}/samples/${sample}?crop=detector`;

/** Opens a kept sample in the editor. */
export function useSampleLink(): (capture: Pick<KeptCapture, 'datasetId'>, sample: string) => void {
  const router = useRouter();
  return (capture, sample) => router.push(sampleHref(capture, sample));
}
