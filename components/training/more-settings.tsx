import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { TrainingChoices } from '@/lib/contracts/training-run';
import { MORE_FIELDS, type MoreField, type TrainingFields } from './form-fields';
import styles from './training-form.module.css';

interface MoreSettingsProps {
  readonly fields: TrainingFields;
  readonly choices: TrainingChoices;
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (change: Partial<TrainingFields>) => void;
}

const LOOKS: Readonly<Record<MoreField, { label: string; usual: string; hint: string }>> = {
  batch: { label: 'Batch', usual: '16', hint: 'images a step, over all workers' },
  workers: { label: 'Workers', usual: '2', hint: 'copies of the network, each on a core' },
  learningRate: { label: 'Learning rate', usual: '0.002', hint: 'the highest; a cosine brings it down' },
  warmupSteps: { label: 'Warm-up steps', usual: 'a twentieth', hint: 'until the highest rate is reached' },
  validateEvery: { label: 'Steps between measurements', usual: 'an epoch', hint: 'at most a hundred in all' },
  augmentation: { label: 'Augmentation', usual: '1', hint: 'of pose and picture: 0 none to 2' },
  finalAugmentation: { label: 'Augmentation at the end', usual: 'the same', hint: 'over the second half' },
  mirrored: { label: 'Mirrored crops', usual: '0.5', hint: 'their share of a batch: 0–1' },
  finalMirrored: { label: 'Mirrored crops at the end', usual: 'the same', hint: 'over the second half' },
  jitter: { label: 'Crop jitter', usual: '1', hint: 'how far crops are off the face: 0–2' },
  margin: { label: 'Crop margin', usual: '1.4', hint: 'side over the longer side of the face' },
  confidenceWeight: { label: 'Weight of confidence', usual: '2', hint: '0 leaves it untrained' },
  depthWeight: { label: 'Weight of depth', usual: '0.5', hint: '0 leaves z untrained' },
  negatives: { label: 'Crops without a face', usual: '0.1', hint: 'their share of a batch: 0–0.5' },
};

/** Settings that few change, folded away; an empty field has its default. */
export function MoreSettings({ fields, choices, errors, onChange }: MoreSettingsProps) {
  const { place, more, startFrom, teacher, teacherShare, architecture } = fields;
  const margin = Number(more.margin || '1.4');
  const fitting = choices.models.filter((model) => model.margin === margin);
  const isOpen =
    startFrom !== '' ||
    teacher !== '' ||
    fields.allowOverlap ||
    MORE_FIELDS.some((field) => errors.has(field) || more[field] !== undefined);
  return (
    <details className={styles.more} open={isOpen || undefined}>
      <summary>More settings</summary>
      <div className={styles.settings}>
        {MORE_FIELDS.map((field) => {
          const { label, usual, hint } = LOOKS[field];
          const isAlone = field === 'workers' && place === 'tab';
          return (
            <TextField
              key={field}
              label={label}
              inputMode="decimal"
              placeholder={usual}
              value={isAlone ? '1' : (more[field] ?? '')}
              disabled={isAlone}
              hint={
                isAlone
                  ? 'a tab has one, on its GPU'
                  : field === 'workers'
                    ? `${hint}; this machine has ${choices.cores}`
                    : hint
              }
              error={errors.get(field)}
              onChange={(event) => onChange({ more: { ...more, [field]: event.target.value } })}
            />
          );
        })}
        <ModelChoice
          label="Start from"
          none="random weights"
          value={startFrom}
          // the full network can lose blocks to become the shallow one, not the other way round
          models={fitting.filter((model) => architecture === 'shallow' || model.architecture === 'full')}
          error={errors.get('startFrom')}
          onChange={(value) => onChange({ startFrom: value })}
        />
        <ModelChoice
          label="Taught by"
          none="the labels alone"
          value={teacher}
          models={fitting}
          error={errors.get('teacher.model')}
          onChange={(value) => onChange({ teacher: value })}
        />
        {teacher && (
          <TextField
            label="The teacher’s share"
            inputMode="decimal"
            value={teacherShare}
            hint="how far its answer replaces the label: up to 1"
            error={errors.get('teacher.share')}
            onChange={(event) => onChange({ teacherShare: event.target.value })}
          />
        )}
      </div>
      <Checkbox checked={fields.allowOverlap} onChange={(allowOverlap) => onChange({ allowOverlap })}>
        Allow overlap: images that are trained on too are left out of the measured split
      </Checkbox>
      {Object.keys(fields.kept).length > 0 && (
        <p className={styles.kept}>
          Kept from the earlier run:{' '}
          {Object.entries(fields.kept)
            .map(([setting, value]) => `${setting} ${value}`)
            .join(', ')}
        </p>
      )}
    </details>
  );
}

interface ModelChoiceProps {
  readonly label: string;
  /** what stands for no model */
  readonly none: string;
  readonly value: string;
  readonly models: TrainingChoices['models'];
  readonly error: string | undefined;
  readonly onChange: (id: string) => void;
}

function ModelChoice({ label, none, value, models, error, onChange }: ModelChoiceProps) {
  const known = models.some(({ id }) => id === value) || value === '';
  return (
    <div className={styles.stacked}>
      <Select
        label={label}
        className={styles.stacked}
        value={value}
        options={[
          { value: '', label: none },
          ...models.map(({ id, title }) => ({ value: id, label: title })),
          ...(known ? [] : [{ value, label: `${value} (sees other crops)` }]),
        ]}
        onChange={onChange}
        aria-invalid={error ? true : undefined}
      />
      {error && <p className={styles.failure}>{error}</p>}
    </div>
  );
}
