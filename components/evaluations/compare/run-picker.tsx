'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { formatDate } from '@/components/ui/format-number';
import { CheckList } from '../check-list';

interface RunPickerProps {
  readonly choices: readonly { readonly id: string; readonly title: string; readonly createdAt: string }[];
  /** the first is what the others are measured against */
  readonly chosen: readonly string[];
}

/** Which runs stand side by side, and which of them first. */
export function RunPicker({ choices, chosen }: RunPickerProps) {
  const router = useRouter();
  const show = (ids: readonly string[]) => router.push(`/evaluations/compare?runs=${ids.join(',')}`);
  return (
    <>
      <CheckList
        label="Runs"
        groups={[
          {
            title: 'Runs, newest first',
            items: choices.map(({ id, title, createdAt }) => ({
              value: id,
              label: title,
              aside: formatDate(createdAt),
            })),
          },
        ]}
        chosen={chosen}
        onChange={show}
        summary={chosen.length === 0 ? 'Choose runs' : `${chosen.length} runs`}
      />
      {chosen.length > 1 && (
        <Button icon="redo" onClick={() => show([...chosen.slice(1), chosen[0]])}>
          Measure against the next
        </Button>
      )}
    </>
  );
}
