'use client';

import { useEffect } from 'react';
import { REVIEW_LOOKS, VERDICT_WORDS } from '@/components/review/review-words';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import type { ReviewState } from '@/lib/contracts/review';
import type { SampleFacets, SampleQuery, ValueCount } from '@/lib/contracts/sample';
import { REGION_IDS, type RegionId } from '@/lib/landmarks/scheme';
import { ChoiceList } from './choice-list';
import styles from './filters.module.css';
import { ALL_DATASETS, isFiltered, NO_FILTERS, toggled } from './gallery-query';
import type { ModelChoice } from './model-choice';
import { NameSearch } from './name-search';
import { useOpenSections } from './open-sections';
import { RangeFilter } from './range-filter';
import { SavedFilters } from './saved-filters';
import type { GalleryViewState } from './use-gallery-view';

const SPLIT_WORDS: Readonly<Record<string, string>> = { none: 'no split' };
const SPLIT_ORDER = ['train', 'val', 'test', 'none'];

interface FiltersProps {
  readonly scope: string;
  readonly view: GalleryViewState;
  readonly facets: SampleFacets;
  readonly models: readonly ModelChoice[];
  readonly model: ModelChoice | null;
}

/** What to show; every choice carries how many faces it would give. */
export function Filters({ scope, view, facets, models, model }: FiltersProps) {
  const { query, change } = view;
  useEffect(() => {
    void useOpenSections.persist.rehydrate();
  }, []);
  const filter = (changes: Partial<SampleQuery>) => change({ query: changes });
  const range = { facets, query, onChange: filter };
  const splits = facets.splits.toSorted((a, b) => SPLIT_ORDER.indexOf(a.value) - SPLIT_ORDER.indexOf(b.value));
  const hasFilters = isFiltered(scope, query);
  /** a list of the query, by the word it stands under */
  const list = (
    title: string,
    key: 'split' | 'kind' | 'review' | 'verdict',
    counts: readonly ValueCount[],
    words: (value: string) => string,
  ) => (
    <ChoiceList
      title={title}
      choices={counts.map(({ value, count }) => ({ value, label: words(value), count }))}
      chosen={query[key]}
      hideLone={key !== 'review'}
      onToggle={(value) => filter({ [key]: toggled<string>(query[key], value) })}
    />
  );
  return (
    <div className={styles.filters}>
      <NameSearch value={query.q ?? ''} onChange={(q) => change({ query: { q: q || undefined } }, 'replace')} />
      {hasFilters && (
        <Button
          icon="close"
          onClick={() => filter({ ...NO_FILTERS, dataset: scope === ALL_DATASETS ? undefined : query.dataset })}
        >
          Clear all filters
        </Button>
      )}
      {query.crop === 'detector' && (
        <p className={styles.mark}>
          detector crops
          <IconButton
            label="Back to ground-truth crops"
            icon="close"
            onClick={() => filter({ crop: NO_FILTERS.crop })}
          />
        </p>
      )}
      <SavedFilters query={query} canSave={hasFilters} />
      {scope === ALL_DATASETS && (
        <>
          <ChoiceList
            title="Dataset"
            choices={facets.datasets.map(({ id, name, count }) => ({ value: id, label: name, count }))}
            chosen={query.dataset}
            onToggle={(id) => filter({ dataset: toggled(query.dataset, id) })}
          />
          {list('Kind', 'kind', facets.kinds, (kind) => kind)}
        </>
      )}
      {list('Split', 'split', splits, (split) => SPLIT_WORDS[split] ?? split)}
      {list('Review', 'review', facets.reviews, (state) => REVIEW_LOOKS[state as ReviewState].label.toLowerCase())}
      {list('Mistake', 'verdict', facets.verdicts, (verdict) => VERDICT_WORDS[verdict as keyof typeof VERDICT_WORDS])}
      <ChoiceList
        title="Tags, all of"
        choices={facets.tags.map(({ tag, count }) => ({ value: tag, label: tag, count }))}
        chosen={query.tag}
        onToggle={(tag) => filter({ tag: toggled(query.tag, tag) })}
      />
      {model && (
        <>
          <Switch
            title="Prediction"
            words={{ yes: 'with', no: 'without' }}
            count={facets.predicted}
            value={query.predicted}
            onChange={(predicted) => filter({ predicted })}
          />
          <RangeFilter id="error" title={`Error of ${model.title}`} whenEmpty={NO_ERRORS} {...range} />
          <RangeFilter id="nme" title="NME, inter-ocular" whenEmpty={NO_ERRORS} {...range} />
          <RangeFilter id="region" title="Error of a region" whenEmpty={NO_ERRORS} {...range}>
            <Select
              label="Region"
              hideLabel
              options={[
                ...(query.region ? [] : [{ value: '', label: 'Choose a region' }]),
                ...REGION_IDS.map((region) => ({ value: region, label: region.replace('-', ' ') })),
              ]}
              value={query.region ?? ''}
              onChange={(region) => region && filter({ region: region as RegionId })}
            />
          </RangeFilter>
          {models.length > 1 && (
            <RangeFilter
              id="disagreement"
              title="Disagreement of two models"
              whenEmpty="No face has been looked at by both models yet."
              {...range}
            >
              <Select
                label="Second model"
                hideLabel
                options={[
                  ...(query.other ? [] : [{ value: '', label: 'Choose the second model' }]),
                  ...models.filter(({ id }) => id !== model.id).map(({ id, title }) => ({ value: id, label: title })),
                ]}
                value={query.other ?? ''}
                onChange={(other) => other && filter({ other })}
              />
              {facets.pending > 0 && (
                <p role="status" className={styles.none}>
                  {formatCount(facets.pending)} faces are still being compared…
                </p>
              )}
            </RangeFilter>
          )}
        </>
      )}
      <RangeFilter id="yaw" title="Yaw, either way" whenEmpty="No face has a pose." {...range} />
      <RangeFilter id="size" title="Face size" whenEmpty="No face is labelled." {...range} />
      <Switch
        title="Corrected by a person"
        words={{ yes: 'yes', no: 'no' }}
        count={facets.edited}
        value={query.edited}
        onChange={(edited) => filter({ edited })}
      />
    </div>
  );
}

const NO_ERRORS = 'No errors here yet: run the model to have them.';

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
