'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { unsentFaceHref, useUnsentFaces } from '@/components/editor/unsent-faces';
import { useDecisionOutbox } from '@/components/review/decision-outbox';
import { Button, ButtonLink } from '@/components/ui/button';
import type { SaveStatus } from '@/lib/editor/save-queue';
import styles from './save-state.module.css';

/** Whether the labels are kept, in words, of this face and of those left; says what to do when they are not. */
export function SaveState({ session }: { readonly session: EditorSession }) {
  const hasLabels = useStore(session.store, (state) => state.document !== null);
  const save = useStore(session.store, (state) => state.save);
  const unsaved = useStore(session.store, (state) => state.unsaved);
  const isKept = useStore(session.store, (state) => state.isKept);
  const decisions = useDecisionOutbox();
  const { faces: others } = useUnsentFaces();
  const other = others.at(-1);
  if (decisions.isOffline && unsaved === 0 && decisions.waiting > 0) {
    return (
      <span className={styles.state} data-tone="warning">
        <output data-field="saved" data-unsaved={0} data-kept>
          Offline: the server does not answer. {decisions.waiting} {decisions.waiting === 1 ? 'decision' : 'decisions'}{' '}
          kept in this browser, sent when it is back.
        </output>
      </span>
    );
  }
  if (other && save.kind === 'idle' && unsaved === 0) {
    return (
      <span className={styles.state} data-tone="warning">
        <output data-field="saved" data-unsaved={0} data-kept>
          {others.length === 1 ? 'One other face is' : `${others.length} other faces are`} not saved.
        </output>
        <ButtonLink variant="quiet" href={unsentFaceHref(other)}>
          Open it
        </ButtonLink>
      </span>
    );
  }
  if (!hasLabels) return null;
  const { tone, text, retry } = describeSave(save, unsaved, isKept);
  return (
    <span className={styles.state} data-tone={tone}>
      <output data-field="saved" data-unsaved={unsaved} data-kept={isKept}>
        {text}
      </output>
      {retry && (
        <Button variant="quiet" onClick={session.retrySave}>
          Try now
        </Button>
      )}
    </span>
  );
}

interface Described {
  readonly tone: 'quiet' | 'warning';
  readonly text: string;
  readonly retry: boolean;
}

function describeSave(save: SaveStatus, unsaved: number, isKept: boolean): Described {
  const edits = `${unsaved} ${unsaved === 1 ? 'edit' : 'edits'}`;
  const where = isKept ? 'kept in this browser' : 'kept in this tab only: leave it open';
  switch (save.kind) {
    case 'saving':
      return { tone: 'quiet', text: 'Saving…', retry: false };
    case 'retrying':
      return {
        tone: 'warning',
        text: `Offline: ${save.reason}. ${edits} ${where}, sent when it is back.`,
        retry: true,
      };
    case 'refused':
      return { tone: 'warning', text: `Not saved: ${save.reason}. ${edits} ${where}.`, retry: true };
    case 'conflict':
      return { tone: 'warning', text: `Someone else has saved too. ${edits} ${where}.`, retry: false };
    case 'idle':
      return { tone: 'quiet', text: unsaved > 0 ? 'Not saved yet' : 'Saved', retry: false };
  }
}
