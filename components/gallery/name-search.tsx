'use client';

import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { TextField } from '@/components/ui/text-field';

const TYPING_PAUSE_MS = 250;

interface NameSearchProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Narrows the view to names that hold a text, once the typing pauses. */
export function NameSearch({ value, onChange }: NameSearchProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(onChange);
  tell.current = onChange; // the view may change while the timer runs
  const told = useRef(value);
  // the address may change under the field: Back, or "clear all filters"; what comes from here is typed already
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcuts('Filters', [
    {
      name: 'gallery.find',
      keys: '/',
      label: 'Find by name',
      run: () => field.current?.querySelector('input')?.focus(),
    },
  ]);
  return (
    <div ref={field}>
      <TextField
        type="search"
        label="Find by name"
        hideLabel
        icon="search"
        placeholder="Name"
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            told.current = next.trim();
            tell.current(told.current);
          }, TYPING_PAUSE_MS);
        }}
      />
    </div>
  );
}
