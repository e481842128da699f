'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import styles from './help-sheet.module.css';
import { KeyChange } from './key-change';
import { useKeymapStore } from './keymap-store';
import { type BoundShortcut, useShortcutStore } from './shortcuts';

interface HelpSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The keys that work on this page now, as the page itself has bound them; each can be exchanged for another. */
export function HelpSheet({ open, onClose }: HelpSheetProps) {
  const groups = useShortcutStore((store) => store.groups);
  const { own, reset } = useKeymapStore();
  const [isChanging, setChanging] = useState(false);
  const hasOwn = Object.keys(own).length > 0;
  return (
    <Dialog
      open={open}
      onClose={() => {
        setChanging(false);
        onClose();
      }}
      title="Keys of this page"
      width={720}
      footer={
        <>
          {isChanging && hasOwn && <Button onClick={() => reset()}>Back to the usual keys, everywhere</Button>}
          <Button variant={isChanging ? 'primary' : 'plain'} icon="edit" onClick={() => setChanging(!isChanging)}>
            {isChanging ? 'Done' : 'Change keys'}
          </Button>
        </>
      }
    >
      <div className={styles.groups} data-changing={isChanging || undefined}>
        {[...groups.values()].reverse().map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <ul>
              {shortcuts.map((shortcut) => (
                <li key={shortcut.name} className={styles.row}>
                  <span>{shortcut.label}</span>
                  {isChanging ? <KeyChange shortcut={shortcut} /> : <KeyOf shortcut={shortcut} />}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const KeyOf = ({ shortcut: { keys } }: { readonly shortcut: BoundShortcut }) =>
  keys === '' ? <span className={styles.none}>no key</span> : <Kbd keys={keys} />;
