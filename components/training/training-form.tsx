'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatDuration } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import type { TrainingChoices, TrainingRunInfo } from '@/lib/contracts/training-run';
import { errorLine, postJson, RequestError } from '@/lib/request';
import { CopyConfig } from './copy-config';
import { type Estimate, readForm } from './form-config';
import { fieldsOf, type SetFields, type TrainingFields, usualFields, usualSet } from './form-fields';
import { errorIdOf, FieldErrors, InlineField } from './inline-field';
import { MoreSettings } from './more-settings';
import { PlaceChoice } from './place-choice';
import { SetRow } from './set-row';
import { trainInThisTab } from './tab-training';
import styles from './training-form.module.css';
import { useGpu } from './use-gpu';

interface TrainingFormProps {
  readonly choices: TrainingChoices;
  /** ids of runs and models */
  readonly taken: readonly string[];
  /** the run to be trained again with changes */
  readonly from: TrainingConfig | null;
}

const LOSSES = [
  { value: 'wing', label: 'wing loss' },
  { value: 'mse', label: 'MSE loss' },
  { value: 'l2', label: 'L2 loss' },
] as const;

/** A form that reads like a sentence; what is wrong is said at its field before anything starts. */
export function TrainingForm({ choices, taken, from }: TrainingFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState(() => {
    const usual = usualFields(choices);
    return from ? fieldsOf(from, usual) : usual;
  });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly field: string | null; readonly text: string } | null>(null);
  const takenIds = useMemo(() => new Set(taken), [taken]);
  const result = useMemo(() => readForm(fields, choices, takenIds), [fields, choices, takenIds]);
  const errors = refusal?.field ? new Map(result.errors).set(refusal.field, refusal.text) : result.errors;
  const gpu = useGpu();
  useShortcuts('Training', [
    { keys: 'n', label: 'Put a new run together', run: () => form.current?.querySelector('select')?.focus() },
  ]);

  if (choices.sets.length === 0) {
    return (
      <EmptyState icon="database" title="No dataset yet" actions={<ButtonLink href="/datasets">Datasets</ButtonLink>}>
        Training needs a labelled set: import one, or let <code>npm run -s landmarks -- synthesize</code> make faces.
      </EmptyState>
    );
  }

  function change(part: Partial<TrainingFields>) {
    setRefusal(null);
    setFields((before) => ({ ...before, ...part }));
  }
  const changeSet = (index: number, part: Partial<SetFields>) =>
    change({ sets: fields.sets.map((set, i) => (i === index ? { ...set, ...part } : set)) });

  function addSet() {
    const used = new Set(fields.sets.map(({ dataset }) => dataset));
    const next = choices.sets.find(({ name }) => !used.has(name)) ?? choices.sets[0];
    const percent = Math.floor(100 / (fields.sets.length + 1));
    const first = 100 - percent * fields.sets.length;
    const shared = fields.sets.map((set, i) => ({ ...set, percent: String(i === 0 ? first : percent) }));
    change({ sets: [...shared, usualSet(next, percent)] });
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!result.config) {
      form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
      return;
    }
    setBusy(true);
    try {
      const run =
        fields.place === 'tab' && gpu.kind === 'found'
          ? await trainInThisTab(result.config, gpu.gpu)
          : await postJson<TrainingRunInfo>('/api/training', result.config);
      router.push(`/training/${run.id}`);
    } catch (error) {
      const field = error instanceof RequestError ? ((error.body as { field?: string } | null)?.field ?? null) : null;
      setRefusal({ field, text: errorLine(error) });
      setBusy(false);
    }
  }

  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} aria-label="New training run" noValidate>
      <div className={styles.line}>
        <span>Train</span>
        <Select
          label="Network"
          hideLabel
          value={fields.architecture}
          options={[
            { value: 'full', label: 'FULL, 264,317 parameters' },
            { value: 'shallow', label: 'SHALLOW, 201,853 parameters' },
          ]}
          onChange={(architecture) => change({ architecture })}
        />
        <PlaceChoice place={fields.place} gpu={gpu} onChange={(place) => change({ place })} />
      </div>
      {fields.sets.map((set, index) => (
        <SetRow
          key={index}
          index={index}
          count={fields.sets.length}
          mix={fields.mix}
          fields={set}
          parts={result.parts[index] ?? null}
          choices={choices}
          errors={errors}
          onChange={(part) => changeSet(index, part)}
          onDataset={(name) => {
            const chosen = choices.sets.find((candidate) => candidate.name === name);
            if (chosen) changeSet(index, { ...usualSet(chosen, 0), percent: set.percent, repeat: set.repeat });
          }}
          onRemove={() => change({ sets: withoutSet(fields.sets, index) })}
        />
      ))}
      <FieldErrors fields={['data']} errors={errors} />
      <div className={styles.line}>
        <Button variant="quiet" icon="plus" onClick={addSet}>
          Another set
        </Button>
        {(fields.sets.length > 1 || fields.mix === 'repeat') && (
          <Segmented
            label="How the sets are mixed"
            options={[
              { value: 'share', label: 'mixed by shares' },
              { value: 'repeat', label: 'by repeats' },
            ]}
            value={fields.mix}
            onChange={(mix) => change({ mix })}
          />
        )}
      </div>
      <div className={styles.line}>
        {fields.mix === 'share' && (
          <Field
            field="images"
            label="Images an epoch"
            value={fields.images}
            onValue={(images) => change({ images })}
            errors={errors}
            placeholder={result.estimate ? formatCount(result.estimate.epochImages) : 'all'}
            unit="images an epoch,"
          />
        )}
        <Select label="Loss" hideLabel value={fields.loss} options={LOSSES} onChange={(loss) => change({ loss })} />
        {fields.loss === 'wing' && (
          <>
            <Field
              field="loss.width"
              label="Width of the wing loss, crop px"
              value={fields.width}
              onValue={(width) => change({ width })}
              errors={errors}
              size={2}
              unit="/"
            />
            <Field
              field="loss.curvature"
              label="Curvature of the wing loss, crop px"
              value={fields.curvature}
              onValue={(curvature) => change({ curvature })}
              errors={errors}
              size={2}
            />
          </>
        )}
        <span>for</span>
        <Field
          field="steps"
          label={`Budget, ${fields.budget}`}
          value={fields.amount}
          onValue={(amount) => change({ amount })}
          errors={errors}
        />
        <Select
          label="Unit of the budget"
          hideLabel
          value={fields.budget}
          options={[
            { value: 'minutes', label: 'minutes' },
            { value: 'epochs', label: 'epochs' },
            { value: 'steps', label: 'steps' },
          ]}
          onChange={(budget) => change({ budget, amount: converted(result.estimate, budget) ?? fields.amount })}
        />
        <span>with seed</span>
        <Field
          field="seed"
          label="Seed"
          value={fields.seed}
          onValue={(seed) => change({ seed })}
          errors={errors}
          size={2}
        />
        <FieldErrors fields={['images', 'loss.width', 'loss.curvature', 'steps', 'seed']} errors={errors} />
      </div>
      <div className={styles.line}>
        <span>Call it</span>
        <InlineField
          label="Title"
          isText
          value={fields.title ?? result.title}
          error={errors.get('title')}
          errorId={errorIdOf('title')}
          onChange={(title) => change({ title })}
        />
        <span>with the id</span>
        <InlineField
          label="Id of the model"
          isText
          value={fields.model ?? result.model}
          error={errors.get('model')}
          errorId={errorIdOf('model')}
          onChange={(model) => change({ model })}
        />
        <FieldErrors fields={['title', 'model']} errors={errors} />
      </div>
      <MoreSettings fields={fields} choices={choices} errors={errors} onChange={change} />
      <div className={styles.foot}>
        <p role="status">
          {result.estimate ? inWords(result.estimate) : 'Mend what is marked to see how long it takes.'}
        </p>
        <div className={styles.actions}>
          <CopyConfig config={result.input} />
          <Button type="submit" variant="primary" icon="play" busy={busy}>
            Train
          </Button>
        </div>
      </div>
      {refusal && !refusal.field && (
        <p role="alert" className={styles.failure}>
          {refusal.text}
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  /** its path in the config */
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly errors: ReadonlyMap<string, string>;
  readonly size?: number;
  readonly unit?: string;
  readonly placeholder?: string;
}

const Field = ({ field, onValue, errors, ...rest }: FieldProps) => (
  <InlineField {...rest} error={errors.get(field)} errorId={errorIdOf(field)} onChange={onValue} />
);

/** What is left of the shares goes to the first. */
function withoutSet(sets: readonly SetFields[], index: number): readonly SetFields[] {
  const rest = sets.filter((_, i) => i !== index);
  const others = rest.slice(1).reduce((sum, { percent }) => sum + (Number(percent) || 0), 0);
  return rest.map((set, i) => (i === 0 ? { ...set, percent: String(Math.max(0, 100 - others)) } : set));
}

/** The same budget in another unit. */
function converted(estimate: Estimate | null, unit: TrainingFields['budget']): string | null {
  if (!estimate) return null;
  if (unit === 'steps') return String(estimate.steps);
  const value = unit === 'epochs' ? estimate.epochs : estimate.seconds / 60;
  return String(Number(value.toPrecision(3)));
}

function inWords({ steps, batch, epochs, epochImages, seconds, imagesPerSecond, isMeasured }: Estimate): string {
  const passes = epochs < 10 ? epochs.toFixed(1) : formatCount(epochs);
  const speed = `${imagesPerSecond.toFixed(0)} images a second`;
  const source = isMeasured ? 'as last measured here' : 'a guess until something was trained here';
  return (
    `${formatCount(steps)} steps of ${batch} images: ${passes} epochs of ${formatCount(epochImages)}. ` +
    `About ${formatDuration(seconds)} at ${speed}, ${source}.`
  );
}
