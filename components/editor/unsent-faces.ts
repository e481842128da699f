import { create } from 'zustand';
import { showError, useToastStore } from '@/components/ui/toast-store';
import type { SampleDetail } from '@/lib/contracts/sample';
import type { SaveStatus } from '@/lib/editor/save-queue';

/** A face that is not on the screen, and what keeps its edits from the server. */
export interface UnsentFace {
  readonly detail: Pick<SampleDetail, 'id' | 'datasetId' | 'datasetName' | 'name'>;
  readonly save: SaveStatus;
}

/** The one opened last stands last. */
export const useUnsentFaces = create<{ readonly faces: readonly UnsentFace[] }>(() => ({ faces: [] }));

export const unsentFaceHref = ({ detail: { datasetId, id } }: UnsentFace): string =>
  `/datasets/${datasetId}/samples/${id}`;

/** One message says which of these faces wait for somebody; it goes when none does. @returns how to stop */
export function followUnsentFaces(onOpen: (href: string) => void): () => void {
  let shown = { text: '', toast: 0 };
  return useUnsentFaces.subscribe(({ faces }) => {
    const waiting = faces.filter(({ save }) => save.kind !== 'retrying'); // those go on by themselves
    const last = waiting.at(-1);
    const text = last ? `${describe(last)}${describeOthers(waiting.length - 1)}` : '';
    if (text === shown.text) return;
    useToastStore.getState().dismiss(shown.toast);
    const open = last && { label: 'Open it', run: () => onOpen(unsentFaceHref(last)) };
    shown = { text, toast: open ? showError(text, open) : 0 };
  });
}

function describe({ detail: { name, datasetName }, save }: UnsentFace): string {
  const face = `“${name}” of ${datasetName}`;
  return save.kind === 'refused'
    ? `${face} is not saved: ${save.reason}. Your edits wait.`
    : `${face} is not saved: someone else has moved the same points. Your edits wait for you to choose.`;
}

const describeOthers = (count: number): string =>
  count === 0 ? '' : count === 1 ? ' One other face waits, too.' : ` ${count} other faces wait, too.`;
