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
  // the address may change under the field: Back, or "clear all filters"
  useEffect(() => setText(value), [value]);
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
          timer.current = setTimeout(() => onChange(next.trim()), TYPING_PAUSE_MS);
        }}
      />
    </div>
  );
}
