import { useRunStore } from '@/components/run/run-store';
import { showInfo } from '@/components/ui/toast-store';
import { errorLine, RequestError } from '@/lib/request';
import { evaluate, OpenQuestion } from './evaluate';
import { type EvaluationTask, useQueueStore } from './queue-store';

const LOCK = 'evaluation-queue';

/** The prediction run that the task under way has started, if any; not kept, it ends with the tab. */
let current: { readonly taskId: string; runId: number | null } | null = null;
const listeners = new Set<() => void>();

export const onCurrentRun = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const currentRunId = (): number | null => current?.runId ?? null;

function tell(): void {
  for (const listener of listeners) listener();
}

/**
 * Works through the queue in this tab, one task after another. Of several tabs one works and the others watch; when it
 * closes, the next takes over. What a tab left running begins again: predictions that it stored are not made twice.
 *
 * @returns how to stop watching
 */
export function followQueue(): () => void {
  const ending = new AbortController();
  const onStorage = (event: StorageEvent) => {
    if (event.key === LOCK) void useQueueStore.persist.rehydrate();
  };
  window.addEventListener('storage', onStorage);
  void useQueueStore.persist.rehydrate();
  // a cancel may come from another tab
  const stopWatching = useQueueStore.subscribe(({ tasks }) => {
    const task = tasks.find(({ id }) => id === current?.taskId);
    if (!task || task.state === 'cancelled') cancelCurrentRun();
  });
  const work = async () => {
    await useQueueStore.persist.rehydrate();
    const { tasks, patch } = useQueueStore.getState();
    for (const { id, state } of tasks) if (state === 'running') patch(id, { state: 'waiting', message: 'goes on' });
    await workUntil(ending.signal);
  };
  // without locks (an insecure origin) each tab works on its own: nothing is lost, some may be done twice
  if (navigator.locks) navigator.locks.request(LOCK, { signal: ending.signal }, work).catch(() => undefined);
  else void work();
  return () => {
    ending.abort();
    stopWatching();
    window.removeEventListener('storage', onStorage);
  };
}

async function workUntil(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const next = useQueueStore.getState().tasks.find(({ state }) => state === 'waiting');
    if (next) await runTask(next);
    else await nextChange(signal);
  }
}

const nextChange = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = useQueueStore.subscribe(() => {
      stop();
      resolve();
    });
    signal.addEventListener('abort', () => {
      stop();
      resolve();
    });
  });

const stateOf = (id: string) => useQueueStore.getState().tasks.find((task) => task.id === id)?.state;

async function runTask(task: EvaluationTask): Promise<void> {
  const { patch } = useQueueStore.getState();
  patch(task.id, { state: 'running', message: 'scoring the stored predictions', question: undefined });
  current = { taskId: task.id, runId: null };
  tell();
  try {
    const { id, report } = await evaluate(task, (runId) => {
      current = { taskId: task.id, runId };
      if (stateOf(task.id) === 'cancelled') cancelCurrentRun();
      tell();
    });
    patch(task.id, { state: 'done', message: '', evaluation: { id, me: report.me } });
    if (!window.location.pathname.startsWith('/evaluations')) {
      showInfo(`${task.modelTitle} on ${task.on}: ME ${report.me.toFixed(2)} px.`);
    }
  } catch (error) {
    if (stateOf(task.id) === 'cancelled') return;
    if (error instanceof OpenQuestion) patch(task.id, { state: 'asks', question: error.about, message: error.message });
    // the server is gone: the task waits for the next page instead of failing with it
    else if (error instanceof RequestError && error.status === 0) {
      patch(task.id, { state: 'waiting', message: error.message });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    } else patch(task.id, { state: 'failed', message: errorLine(error) });
  } finally {
    current = null;
    tell();
  }
}

const RETRY_MS = 3000;

function cancelCurrentRun(): void {
  const runId = current?.runId ?? null;
  const run = useRunStore.getState().runs.find(({ id }) => id === runId);
  if (run?.state === 'running') run.cancel();
}

/** Ends a task wherever it stands; one that is being predicted stops after the batch in hand. */
export const cancelTask = (id: string): void =>
  useQueueStore.getState().patch(id, { state: 'cancelled', message: 'What was predicted is kept.' });

/** Answers what a task asks about, or tries a failed one again. */
export function goOnWith({ id, request, question }: EvaluationTask): void {
  useQueueStore.getState().patch(id, {
    state: 'waiting',
    message: '',
    question: undefined,
    request: {
      ...request,
      ...(question === 'overlap' && { allowOverlap: true }),
      ...(question === 'without-face' && { withoutFace: 'count' as const }),
    },
  });
}
