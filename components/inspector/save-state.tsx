'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { Button } from '@/components/ui/button';
import { isDirty } from '@/lib/editor/document';
import styles from './save-state.module.css';

/** Whether the labels are kept, in words; says what to do when they are not. */
export function SaveState({ session }: { readonly session: EditorSession }) {
  const document = useStore(session.store, (state) => state.document);
  const save = useStore(session.store, (state) => state.save);
  if (!document) return null;
  const { tone, text, retry } = describeSave(save, isDirty(document));
  return (
    <span className={styles.state} data-tone={tone}>
      <output data-field="saved">{text}</output>
      {retry && (
        <Button variant="quiet" onClick={session.retrySave}>
          Try now
        </Button>
      )}
    </span>
  );
}

type Save = ReturnType<EditorSession['store']['getState']>['save'];

function describeSave(save: Save, dirty: boolean): { tone: 'quiet' | 'warning'; text: string; retry: boolean } {
  switch (save.kind) {
    case 'saving':
      return { tone: 'quiet', text: 'Saving…', retry: false };
    case 'retrying':
      return {
        tone: 'warning',
        text: `Not saved: ${save.reason}. Next try in ${Math.ceil(save.waitMs / 1000)} s; your work is kept here.`,
        retry: true,
      };
    case 'refused':
      return { tone: 'warning', text: `Not saved: ${save.reason}`, retry: true };
    case 'conflict':
      return { tone: 'warning', text: 'Not saved: someone else has saved', retry: false };
    case 'idle':
      return { tone: 'quiet', text: dirty ? 'Not saved yet' : 'Saved', retry: false };
  }
}
