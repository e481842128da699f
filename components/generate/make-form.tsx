'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { countOf } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { datasetNameSchema } from '@/lib/contracts/common';
import { PRESETS } from '@/lib/synthesis/presets';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';
import { commandLine, limitsHref } from './command-line';
import type { KnownDataset } from './known-dataset';
import styles from './make-form.module.css';
import { NumberField } from './number-field';
import { limitsKey, type Settings } from './settings-url';

interface MakeFormProps {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
  /** there are generated faces to vary */
  readonly varies: boolean;
  readonly datasets: readonly KnownDataset[];
  /** name of the dataset that the faces to vary come from */
  readonly source: string | null;
  readonly error: string | null;
  readonly onStart: (dataset: string) => Promise<void>;
}

const NEW = '';

/** "Generated large poses", after the preset that the limits are; without one, after the seed. */
function suggestedName({ limits, seed, like }: Settings): string {
  if (like.length > 0) return 'More like these';
  const preset = PRESETS.find((known) => limitsKey(known.limits) === limitsKey(limits));
  return preset && preset.id !== 'free' ? `Generated ${preset.title.toLowerCase()}` : `Generated set ${seed}`;
}

/** What it is called, how many faces, how large, and into which splits they go. */
export function MakeForm({ settings, onChange, varies, datasets, source, error, onStart }: MakeFormProps) {
  const [into, setInto] = useState<string>(NEW);
  const [typed, setTyped] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const synthetic = datasets.filter(({ kind }) => kind === 'synthetic');
  const name = typed ?? suggestedName(settings);
  const parsed = datasetNameSchema.safeParse(name);
  const namesake = parsed.success ? datasets.find((known) => known.name === parsed.data) : undefined;
  const fault = nameFault(parsed, namesake);
  const target = into === NEW ? (fault === null && parsed.success ? parsed.data : null) : into;
  const { count, size, splits } = settings;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!target) return;
    setStarting(true);
    await onStart(target);
    setStarting(false);
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} aria-label="Make a dataset">
      <div className={styles.into}>
        <Select
          label="Into"
          options={[
            { value: NEW, label: 'a new dataset' },
            // the one that the examples come from stands first
            ...synthetic
              .toSorted((a, b) => Number(b.name === source) - Number(a.name === source))
              .map((known) => ({ value: known.name, label: known.name })),
          ]}
          value={into}
          onChange={setInto}
        />
        {into === NEW && (
          <TextField
            label="Name"
            hideLabel
            value={name}
            onChange={(event) => setTyped(event.target.value)}
            error={fault ?? undefined}
            hint={namesake ? 'A dataset of this name stands already: the faces are added to it.' : undefined}
          />
        )}
      </div>
      <div className={styles.numbers}>
        <NumberField
          label="Faces"
          value={count}
          {...SET_RANGES.count}
          isWhole
          onChange={(next) => onChange({ count: next })}
        />
        <NumberField
          label="Size"
          unit="px"
          value={size}
          {...SET_RANGES.size}
          isWhole
          onChange={(next) => onChange({ size: next })}
        />
        <span className={styles.train}>
          train <b>{splits.train}</b> %
        </span>
        {(['val', 'test'] as const).map((split) => (
          <NumberField
            key={split}
            label={split}
            unit="%"
            value={splits[split]}
            min={0}
            max={splits.train + splits[split]}
            isWhole
            onChange={(share) =>
              onChange({ splits: { ...splits, [split]: share, train: splits.train + splits[split] - share } })
            }
          />
        ))}
      </div>
      <div className={styles.actions}>
        <Button type="submit" variant="primary" icon="face" busy={isStarting} disabled={!target}>
          Make {countOf(count, 'face')}
        </Button>
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
      </div>
      <details className={styles.command}>
        <summary>The same from the command line</summary>
        <code>{commandLine(settings, target ?? 'NAME')}</code>
        {varies && <p>Faces like others are made on this page alone.</p>}
        {Object.keys(settings.limits).length > 0 && (
          <a href={limitsHref(settings.limits)} download="limits.json">
            Download limits.json
          </a>
        )}
      </details>
    </form>
  );
}

function nameFault(
  parsed: ReturnType<typeof datasetNameSchema.safeParse>,
  namesake: KnownDataset | undefined,
): string | null {
  if (!parsed.success) return parsed.error.issues[0].message;
  return namesake?.kind === 'real' ? 'A dataset of real faces has this name: generated ones need another.' : null;
}
