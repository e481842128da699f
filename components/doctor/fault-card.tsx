'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import type { RepairEffect, RepairScores, SetFaultEntry } from '@/lib/contracts/doctor';
import styles from './fault-card.module.css';
import { RepairDialog } from './repair-dialog';

interface FaultCardProps {
  readonly datasetId: string;
  readonly fault: SetFaultEntry;
  /** labelled faces of the set */
  readonly faces: number;
}

/** A fault of many labels, what mending it would do to the scores, and the way to mend it. */
export function FaultCard({ datasetId, fault, faces }: FaultCardProps) {
  const [asking, setAsking] = useState(false);
  const { text, plan, affected, effect, kind } = fault;
  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <Icon name="warning" />
        <h3>{text}</h3>
        {plan && (
          <Badge tone="warning">
            {formatCount(affected)} of {formatCount(faces)} faces
          </Badge>
        )}
      </header>
      {plan === null ? (
        <p>
          {kind === 'model-swaps-sides'
            ? 'This is the model’s fault and not the labels’: it was not believed.'
            : 'No rule sets this right: look at the faces one by one.'}
        </p>
      ) : (
        <>
          {effect ? <EffectTable effect={effect} /> : <p>What the repair does to scores was not measured.</p>}
          <Button variant="primary" onClick={() => setAsking(true)}>
            Preview the repair
          </Button>
          <RepairDialog datasetId={datasetId} fault={fault} open={asking} onClose={() => setAsking(false)} />
        </>
      )}
    </article>
  );
}

const ROWS: readonly { readonly label: string; readonly of: (scores: RepairScores) => string }[] = [
  { label: 'ME ± Std, px', of: ({ me, std }) => `${me.toFixed(2)} ± ${std.toFixed(2)}` },
  { label: 'SR@20', of: ({ sr20 }) => sr20.toFixed(3) },
  { label: 'SR@10', of: ({ sr10 }) => sr10.toFixed(3) },
  { label: 'NME inter-ocular, %', of: ({ nmeInterOcular }) => nmeInterOcular.toFixed(2) },
];

function EffectTable({ effect }: { readonly effect: RepairEffect }) {
  const { model, faces, before, after } = effect;
  return (
    <table className={styles.effect}>
      <caption>
        Scores of {model} on {formatCount(faces)} faces
      </caption>
      <thead>
        <tr>
          <th scope="col">Score</th>
          <th scope="col" data-number>
            as it is
          </th>
          <th scope="col" data-number>
            repaired
          </th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ label, of }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td data-number>{of(before)}</td>
            <td data-number>{of(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
