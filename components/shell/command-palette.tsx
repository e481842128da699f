'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import styles from './command-palette.module.css';
import { commandEntries, findSamples, loadPaletteEntries, matchEntries, type PaletteEntry } from './palette-entries';
import { useShortcutStore } from './shortcuts';

const TYPING_PAUSE_MS = 150;
const SHOWN = 40;

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Goes to any dataset, image, run or model by name, or does any command of this page. */
export function CommandPalette({ open, onClose }: CommandPaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on its backdrop
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Find"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {open && <Finder onClose={onClose} />}
    </dialog>
  );
}

function Finder({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const listId = useId();
  const groups = useShortcutStore((store) => store.groups);
  const [text, setText] = useState('');
  const [named, setNamed] = useState<readonly PaletteEntry[]>([]);
  const samples = useFoundSamples(text);
  const [active, setActive] = useState(0);
  useEffect(() => {
    loadPaletteEntries().then(setNamed);
  }, []);

  const entries = [...matchEntries([...named, ...commandEntries(groups.values())], text).slice(0, SHOWN), ...samples];
  const current = Math.min(active, entries.length - 1);

  function choose(entry: PaletteEntry | undefined) {
    if (!entry) return;
    onClose();
    if (entry.href) router.push(entry.href);
    // the dialog must have closed, or the command would meet it
    else setTimeout(() => entry.run?.());
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length > 0) {
      event.preventDefault();
      const next = (current + step + entries.length) % entries.length;
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[current]);
    }
  }

  return (
    <>
      <div className={styles.search}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type into it
          autoFocus
          role="combobox"
          aria-label="Find a dataset, image, run, model or command"
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}-${current}` : undefined}
          placeholder="Dataset, image, run, model or command"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Found" className={styles.list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the text field, as a combobox does
          <div
            key={entry.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={styles.entry}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <Icon name={entry.icon} />
            <span className={styles.title}>{entry.title}</span>
            <span className={styles.note}>{entry.note}</span>
            {entry.shortcut && <Kbd keys={entry.shortcut} />}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={styles.none}>Nothing is called “{text}”.</p>}
    </>
  );
}

/** Samples by name, asked for once the typing pauses. */
function useFoundSamples(text: string): readonly PaletteEntry[] {
  const [found, setFound] = useState<readonly PaletteEntry[]>([]);
  useEffect(() => {
    const name = text.trim();
    if (name.length < 2) {
      setFound([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      findSamples(name, stop.signal).then(setFound, () => stop.signal.aborted || setFound([]));
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return found;
}
