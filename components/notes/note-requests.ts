import type { EditorSession } from '@/components/editor/editor-session';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { LandmarkNote } from '@/lib/contracts/review';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import { errorLine, fetchJson } from '@/lib/request';

function show(session: EditorSession, notes: readonly LandmarkNote[]): void {
  session.updateDetail({ ...session.store.getState().detail, notes });
}

const urlOf = (session: EditorSession, landmark: number): string =>
  `/api/samples/${session.store.getState().detail.id}/notes/${landmark}`;

/** Keeps a note on a landmark. @returns whether it is kept; if not, the user has been told why */
export async function saveNote(session: EditorSession, landmark: number, text: string): Promise<boolean> {
  try {
    const notes = await fetchJson<LandmarkNote[]>(urlOf(session, landmark), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    show(session, notes);
    return true;
  } catch (error) {
    showError(`The note could not be kept: ${errorLine(error)}`);
    return false;
  }
}

/** Takes a note away; for ten seconds it can be brought back. */
export async function deleteNote(session: EditorSession, { landmark, text }: LandmarkNote): Promise<void> {
  try {
    show(session, await fetchJson<LandmarkNote[]>(urlOf(session, landmark), { method: 'DELETE' }));
    showInfo(`The note on ${noteName(session, landmark)} has been deleted.`, {
      label: 'Undo',
      run: () => void saveNote(session, landmark, text),
    });
  } catch (error) {
    showError(`The note could not be deleted: ${errorLine(error)}`);
  }
}

/** "right eye 3" */
export const noteName = (session: EditorSession, landmark: number): string => {
  const scheme = session.store.getState().document?.annotation.scheme ?? 'ibug-68';
  return landmark < SCHEMES[scheme].count ? landmarkName(SCHEMES[scheme], landmark) : `landmark ${landmark}`;
};
