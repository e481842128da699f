import { showError, showInfo } from '@/components/ui/toast-store';
import type { BulkChange, BulkResult } from '@/lib/contracts/bulk';
import { errorLine, postJson } from '@/lib/request';
import { useGalleryStore } from './gallery-store';

const NOBODY: ReadonlySet<string> = new Set();
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
    touch(change.action === 'delete' && 'ids' in change.target ? new Set(change.target.ids) : NOBODY);
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
  useGalleryStore.getState().touch();
}
