import { create } from 'zustand';
import { warnBeforeLeaving } from '@/components/ui/leave-warning';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { ImportPreview } from '@/lib/contracts/dataset';
import { errorLine } from '@/lib/request';
import { commonName } from './dropped-files';
import {
  discardImport,
  type NamedFile,
  openImport,
  previewImport,
  startImport,
  type UploadProgress,
  uploadFiles,
} from './import-client';
import type { ImportChoices } from './import-review';

export type ImportStep =
  | { readonly at: 'source'; readonly error?: string }
  | { readonly at: 'upload'; readonly progress: UploadProgress }
  | { readonly at: 'look' }
  | { readonly at: 'review'; readonly preview: ImportPreview; readonly error?: string }
  | { readonly at: 'import'; readonly jobId: string; readonly name: string };

export type ImportSource = { readonly files: readonly NamedFile[] } | { readonly folder: string };

interface ImportStore {
  readonly step: ImportStep;
}

/** Where an import stands. It belongs to the tab, not to a page: an upload goes on while the pages change. */
export const useImportStore = create<ImportStore>(() => ({ step: { at: 'source' } }));

const goTo = (step: ImportStep): void => useImportStore.setState({ step });

/** Back to the choice of files. @param error why */
export const chooseSource = (error?: string): void => goTo({ at: 'source', error });

let isOnScreen = false;

/** The import is on the screen until the returned function is called. */
export function showImport(): () => void {
  isOnScreen = true;
  return () => {
    isOnScreen = false;
    const { at } = useImportStore.getState().step;
    // the list of jobs follows one that has begun
    if (at === 'source' || at === 'import') chooseSource();
  };
}

/** Ends the upload that is under way, or the look at it. */
let taking: AbortController | null = null;

export const cancelTaking = (): void => taking?.abort();

/** Brings files to the server, or has it open a folder of its own, and looks at what they hold. */
export async function takeSource(source: ImportSource): Promise<void> {
  taking?.abort();
  taking = new AbortController();
  const { signal } = taking;
  const stopWarning = warnBeforeLeaving();
  let importId: string | null = null;
  try {
    if ('folder' in source) {
      goTo({ at: 'look' });
      importId = await openImport(source.folder);
    } else {
      if (source.files.length === 0) throw new Error('There are no files in what was dropped.');
      importId = await openImport();
      await uploadFiles(importId, source.files, signal, (progress) => goTo({ at: 'upload', progress }));
      goTo({ at: 'look' });
    }
    const preview = await previewImport(importId, signal);
    const name = 'files' in source ? commonName(source.files) : null;
    goTo({ at: 'review', preview: { ...preview, suggestedName: name ?? preview.suggestedName } });
    if (!isOnScreen) showInfo('The files have been looked at. Datasets shows what they hold.');
  } catch (error) {
    if (importId) void discardImport(importId).catch(() => undefined);
    if (signal !== taking?.signal) return; // other files have taken their place
    chooseSource(signal.aborted ? undefined : errorLine(error));
    if (!signal.aborted && !isOnScreen) showError(`The files could not be taken in: ${errorLine(error)}`);
  } finally {
    stopWarning();
  }
}

export async function beginImport(preview: ImportPreview, { split, ...choices }: ImportChoices): Promise<void> {
  try {
    const { jobId } = await startImport(preview.importId, split === 'source' ? choices : { ...choices, split });
    goTo({ at: 'import', jobId, name: choices.dataset });
  } catch (error) {
    goTo({ at: 'review', preview, error: errorLine(error) });
  }
}

/** Throws away what was uploaded. */
export function dropImport({ importId }: ImportPreview): void {
  void discardImport(importId).catch(() => undefined);
  chooseSource();
}
