import { showError, showInfo } from '@/components/ui/toast-store';
import type { BulkChange, BulkResult } from '@/lib/contracts/bulk';
import { errorLine, postJson } from '@/lib/request';
import { useGalleryStore } from './gallery-store';

/** Samples that the changes name. */
const idsOf = (changes: readonly BulkChange[]): readonly string[] =>
  changes.flatMap((change) => ('target' in change && 'ids' in change.target ? change.target.ids : []));

const send = (change: BulkChange): Promise<BulkResult> => postJson<BulkResult>('/api/samples/bulk', change);

/**
 * Does one thing to many samples and tells it, with a way back for ten seconds.
 *
 * @param words what has been done to so many: "3 faces approved"
 */
export async function changeMany(change: BulkChange, words: (count: number) => string): Promise<void> {
  const { touch } = useGalleryStore.getState();
  try {
    const { changed, undo } = await send(change);
    if (change.action === 'delete') touch(idsOf([change]), new Set(idsOf([change])));
    else touch(idsOf(undo)); // the way back names those that are not as they were
    if (changed === 0) {
      showInfo('Nothing to change: it is so already.');
      return;
    }
    showInfo(words(changed), { label: 'Undo', run: () => void takeBack(undo) });
  } catch (error) {
    showError(`Nothing has been changed: ${errorLine(error)}`);
  }
}

async function takeBack(steps: readonly BulkChange[]): Promise<void> {
  try {
    for (const step of steps) await send(step);
    showInfo('Taken back.');
  } catch (error) {
    showError(`It could not be taken back: ${errorLine(error)}`);
  }
  // what is called back stands in no list, and in a place that only the server knows
  const isCallBack = steps.some(({ action }) => action === 'restore');
  useGalleryStore.getState().touch(isCallBack ? 'all' : idsOf(steps));
}
