'use client';

import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Popover } from '@/components/ui/popover';
import styles from './check-list.module.css';

export interface CheckItem {
  readonly value: string;
  readonly label: string;
  /** a count or a word at the right */
  readonly aside?: string;
}

export interface CheckGroup {
  readonly title: string;
  readonly items: readonly CheckItem[];
}

interface CheckListProps {
  /** what is chosen from */
  readonly label: string;
  readonly groups: readonly CheckGroup[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** what is chosen, in words, on the button */
  readonly summary: string;
}

/** Several of many: a button that says what is chosen and opens the list. */
export function CheckList({ label, groups, chosen, onChange, summary }: CheckListProps) {
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((known) => known !== value) : [...chosen, value]);
  return (
    <Popover
      label={label}
      trigger={(props) => (
        <Button aria-label={`${label}: ${summary}`} {...props}>
          {summary}
        </Button>
      )}
    >
      {() => (
        <div className={styles.list}>
          {groups.map(({ title, items }) => (
            <fieldset key={title}>
              <legend>{title}</legend>
              {items.map(({ value, label: text, aside }) => (
                <Checkbox key={value} checked={chosen.includes(value)} onChange={() => toggle(value)} aside={aside}>
                  {text}
                </Checkbox>
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </Popover>
  );
}
