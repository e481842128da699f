'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { StartDoctor } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, postJson } from '@/lib/request';
import styles from './examine-form.module.css';

export interface ExamineChoices {
  readonly models: readonly { readonly id: string; readonly title: string }[];
  /** the model that is asked where nobody chooses; null: there is none */
  readonly usual: string | null;
  /** names of other datasets: one of them may be known to be in order */
  readonly references: readonly string[];
}

interface ExamineFormProps {
  readonly datasetId: string;
  readonly choices: ExamineChoices;
  readonly onStart: (job: JobInfo) => void;
}

const NONE = 'none';
const FOLDS = 5;
const STEPS = { usual: 1500, least: 10, most: 100_000 } as const;

/** What the labels are held against. */
export function ExamineForm({ datasetId, choices, onStart }: ExamineFormProps) {
  const [model, setModel] = useState(choices.usual ?? NONE);
  const [reference, setReference] = useState('');
  const [withFolds, setWithFolds] = useState(false);
  const [steps, setSteps] = useState(String(STEPS.usual));
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const foldSteps = Number(steps);
  const isWrong = withFolds && !(Number.isInteger(foldSteps) && foldSteps >= STEPS.least && foldSteps <= STEPS.most);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setStarting(true);
    setFailure(null);
    const request: StartDoctor = {
      model,
      ...(reference && { reference }),
      ...(withFolds && { folds: FOLDS, foldSteps }),
    };
    try {
      onStart(await postJson<JobInfo>(`/api/datasets/${datasetId}/doctor`, request));
    } catch (error) {
      setFailure(errorLine(error));
    } finally {
      setStarting(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} aria-label="Examination">
      <Select
        label="Held against"
        value={model}
        onChange={setModel}
        options={[
          ...choices.models.map(({ id, title }) => ({ value: id, label: `answers of ${title}` })),
          { value: NONE, label: 'the shapes alone' },
        ]}
      />
      <Select
        label="Sound set to compare with"
        value={reference}
        onChange={setReference}
        options={[{ value: '', label: 'none' }, ...choices.references.map((name) => ({ value: name, label: name }))]}
      />
      <Checkbox checked={withFolds} onChange={setWithFolds}>
        Ask models that have not seen these labels: train {FOLDS} small ones, each on four fifths of the set
      </Checkbox>
      {withFolds && (
        <TextField
          label="Steps of each training"
          inputMode="numeric"
          value={steps}
          onChange={(event) => setSteps(event.target.value)}
          error={isWrong ? `expected a whole number ${STEPS.least}–${STEPS.most}, found ${steps}` : undefined}
          hint="16 faces a step. 1,500 steps take about three minutes a model on two free cores; stopped, it goes on where it was."
        />
      )}
      <Button type="submit" variant="primary" icon="pulse" busy={starting} disabled={isWrong}>
        Examine
      </Button>
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
    </form>
  );
}
