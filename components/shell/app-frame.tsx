'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { useUnsentGestures } from '@/components/editor/use-unsent-gestures';
import { Toaster } from '@/components/ui/toaster';
import styles from './app-frame.module.css';
import { CommandPalette } from './command-palette';
import { HelpSheet } from './help-sheet';
import { followJobs } from './jobs-store';
import { useKeymapStore } from './keymap-store';
import { useShortcutListener, useShortcuts } from './shortcuts';
import { toggleTheme } from './theme';
import { TopBar } from './top-bar';

/** What stands round every page: the top bar, the command palette, the sheet of keys, messages. */
export function AppFrame({ children }: { readonly children: ReactNode }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(followJobs, []);
  useEffect(() => {
    void useKeymapStore.persist.rehydrate();
  }, []);
  useShortcutListener();
  useUnsentGestures();
  useShortcuts('Everywhere', [
    {
      name: 'page.find',
      keys: 'Mod+k',
      label: 'Find a dataset, image, run, model or command',
      run: () => setPaletteOpen(true),
      inFields: true,
    },
    { name: 'page.theme', keys: 't', label: 'Light or dark', run: toggleTheme },
    { name: 'page.help', keys: '?', label: 'Keys of this page', run: () => setHelpOpen(true) },
  ]);

  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <TopBar onFind={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} />
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <CommandPalette open={paletteOpen} onClose={() => setPaletteOpen(false)} />
      <HelpSheet open={helpOpen} onClose={() => setHelpOpen(false)} />
      <Toaster />
    </div>
  );
}
