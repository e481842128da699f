'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd, keysText } from '@/components/ui/kbd';
import styles from './help-sheet.module.css';
import { useKeymapStore } from './keymap-store';
import { actionsOf, type BoundShortcut, keysOf, useShortcutStore } from './shortcuts';

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/** The key of one action, to be exchanged: press the button, then the new key. A key that is taken names its taker. */
export function KeyChange({ shortcut }: { readonly shortcut: BoundShortcut }) {
  const { name, keys, usualKeys, label } = shortcut;
  const { own, assign, reset } = useKeymapStore();
  const [isListening, setListening] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);
  const groups = useShortcutStore((store) => store.groups);
  const takers = wanted === null ? [] : actionsOf(groups.values(), wanted, name);

  useEffect(() => {
    if (!isListening) return;
    const listening = new AbortController();
    // before the dialog hears it: Escape gives this up, and not the sheet
    const onKeyDown = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (MODIFIERS.has(event.key)) return;
      setListening(false);
      const pressed = keysOf(event);
      if (pressed === 'Escape' || pressed === keys) return;
      const { groups: now } = useShortcutStore.getState();
      if (actionsOf(now.values(), pressed, name).length > 0) setWanted(pressed);
      else assign({ [name]: pressed });
    };
    window.addEventListener('keydown', onKeyDown, { signal: listening.signal, capture: true });
    window.addEventListener('pointerdown', () => setListening(false), { signal: listening.signal, capture: true });
    return () => listening.abort();
  }, [isListening, assign, name, keys]);

  if (wanted !== null && takers.length > 0) {
    return (
      <div role="alert" className={styles.conflict}>
        <p>
          {keysText(wanted)} is {takers.map((taker) => `“${taker.label}”`).join(' and ')}.
        </p>
        <Button
          onClick={() => {
            assign({ ...Object.fromEntries(takers.map((taker) => [taker.name, ''])), [name]: wanted });
            setWanted(null);
          }}
        >
          Take it from there
        </Button>
        <Button variant="quiet" onClick={() => setWanted(null)}>
          Keep
        </Button>
      </div>
    );
  }
  return (
    <span className={styles.change}>
      <button
        type="button"
        className={styles.key}
        aria-label={isListening ? `Press the new key for ${label}` : `Change the key of ${label}`}
        aria-pressed={isListening}
        onClick={() => setListening(true)}
      >
        {isListening ? 'Press a key…' : keys === '' ? 'no key' : <Kbd keys={keys} />}
      </button>
      <IconButton
        label={`Back to ${keysText(usualKeys)} for ${label}`}
        icon="undo"
        disabled={own[name] === undefined}
        onClick={() => reset(name)}
      />
    </span>
  );
}
