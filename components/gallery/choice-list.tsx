'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { formatCount } from '@/components/ui/format-number';

interface ChoiceListProps {
  readonly title: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly count: number }[];
  readonly chosen: readonly string[] | undefined;
  readonly onToggle: (value: string) => void;
  /** a list of one says nothing new, unless it is chosen */
  readonly hideLone?: boolean;
  /** longer lists show so many, and the chosen ones, until they are asked for more */
  readonly atOnce?: number;
}

/** What can be chosen, each with the number of faces that it would give. A chosen one stays, though it gives none now. */
export function ChoiceList({ title, choices, chosen = [], onToggle, hideLone, atOnce = 8 }: ChoiceListProps) {
  const [isWhole, setWhole] = useState(false);
  const gone = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  const all = [...choices, ...gone.map((value) => ({ value, label: value, count: 0 }))];
  if (all.length === 0 || (hideLone && all.length === 1 && chosen.length === 0)) return null;
  const shown = isWhole ? all : all.filter(({ value }, at) => at < atOnce || chosen.includes(value));
  return (
    <fieldset>
      <legend>{title}</legend>
      {shown.map(({ value, label, count }) => (
        <Checkbox
          key={value}
          checked={chosen.includes(value)}
          onChange={() => onToggle(value)}
          aside={formatCount(count)}
        >
          {label}
        </Checkbox>
      ))}
      {all.length > shown.length && (
        <Button variant="quiet" onClick={() => setWhole(true)}>
          {all.length - shown.length} more
        </Button>
      )}
    </fieldset>
  );
}
