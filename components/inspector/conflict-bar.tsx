'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import styles from './conflict-bar.module.css';

/** Two people on one face: nothing goes on by itself until one of them has chosen. */
export function ConflictBar({ session }: { readonly session: EditorSession }) {
  const conflict = useStore(session.store, (state) => state.conflict);
  if (!conflict) return null;
  return (
    <div role="alert" className={styles.bar}>
      <Icon name="warning" />
      <p>
        Someone else saved revision {conflict.revision} while you were editing. Both stay: yours goes on top of theirs
        as a new version, or theirs replaces yours here and Undo brings yours back.
      </p>
      <Button onClick={session.keepMine}>Keep mine</Button>
      <Button onClick={session.takeTheirs}>Take theirs</Button>
    </div>
  );
}
