'use client';

import { useMemo, useState } from 'react';
import { BrushHistogram, rangeWords } from '@/components/charts/brush-histogram';
import { Checkbox } from '@/components/ui/checkbox';
import { formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { histogramScale } from '@/lib/charts/histogram';
import {
  NUMBER_DIMENSIONS,
  type NumberDimension,
  numberColumn,
  rowsPassing,
  WORD_DIMENSIONS,
  type WordColumn,
  type WordDimension,
  wordCounts,
} from '@/lib/evaluation/cross-filter';
import { pick } from '@/lib/evaluation/totals';
import { NUMBER_NAMES, WORD_NAMES } from './dimension-names';
import styles from './filter-panel.module.css';
import type { Explorer } from './use-explorer';
import type { RunViewState } from './use-run-view';

interface FilterPanelProps {
  readonly explorer: Explorer;
  readonly state: RunViewState;
}

/** What the images can be narrowed by beside the charts: words with their counts, and a range of any number. */
export function FilterPanel({ explorer, state }: FilterPanelProps) {
  const { data } = explorer;
  const { ranges } = state.view.filters;
  const [opened, setOpened] = useState<readonly NumberDimension[]>([]);
  // the charts beside have the error and the yaw
  const offered = NUMBER_DIMENSIONS.filter((dimension) => dimension !== 'error' && hasNumbers(explorer, dimension));
  const shown = offered.filter((dimension) => opened.includes(dimension) || ranges[dimension]);
  const hidden = offered.filter((dimension) => !shown.includes(dimension));
  return (
    <section className={styles.panel} aria-label="Filters">
      <h2>Filters</h2>
      {ranges.error && (
        <p className={styles.chosen}>
          error {rangeWords(ranges.error, 'px')}
          <IconButton label="Let go of the error range" icon="close" onClick={() => state.setRange('error', null)} />
        </p>
      )}
      {WORD_DIMENSIONS.map((dimension) => {
        const column = data.words[dimension];
        return column && column.words.length > 1 ? (
          <WordFilter key={dimension} dimension={dimension} column={column} explorer={explorer} state={state} />
        ) : null;
      })}
      {shown.map((dimension) => (
        <RangeFilter
          key={dimension}
          dimension={dimension}
          explorer={explorer}
          state={state}
          onClose={() => {
            setOpened(opened.filter((known) => known !== dimension));
            state.setRange(dimension, null);
          }}
        />
      ))}
      {hidden.length > 0 && (
        <Select
          label="Add a range"
          hideLabel
          value=""
          options={[
            { value: '', label: 'Add a range…' },
            ...hidden.map((dimension) => ({ value: dimension, label: NUMBER_NAMES[dimension].label })),
          ]}
          onChange={(dimension) => dimension && setOpened([...opened, dimension as NumberDimension])}
        />
      )}
    </section>
  );
}

const isKnown = (value: number): boolean => !Number.isNaN(value);

const hasNumbers = ({ data }: Explorer, dimension: NumberDimension): boolean =>
  numberColumn(data.columns, dimension).some(isKnown);

interface WordFilterProps extends FilterPanelProps {
  readonly dimension: WordDimension;
  readonly column: WordColumn;
}

function WordFilter({ dimension, column, explorer, state }: WordFilterProps) {
  const counts = useMemo(
    // tags narrow each other, the others show what choosing differently would give
    () => wordCounts(column, dimension === 'tag' ? explorer.rows : rowsPassing(explorer.refusals, dimension)),
    [column, dimension, explorer.refusals, explorer.rows],
  );
  const chosen = state.view.filters.words[dimension] ?? [];
  return (
    <fieldset className={styles.words}>
      <legend>{WORD_NAMES[dimension]}</legend>
      {counts.map(({ word, count }) => (
        <Checkbox
          key={word}
          checked={chosen.includes(word)}
          onChange={() => state.toggleWord(dimension, word)}
          aside={formatCount(count)}
        >
          {word}
        </Checkbox>
      ))}
    </fieldset>
  );
}

interface RangeFilterProps extends FilterPanelProps {
  readonly dimension: NumberDimension;
  readonly onClose: () => void;
}

function RangeFilter({ dimension, explorer, state, onClose }: RangeFilterProps) {
  const { label, unit, atLeast } = NUMBER_NAMES[dimension];
  const { columns } = explorer.data;
  const all = useMemo(() => numberColumn(columns, dimension).filter(isKnown), [columns, dimension]);
  const scale = useMemo(() => histogramScale(all, atLeast), [all, atLeast]);
  const values = useMemo(
    () => pick(numberColumn(columns, dimension), rowsPassing(explorer.refusals, dimension)).filter(isKnown),
    [columns, dimension, explorer.refusals],
  );
  const range = state.view.filters.ranges[dimension] ?? null;
  return (
    <div className={styles.range}>
      <BrushHistogram
        title={label}
        name={`run-${dimension}`}
        values={values}
        ghost={all}
        scale={scale}
        unit={unit}
        axis={unit}
        range={range}
        onRange={(next, goesOn) => state.setRange(dimension, next, goesOn ? 'replace' : 'push')}
        height={120}
      />
      <IconButton label={`Remove the filter by ${label}`} icon="close" onClick={onClose} />
    </div>
  );
}
