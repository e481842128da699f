import 'server-only';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import type { CreateInTab, EndTab, StartTab, TabAnswer, TabWish } from '@/lib/contracts/training-tab';
import { FolderLockedError, lockFolder } from '@/lib/folder-lock-node';
import { database } from './database';
import { assertTrainable } from './training-check';
import { trainingDir, writeConfig } from './training-folder';
import { keepOutcome, type TrainingOutcome } from './training-outcome';
import { followRun, type RunProgress, reportFault } from './training-progress';
import { changeState, createRun, endLiveRun, type LiveRun, liveRun, requireRun, setLiveRun } from './training-runs';
import { readTabRecord, writeTabRecord } from './training-tab-record';
import { UserError } from './user-error';

/** A closed tab says so; one that crashed is silent. Hidden ones may be let tell once a minute only. */
const SILENT_MS = 90_000;
const CLOSED = 'its tab was closed; goes on from its checkpoint';

/** One stretch of a run in a tab. */
interface TabSession {
  readonly id: string;
  readonly session: string;
  readonly live: LiveRun;
  readonly follow: (progress: RunProgress) => void;
  /** frees the folder: the command line and the queue keep out of it meanwhile */
  readonly unlock: () => void;
  wish: TabWish | null;
  silence: ReturnType<typeof setTimeout>;
}

// One list a process, also across module reloads in development.
const kept = globalThis as typeof globalThis & { workbenchTabs?: Map<string, TabSession> };
kept.workbenchTabs ??= new Map();
const sessions = kept.workbenchTabs;

/** A new run for a tab. @throws UserError 409 or 422 with the field that is wrong */
export async function createInTab({ config, ...start }: CreateInTab): Promise<TrainingRunInfo> {
  if (config.workers !== 1) {
    throw new UserError(422, `workers: expected 1 for a run in a tab, found ${config.workers}`, { field: 'workers' });
  }
  await assertTrainable(config);
  await createRun(config, 'stopped');
  return startInTab(config.model, start);
}

/** A tab takes a run over that was stopped or failed. @throws UserError 404, or 409 for one that cannot be */
export async function startInTab(id: string, { session, gpu }: StartTab): Promise<TrainingRunInfo> {
  const { config, title, state, step } = await requireRun(id);
  const refuse = (reason: string) => new UserError(409, `${title}: ${reason}`);
  if (liveRun(id)) throw refuse('still trains elsewhere; stop it there first');
  if (config.workers !== 1) throw refuse(`was begun with ${config.workers} workers, and a tab has one`);
  const unlock = await lockFolder(trainingDir(id)).catch((error: Error) => {
    throw error instanceof FolderLockedError ? refuse('is still at work in its folder; try again in a moment') : error;
  });
  try {
    // before the run is running: a server that is started again knows whose it is
    await writeTabRecord(id, { session, gpu });
    await writeConfig(config);
  } catch (error) {
    await unlock();
    throw error;
  }
  const change = { message: '', startedAt: new Date(), finishedAt: null };
  openSession({ id, session, step, unlock });
  if (!(await changeState(id, ['stopped', 'failed'], { state: 'running', ...change }))) {
    closeSession(id);
    throw refuse(`expected a run that was stopped or failed, found one that is ${state}`);
  }
  return requireRun(id);
}

/** What a tab says of its run, and what people wish of it. @throws UserError 409 when another has the run */
export async function hearTab(id: string, session: string, progress: RunProgress | null): Promise<TabAnswer> {
  const tab = await sessionAtWork(id, session);
  keepAwake(tab);
  if (progress) tab.follow(progress);
  return { wish: tab.wish };
}

/** @throws UserError 409 when the session has the run no more, or never had it */
export async function sessionAtWork(id: string, session: string): Promise<TabSession> {
  const tab = sessions.get(id);
  if (tab?.session === session) return tab;
  const { title } = await requireRun(id);
  throw new UserError(409, `${title}: this tab has the run no more; it goes on from its checkpoint elsewhere`);
}

/** A tab's last word. @throws UserError 409 */
export async function endInTab(
  id: string,
  session: string,
  { ended, step, imagesPerSecond, reason }: EndTab,
): Promise<TrainingRunInfo> {
  const { live } = await sessionAtWork(id, session);
  closeSession(id);
  const speed = imagesPerSecond ?? live.imagesPerSecond;
  const outcome: TrainingOutcome =
    ended === 'failed'
      ? { kind: 'failed', reason }
      : ended === 'stopped'
        ? { kind: 'stopped', step, reason: reason || CLOSED }
        : { kind: 'done', step: step ?? live.step, imagesPerSecond: speed ?? 0 };
  await keepOutcome(id, outcome, { ...live, imagesPerSecond: speed });
  return requireRun(id);
}

/** @returns whether a tab has the run and will hear of it */
export function wishOfTab(id: string, wish: TabWish): boolean {
  const tab = sessions.get(id);
  if (!tab) return false;
  // a stop is not taken back by a later wish to finish
  if (tab.wish !== 'stop') tab.wish = wish;
  return true;
}

/** After a start of the server: tabs that trained may tell of their runs again, and are waited for. @returns their ids */
export async function awaitTabs(): Promise<readonly string[]> {
  const rows = await database().trainingRun.findMany({ where: { state: 'running' }, select: { id: true, step: true } });
  const awaited: string[] = [];
  for (const { id, step } of rows) {
    const record = await readTabRecord(id);
    if (!record) continue;
    awaited.push(id);
    if (sessions.has(id)) continue;
    // whoever works in the folder meanwhile is told apart by the session
    const unlock = await lockFolder(trainingDir(id)).catch(() => () => {});
    openSession({ id, session: record.session, step, unlock });
  }
  return awaited;
}

function openSession({
  id,
  session,
  step,
  unlock,
}: Pick<TabSession, 'id' | 'session' | 'unlock'> & { readonly step: number }): TabSession {
  const live: LiveRun = { id, step, imagesPerSecond: null, secondsLeft: null, live: null };
  const tab = { id, session, live, follow: followRun(live), unlock, wish: null, silence: setTimeout(() => {}) };
  sessions.set(id, tab);
  setLiveRun(live);
  keepAwake(tab);
  return tab;
}

function keepAwake(tab: TabSession): void {
  clearTimeout(tab.silence);
  const { id, live } = tab;
  tab.silence = setTimeout(() => {
    closeSession(id);
    keepOutcome(id, { kind: 'stopped', step: null, reason: CLOSED }, live).catch(reportFault);
  }, SILENT_MS);
  tab.silence.unref();
}

function closeSession(id: string): void {
  const tab = sessions.get(id);
  if (!tab) return;
  clearTimeout(tab.silence);
  sessions.delete(id);
  endLiveRun(tab.live);
  tab.unlock();
}
