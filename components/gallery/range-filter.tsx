'use client';

import type { ReactNode } from 'react';
import { errorColour } from '@/components/overlay/error-scale';
import type { HistogramId, SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import styles from './filters.module.css';
import { RANGE_KEYS } from './gallery-query';
import { HistogramBrush } from './histogram-brush';
import { useOpenSections } from './open-sections';

interface Look {
  readonly name: string;
  readonly unit: string;
  readonly isClosed?: boolean;
  readonly colourOf?: (value: number) => string;
}

const LOOKS: Readonly<Record<HistogramId, Look>> = {
  error: { name: 'Error', unit: 'px', colourOf: errorColour },
  nme: { name: 'NME', unit: '%' },
  yaw: { name: 'Yaw', unit: '°', isClosed: true },
  size: { name: 'Face size', unit: 'px' },
  region: { name: 'Region error', unit: 'px', colourOf: errorColour },
  disagreement: { name: 'Disagreement', unit: 'px', colourOf: errorColour },
};

interface RangeFilterProps {
  readonly id: HistogramId;
  readonly title: string;
  readonly facets: SampleFacets;
  readonly query: SampleQuery;
  readonly onChange: (changes: Partial<SampleQuery>) => void;
  /** what is chosen before there is something to count */
  readonly children?: ReactNode;
  /** why there is nothing to show */
  readonly whenEmpty: string;
}

/** One value's histogram behind its title; closed, it says the range that is chosen. */
export function RangeFilter({ id, title, facets, query, onChange, children, whenEmpty }: RangeFilterProps) {
  const isOpen = useOpenSections(({ histograms }) => histograms.includes(id));
  const toggle = useOpenSections((store) => store.toggle);
  const [minKey, maxKey] = RANGE_KEYS[id];
  const [min, max] = [query[minKey], query[maxKey]];
  const hasRange = min !== undefined || max !== undefined;
  const look = LOOKS[id];
  const counts = facets.histograms[id];
  return (
    <section>
      <h3>
        <button type="button" className={styles.title} aria-expanded={isOpen} onClick={() => toggle(id)}>
          {title}
          {!isOpen && hasRange && (
            <em>
              {min ?? 0}–{max ?? '…'} {look.unit}
            </em>
          )}
        </button>
      </h3>
      {isOpen && (
        <>
          {children}
          {counts ? (
            <HistogramBrush
              {...look}
              counts={counts}
              min={min}
              max={max}
              onChange={(from, to) => onChange({ [minKey]: from, [maxKey]: to })}
            />
          ) : (
            counts === null && <p className={styles.none}>{whenEmpty}</p>
          )}
        </>
      )}
    </section>
  );
}
