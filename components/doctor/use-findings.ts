import { useEffect, useState } from 'react';
import type { SampleFindings } from '@/lib/contracts/doctor';
import { errorLine, fetchJson } from '@/lib/request';

export interface FindingsState {
  /** of the face that is shown; null while they are on their way */
  readonly findings: SampleFindings | null;
  readonly failure: string | null;
}

/** What the doctor says of a face. */
export function useFindings(sampleId: string): FindingsState {
  const [state, setState] = useState<FindingsState>({ findings: null, failure: null });
  useEffect(() => {
    const leave = new AbortController();
    fetchJson<SampleFindings>(`/api/samples/${sampleId}/findings`, { signal: leave.signal }).then(
      (findings) => setState({ findings, failure: null }),
      (error) => !leave.signal.aborted && setState({ findings: null, failure: errorLine(error) }),
    );
    return () => leave.abort();
  }, [sampleId]);
  const isOfThisFace = state.findings?.sampleId === sampleId;
  return { findings: isOfThisFace ? state.findings : null, failure: state.failure };
}
