'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { formatDate } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { deleteNote, noteName } from './note-requests';
import styles from './notes.module.css';

/** Notes on the landmarks of this face; nothing where there are none. */
export function NotesList({ session }: { readonly session: EditorSession }) {
  const notes = useStore(session.store, (state) => state.detail.notes);
  if (notes.length === 0) return null;
  return (
    <section aria-label="Notes" className={styles.notes}>
      <h2>Notes</h2>
      <ul>
        {notes.map((note) => (
          <li
            key={note.landmark}
            onPointerEnter={() => session.hover(note.landmark)}
            onPointerLeave={() => session.hover(null)}
          >
            <button type="button" onClick={() => session.select(note.landmark)}>
              <b>
                {noteName(session, note.landmark)} ({note.landmark})
              </b>
              <span>{note.text}</span>
              <small>
                {note.author}, <time dateTime={note.createdAt}>{formatDate(note.createdAt)} UTC</time>
              </small>
            </button>
            <IconButton
              label={`Delete the note on ${noteName(session, note.landmark)}`}
              icon="trash"
              onClick={() => void deleteNote(session, note)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
