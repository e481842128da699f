'use client';

import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { formatCount } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import { TextField } from '@/components/ui/text-field';
import type { SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import { ErrorHistogram } from './error-histogram';
import styles from './filters.module.css';
import { ALL_DATASETS, isFiltered, NO_FILTERS, toggled } from './gallery-query';
import type { GalleryViewState } from './use-gallery-view';

const SPLIT_WORDS: Readonly<Record<string, string>> = { none: 'no split' };
const SPLIT_ORDER = ['train', 'val', 'test', 'none'];

interface FiltersProps {
  readonly scope: string;
  readonly view: GalleryViewState;
  readonly facets: SampleFacets;
  readonly modelTitle: string | null;
}

/** What to show; every choice carries how many faces it would give. */
export function Filters({ scope, view, facets, modelTitle }: FiltersProps) {
  const { query, change } = view;
  const filter = (changes: Partial<SampleQuery>) => change({ query: changes });
  const splits = facets.splits.toSorted((a, b) => SPLIT_ORDER.indexOf(a.value) - SPLIT_ORDER.indexOf(b.value));
  return (
    <div className={styles.filters}>
      <NameSearch value={query.q ?? ''} onChange={(q) => change({ query: { q: q || undefined } }, 'replace')} />
      {scope === ALL_DATASETS && (
        <>
          <ChoiceList
            title="Dataset"
            choices={facets.datasets.map(({ id, name, count }) => ({ value: id, label: name, count }))}
            chosen={query.dataset}
            onToggle={(id) => filter({ dataset: toggled(query.dataset, id) })}
          />
          <ChoiceList
            title="Kind"
            choices={facets.kinds.map(({ value, count }) => ({ value, label: value, count }))}
            chosen={query.kind}
            onToggle={(kind) => filter({ kind: toggled(query.kind, kind as 'synthetic' | 'real') })}
          />
        </>
      )}
      <ChoiceList
        title="Split"
        choices={splits.map(({ value, count }) => ({ value, label: SPLIT_WORDS[value] ?? value, count }))}
        chosen={query.split}
        onToggle={(split) =>
          filter({ split: toggled(query.split, split as NonNullable<SampleQuery['split']>[number]) })
        }
      />
      {modelTitle !== null && (
        <>
          <Switch
            title="Prediction"
            words={{ yes: 'with', no: 'without' }}
            count={facets.predicted}
            value={query.predicted}
            onChange={(predicted) => filter({ predicted })}
          />
          <section>
            <h3>Error of {modelTitle}</h3>
            <ErrorHistogram
              errors={facets.errors}
              min={query.minError}
              max={query.maxError}
              onChange={(minError, maxError) => filter({ minError, maxError })}
            />
          </section>
        </>
      )}
      <Switch
        title="Corrected by a person"
        words={{ yes: 'yes', no: 'no' }}
        count={facets.edited}
        value={query.edited}
        onChange={(edited) => filter({ edited })}
      />
      {isFiltered(scope, query) && (
        <Button
          icon="close"
          onClick={() => filter({ ...NO_FILTERS, dataset: scope === ALL_DATASETS ? undefined : query.dataset })}
        >
          Clear all filters
        </Button>
      )}
    </div>
  );
}

const TYPING_PAUSE_MS = 250;

function NameSearch({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // the address may change under the field: Back, or "clear all filters"
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcuts('Filters', [
    { keys: '/', label: 'Find by name', run: () => field.current?.querySelector('input')?.focus() },
  ]);
  return (
    <div ref={field}>
      <TextField
        type="search"
        label="Find by name"
        hideLabel
        icon="search"
        placeholder="Name"
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(next.trim()), TYPING_PAUSE_MS);
        }}
      />
    </div>
  );
}

interface ChoiceListProps {
  readonly title: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly count: number }[];
  readonly chosen: readonly string[] | undefined;
  readonly onToggle: (value: string) => void;
}

function ChoiceList({ title, choices, chosen, onToggle }: ChoiceListProps) {
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>{title}</legend>
      {choices.map(({ value, label, count }) => (
        <Checkbox
          key={value}
          checked={chosen?.includes(value) ?? false}
          onChange={() => onToggle(value)}
          aside={formatCount(count)}
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

interface SwitchProps {
  readonly title: string;
  readonly words: { readonly yes: string; readonly no: string };
  /** of those that say yes */
  readonly count: number;
  readonly value: 'yes' | 'no' | undefined;
  readonly onChange: (value: 'yes' | 'no' | undefined) => void;
}

function Switch({ title, words, count, value, onChange }: SwitchProps) {
  return (
    <section>
      <h3>{title}</h3>
      <Segmented
        label={title}
        options={[
          { value: 'any', label: 'any' },
          { value: 'yes', label: `${words.yes} ${formatCount(count)}` },
          { value: 'no', label: words.no },
        ]}
        value={value ?? 'any'}
        onChange={(next) => onChange(next === 'any' ? undefined : (next as 'yes' | 'no'))}
      />
    </section>
  );
}
