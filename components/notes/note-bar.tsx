'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { noteName, saveNote } from './note-requests';
import styles from './notes.module.css';

/** Where a note on the point in hand is written: opened by its key, closed by Escape. */
export function NoteBar({ session }: { readonly session: EditorSession }) {
  const selected = useStore(session.store, (state) => state.selected);
  const notes = useStore(session.store, (state) => state.detail.notes);
  const [landmark, setLandmark] = useState<number | null>(null);
  useShortcuts('Notes', [
    {
      name: 'notes.write',
      keys: 'Shift+n',
      label: 'Note on the point in hand',
      enabled: selected !== null,
      run: () => setLandmark(selected),
    },
  ]);
  // another face, or another point: what was being written belongs to the one before
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes when either changes
  useEffect(() => setLandmark(null), [session, selected]);
  if (landmark === null) return null;
  return (
    <Writing
      key={landmark}
      session={session}
      landmark={landmark}
      text={notes.find((note) => note.landmark === landmark)?.text ?? ''}
      onClose={() => setLandmark(null)}
    />
  );
}

interface WritingProps {
  readonly session: EditorSession;
  readonly landmark: number;
  readonly text: string;
  readonly onClose: () => void;
}

function Writing({ session, landmark, text: before, onClose }: WritingProps) {
  const [text, setText] = useState(before);
  const [isSaving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const from = document.activeElement;
    field.current?.focus();
    return () => (from instanceof HTMLElement ? from.focus({ preventScroll: true }) : undefined);
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    setSaving(true);
    if (await saveNote(session, landmark, text.trim())) onClose();
    setSaving(false);
  }
  return (
    <form className={styles.writing} onSubmit={submit}>
      <label>
        Note on {noteName(session, landmark)} ({landmark})
        <input
          ref={field}
          type="text"
          autoComplete="off"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onClose();
          }}
        />
      </label>
      <Button type="submit" variant="primary" busy={isSaving} disabled={text.trim() === ''}>
        Keep
      </Button>
      <Button variant="quiet" onClick={onClose}>
        Cancel
      </Button>
    </form>
  );
}
