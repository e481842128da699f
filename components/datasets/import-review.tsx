'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { countOf, formatCount } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { datasetNameSchema, type SampleSplit } from '@/lib/contracts/common';
import type { ImportPreview } from '@/lib/contracts/dataset';
import { SCHEMES, type SchemeId } from '@/lib/landmarks/scheme';
import styles from './import-review.module.css';

export interface ImportChoices {
  readonly dataset: string;
  readonly kind: 'synthetic' | 'real';
  /** `source`: as the files say */
  readonly split: SampleSplit | 'source';
}

const KINDS = [
  { value: 'synthetic', label: 'Synthetic' },
  { value: 'real', label: 'Real' },
] as const;

const SPLITS = [
  { value: 'source', label: 'as the files say' },
  { value: 'train', label: 'train' },
  { value: 'val', label: 'val' },
  { value: 'test', label: 'test' },
  { value: 'none', label: 'none' },
] as const;

interface ImportReviewProps {
  readonly preview: ImportPreview;
  readonly existing: readonly string[];
  readonly error?: string;
  readonly onStart: (choices: ImportChoices) => void;
  readonly onCancel: () => void;
}

/** What the files hold, and what to call it. */
export function ImportReview({ preview, existing, error, onStart, onCancel }: ImportReviewProps) {
  const [name, setName] = useState(preview.suggestedName);
  const [kind, setKind] = useState(preview.suggestedKind);
  const [split, setSplit] = useState<ImportChoices['split']>('source');
  const parsed = datasetNameSchema.safeParse(name);
  const adds = parsed.success && existing.includes(parsed.data);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (parsed.success) onStart({ dataset: parsed.data, kind, split });
  }

  return (
    <form className={styles.review} onSubmit={onSubmit}>
      <div role="status">
        <h2>{preview.formatTitle}</h2>
        <p className={styles.found}>{findings(preview)}</p>
      </div>
      {preview.firstProblems.length > 0 && <Problems preview={preview} />}
      <div className={styles.fields}>
        <TextField
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={parsed.success ? error : (parsed.error.issues[0]?.message ?? error)}
          hint={adds ? 'A dataset of this name stands already: what is new is added to it.' : undefined}
        />
        <div className={styles.pair}>
          <Segmented label="Kind" options={KINDS} value={kind} onChange={setKind} />
          <Select label="Split" options={SPLITS} value={split} onChange={setSplit} />
        </div>
      </div>
      <div className={styles.actions}>
        <Button type="submit" variant="primary" disabled={!parsed.success || preview.samples === 0}>
          Import {countOf(preview.samples, 'face')}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

function findings({ images, samples, scheme, problems }: ImportPreview): string {
  const points = SCHEMES[scheme as SchemeId]?.count;
  return [
    countOf(images, 'image'),
    countOf(samples, 'face'),
    points && (points === 68 ? '68 points' : `${points} points → 68`),
    countOf(problems, 'problem'),
  ]
    .filter(Boolean)
    .join(', ');
}

function Problems({ preview: { firstProblems, problems } }: { readonly preview: ImportPreview }) {
  const more = problems - firstProblems.length;
  return (
    <details className={styles.problems} open={firstProblems.length <= 5}>
      <summary>{countOf(problems, 'file')} will be passed over</summary>
      <ul>
        {firstProblems.map((line) => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ul>
    </details>
  );
}
