import { useState } from 'react';
import { formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import type { Option } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import type { TrainingChoices } from '@/lib/contracts/training-run';
import { SPLITS } from '@/lib/datasets/sample';
import type { TrainingParts } from '@/lib/datasets/training-parts';
import type { SetFields } from './form-fields';
import { errorIdOf, FieldErrors, InlineField } from './inline-field';
import styles from './training-form.module.css';

interface SetRowProps {
  readonly index: number;
  readonly count: number;
  readonly mix: 'share' | 'repeat';
  readonly fields: SetFields;
  readonly parts: TrainingParts | null;
  readonly choices: TrainingChoices;
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (change: Partial<SetFields>) => void;
  readonly onDataset: (name: string) => void;
  readonly onRemove: () => void;
}

/** "on 60 % of face-synthetics, train, measured on val". */
export function SetRow({
  index,
  count,
  mix,
  fields,
  parts,
  choices,
  errors,
  onChange,
  onDataset,
  onRemove,
}: SetRowProps) {
  const { dataset, splits, validation, percent, repeat, limit } = fields;
  const [hadLimit] = useState(limit !== '');
  const set = choices.sets.find(({ name }) => name === dataset);
  const path = (field: string) => `data.${index}.${field}`;
  const invalid = (field: string) => ({
    'aria-invalid': errors.has(path(field)) || undefined,
    'aria-describedby': errors.has(path(field)) ? errorIdOf(path(field)) : undefined,
  });
  const which = count > 1 ? ` of set ${index + 1}` : '';
  return (
    <div className={styles.line}>
      <span className={styles.word}>{index === 0 ? 'on' : 'and'}</span>
      {mix === 'share' && count > 1 && (
        <>
          <InlineField
            label={`Share${which}, percent`}
            size={3}
            unit="%"
            value={percent}
            error={errors.get(path('share')) ?? errors.get('data')}
            errorId={errorIdOf(errors.has(path('share')) ? path('share') : 'data')}
            onChange={(value) => onChange({ percent: value })}
          />
          <span>of</span>
        </>
      )}
      {mix === 'repeat' && (
        <>
          <InlineField
            label={`Times each image comes${which}`}
            size={2}
            unit="×"
            value={repeat}
            error={errors.get(path('repeat'))}
            errorId={errorIdOf(path('repeat'))}
            onChange={(value) => onChange({ repeat: value })}
          />
          <span className="visually-hidden">each image of</span>
        </>
      )}
      <Select
        label={`Dataset${which}`}
        hideLabel
        value={dataset}
        options={datasetOptions(choices, dataset)}
        onChange={onDataset}
        {...invalid('dataset')}
      />
      <Select
        label={`Train on${which}`}
        hideLabel
        value={splits}
        options={splitOptions(set?.counts ?? {}, splits)}
        onChange={(value) => onChange({ splits: value })}
        {...invalid('splits')}
      />
      {hadLimit && (
        <>
          <span>at most</span>
          <InlineField
            label={`Images at most${which}`}
            unit="images,"
            value={limit}
            error={errors.get(path('limit'))}
            errorId={errorIdOf(path('limit'))}
            onChange={(value) => onChange({ limit: value })}
          />
        </>
      )}
      <span>measured on</span>
      <Select
        label={`Measured on${which}`}
        hideLabel
        value={validation}
        options={validationOptions(set?.counts ?? {}, validation)}
        onChange={(value) => onChange({ validation: value })}
        {...invalid('validation')}
      />
      {parts && (
        <span className={styles.note}>
          {formatCount(parts.training)} to learn from, {formatCount(parts.validation)} to measure
        </span>
      )}
      {count > 1 && <IconButton label={`Leave ${dataset} out`} icon="close" onClick={onRemove} />}
      <FieldErrors fields={['dataset', 'share', 'repeat', 'splits', 'limit', 'validation'].map(path)} errors={errors} />
    </div>
  );
}

type Counts = TrainingChoices['sets'][number]['counts'];

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** A value of an earlier run stays to be seen, also where it can no longer be had. */
function withCurrent(options: readonly Option<string>[], value: string, label: string): readonly Option<string>[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label }];
}

const datasetOptions = ({ sets }: TrainingChoices, current: string) =>
  withCurrent(
    sets.map(({ name, counts }) => ({ value: name, label: total(counts) === 0 ? `${name} (no labels)` : name })),
    current,
    `${current} (deleted)`,
  );

const splitOptions = (counts: Counts, current: string) =>
  withCurrent(
    [
      { value: '', label: `every split (${formatCount(total(counts))})` },
      ...SPLITS.filter((split) => counts[split]).map((split) => ({
        value: split,
        label: `${split} (${formatCount(counts[split] ?? 0)})`,
      })),
    ],
    current,
    current.replaceAll('+', ' and '),
  );

const validationOptions = (counts: Counts, current: string) =>
  withCurrent(
    [
      ...SPLITS.filter((split) => counts[split]).map((split) => ({
        value: `split:${split}`,
        label: `${split} (${formatCount(counts[split] ?? 0)})`,
      })),
      { value: 'share:0.1', label: '10 % of it' },
      { value: 'share:0.2', label: '20 % of it' },
      { value: 'none', label: 'nothing of it' },
    ],
    current,
    currentValidation(current),
  );

function currentValidation(word: string): string {
  const [kind, value] = word.split(':');
  if (kind === 'share') return `${Number((100 * Number(value)).toFixed(2))} % of it`;
  return kind === 'count' ? `${value} of it` : value;
}
