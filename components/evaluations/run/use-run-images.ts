import { useEffect, useRef, useState } from 'react';
import { showError } from '@/components/ui/toast-store';
import type { EvaluationImage } from '@/lib/contracts/evaluation';
import { errorLine, fetchJson } from '@/lib/request';

/** Images in one question; the server takes no more than 200. */
const BATCH = 60;

/** What is to be drawn of these images; those on their way are absent. */
export function useRunImages(runId: string, ids: readonly string[]): ReadonlyMap<string, EvaluationImage> {
  const [known, setKnown] = useState<ReadonlyMap<string, EvaluationImage>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    const wanted = ids.filter((id) => !asked.current.has(id));
    for (let from = 0; from < wanted.length; from += BATCH) {
      const batch = wanted.slice(from, from + BATCH);
      for (const id of batch) asked.current.add(id);
      fetchJson<{ readonly items: readonly EvaluationImage[] }>(
        `/api/evaluations/${runId}/images?ids=${batch.join(',')}`,
      ).then(
        ({ items }) =>
          setKnown((before) => new Map([...before, ...items.map((item) => [item.sampleId, item] as const)])),
        (error) => {
          for (const id of batch) asked.current.delete(id);
          showError(`The images of the run: ${errorLine(error)}`);
        },
      );
    }
  }, [runId, ids]);
  return known;
}
