'use client';

import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import styles from './help-sheet.module.css';
import { useShortcutStore } from './shortcuts';

interface HelpSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The keys that work on this page now, as the page itself has bound them. */
export function HelpSheet({ open, onClose }: HelpSheetProps) {
  const groups = useShortcutStore((store) => store.groups);
  return (
    <Dialog open={open} onClose={onClose} title="Keys of this page" width={640}>
      <div className={styles.groups}>
        {[...groups.values()].reverse().map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys} className={styles.row}>
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
