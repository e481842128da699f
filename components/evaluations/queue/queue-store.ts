import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { EvaluationRequest } from '@/lib/contracts/evaluation';

/** One evaluation that this browser has been asked for. */
export interface EvaluationTask {
  readonly id: string;
  readonly request: EvaluationRequest & {
    /** score although the model was trained on some of these images */
    readonly allowOverlap?: boolean;
  };
  readonly modelTitle: string;
  /** what it is scored on, in words */
  readonly on: string;
  /** asks: somebody must say how to go on; `question` says what about */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'asks';
  readonly message: string;
  readonly question?: 'overlap' | 'without-face';
  /** the run it has made */
  readonly evaluation?: { readonly id: string; readonly me: number };
}

interface QueueStore {
  readonly tasks: readonly EvaluationTask[];
  readonly add: (tasks: readonly EvaluationTask[]) => void;
  readonly patch: (id: string, changes: Partial<EvaluationTask>) => void;
  readonly remove: (ids: readonly string[]) => void;
}

/** Ended tasks that stay in sight. */
const KEPT = 30;

export const isEnded = ({ state }: EvaluationTask): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** Kept in the browser: a reload, a crash or a closed tab loses no task, and the next page goes on with them. */
export const useQueueStore = create<QueueStore>()(
  persist(
    (set) => ({
      tasks: [],
      add: (tasks) =>
        set((store) => {
          const ended = store.tasks.filter(isEnded).slice(-KEPT);
          return { tasks: [...ended, ...store.tasks.filter((task) => !isEnded(task)), ...tasks] };
        }),
      patch: (id, changes) =>
        set((store) => ({ tasks: store.tasks.map((task) => (task.id === id ? { ...task, ...changes } : task)) })),
      remove: (ids) => set((store) => ({ tasks: store.tasks.filter(({ id }) => !ids.includes(id)) })),
    }),
    // the first render must equal the server's: the runner reads the memory once it stands
    { name: 'evaluation-queue', skipHydration: true, partialize: ({ tasks }) => ({ tasks }) },
  ),
);
