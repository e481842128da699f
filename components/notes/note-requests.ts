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
    showError(`The note could not be kept: ${errorLine(error)}`, {
      label: 'Try again',
      run: () => void saveNote(session, landmark, text),
    });
    return false;
  }
}

interface Draft {
  /** the note as it was; empty: there was none */
  readonly before: string;
  readonly text: string;
}

/** Keeps a note that was left in the middle of writing; for ten seconds that can be taken back. */
export async function keepDraft(session: EditorSession, landmark: number, draft: Draft): Promise<void> {
  const { before } = draft;
  const text = draft.text.trim();
  if (text === '' || text === before || !(await saveNote(session, landmark, text))) return;
  showInfo(`The note on ${noteName(session, landmark)} has been kept.`, {
    label: 'Undo',
    run: () => void (before === '' ? deleteNote(session, { landmark, text }) : saveNote(session, landmark, before)),
  });
}

/** Takes a note away; for ten seconds it can be brought back. */
export async function deleteNote(
  session: EditorSession,
  { landmark, text }: Pick<LandmarkNote, 'landmark' | 'text'>,
): Promise<void> {
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

/** The text of the note on a landmark; empty: there is none. */
export const noteOn = (session: EditorSession, landmark: number): string =>
  session.store.getState().detail.notes.find((note) => note.landmark === landmark)?.text ?? '';

/** "right eye 3" */
export const noteName = (session: EditorSession, landmark: number): string => {
  const scheme = session.store.getState().document?.annotation.scheme ?? 'ibug-68';
  return landmark < SCHEMES[scheme].count ? landmarkName(SCHEMES[scheme], landmark) : `landmark ${landmark}`;
};
