'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { countOf, formatDate } from '@/components/ui/format-number';
import type { AppliedRepair } from '@/lib/contracts/doctor';
import styles from './repair-list.module.css';
import { undoRepair } from './undo-repair';

interface RepairListProps {
  readonly datasetId: string;
  readonly repairs: readonly AppliedRepair[];
}

/** Repairs that were made, each with the way back. */
export function RepairList({ datasetId, repairs }: RepairListProps) {
  const router = useRouter();
  const [undoing, setUndoing] = useState<string | null>(null);
  if (repairs.length === 0) return null;
  async function undo(id: string) {
    setUndoing(id);
    await undoRepair(datasetId, id, router.refresh);
    setUndoing(null);
  }
  return (
    <section aria-labelledby="repairs">
      <h2 id="repairs">Repairs made</h2>
      <ul className={styles.list}>
        {repairs.map(({ id, text, createdAt, samples, undone }) => (
          <li key={id}>
            <span>{text}</span>
            <span className={styles.facts}>
              {undone ? 'taken back' : countOf(samples, 'face')}, {formatDate(createdAt)} UTC
            </span>
            {!undone && (
              <Button icon="undo" busy={undoing === id} onClick={() => undo(id)}>
                Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
