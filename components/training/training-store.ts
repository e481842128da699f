import { create } from 'zustand';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';

interface TrainingStore {
  readonly runs: ReadonlyMap<string, TrainingRunInfo>;
  readonly put: (run: TrainingRunInfo) => void;
}

/** What the server has told of its training runs since this page stands: `/api/events`, and what pages ask for. */
export const useTrainingStore = create<TrainingStore>((set) => ({
  runs: new Map(),
  put: (run) => set(({ runs }) => ({ runs: new Map(runs).set(run.id, run) })),
}));

/** After nobody listened for a while: what is remembered may be long past. */
export function refreshRuns(): void {
  const { runs, put } = useTrainingStore.getState();
  if (runs.size === 0) return;
  fetchJson<readonly TrainingRunInfo[]>('/api/training').then(
    (all) => all.forEach(put),
    () => {},
  );
}
