'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { keepDraft, noteName, noteOn, saveNote } from './note-requests';
import styles from './notes.module.css';

interface NotePlace {
  readonly session: EditorSession;
  readonly landmark: number;
}

/** Where a note on the point in hand is written: opened by its key, closed by Escape. */
export function NoteBar({ session }: { readonly session: EditorSession }) {
  const selected = useStore(session.store, (state) => state.selected);
  const [place, setPlace] = useState<NotePlace | null>(null);
  useShortcuts('Notes', [
    {
      name: 'notes.write',
      keys: 'Shift+n',
      label: 'Note on the point in hand',
      enabled: selected !== null,
      run: () => selected !== null && setPlace({ session, landmark: selected }),
    },
  ]);
  // another face, or another point: what was being written belongs to the one before
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes when either changes
  useEffect(() => setPlace(null), [session, selected]);
  if (!place) return null;
  return <Writing key={place.landmark} {...place} onClose={() => setPlace(null)} />;
}

interface WritingProps extends NotePlace {
  readonly onClose: () => void;
}

/** Keep sends the note and Cancel drops it; what is left in any other way is kept. */
function Writing({ session, landmark, onClose }: WritingProps) {
  const [before] = useState(() => noteOn(session, landmark));
  const [text, setText] = useState(before);
  const [isSaving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const from = document.activeElement;
    field.current?.focus();
    return () => (from instanceof HTMLElement ? from.focus({ preventScroll: true }) : undefined);
  }, []);

  /** what has been written and not been sent */
  const draft = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (draft.current !== null) void keepDraft(session, landmark, { before, text: draft.current });
    },
    [session, landmark, before],
  );
  function cancel() {
    draft.current = null;
    onClose();
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    draft.current = null;
    setSaving(true);
    if (await saveNote(session, landmark, text.trim())) onClose();
    else draft.current = text;
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
          onChange={(event) => {
            setText(event.target.value);
            draft.current = event.target.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            cancel();
          }}
        />
      </label>
      <Button type="submit" variant="primary" busy={isSaving} disabled={text.trim() === ''}>
        Keep
      </Button>
      <Button variant="quiet" onClick={cancel}>
        Cancel
      </Button>
    </form>
  );
}
