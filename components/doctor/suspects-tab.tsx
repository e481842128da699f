'use client';

import { useState } from 'react';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import type { OverlayLayer } from '@/components/overlay/overlay-store';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatCount } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import { showError } from '@/components/ui/toast-store';
import type { DoctorSummary, SuspectPage, SuspectQuery } from '@/lib/contracts/doctor';
import { errorLine, fetchJson } from '@/lib/request';
import { suspectHref } from './doctor-url';
import { SuspectTile } from './suspect-tile';
import styles from './suspects-tab.module.css';

const LAYERS: readonly OverlayLayer[] = ['groundTruth', 'prediction', 'contours', 'vectors'];

const WHICH = [
  { value: 'open', label: 'To look at' },
  { value: 'all', label: 'All' },
] as const;

interface SuspectsTabProps {
  readonly report: DoctorSummary;
  /** the first page of those that ask for an answer */
  readonly first: SuspectPage;
}

/** Faces whose labels are probably wrong, the most suspect first, each with the reasons. */
export function SuspectsTab({ report, first }: SuspectsTabProps) {
  const { datasetId } = report;
  const [which, setWhich] = useState<SuspectQuery['state']>('open');
  const [page, setPage] = useState(first);
  const [isLoading, setIsLoading] = useState(false);
  const model = report.evidence.find(({ objection, isStored }) => objection === null && isStored)?.model ?? null;

  async function read(state: SuspectQuery['state'], cursor: number) {
    setIsLoading(true);
    try {
      const params = new URLSearchParams({ state, cursor: String(cursor) });
      const next = await fetchJson<SuspectPage>(`/api/datasets/${datasetId}/doctor/suspects?${params}`);
      setPage(cursor === 0 ? next : { ...next, items: [...page.items, ...next.items] });
      setWhich(state);
    } catch (error) {
      showError(errorLine(error));
    } finally {
      setIsLoading(false);
    }
  }

  const { items, total, nextCursor } = page;
  const firstOpen = first.items[0];
  return (
    <section aria-label="Suspects" className={styles.suspects}>
      <header className={styles.head}>
        <Segmented label="Which faces" options={WHICH} value={which} onChange={(state) => read(state, 0)} />
        <p role="status">
          {countOf(total, 'face')}
          {which === 'all' && total > 0 && `, ${formatCount(report.suspicious)} of a score over 50 %`}
        </p>
        <OverlayBar layers={LAYERS} />
        {firstOpen && (
          <ButtonLink
            variant="primary"
            icon="play"
            href={suspectHref(datasetId, firstOpen.sampleId, model, first.total)}
          >
            Work through them
          </ButtonLink>
        )}
      </header>
      {items.length === 0 ? (
        <EmptyState icon="check" title={which === 'open' ? 'Nothing asks for an answer' : 'No face is suspect'}>
          {which === 'open'
            ? 'Every suspect has been answered or edited, or there was none. Examine again after larger changes.'
            : 'Nothing was found to say against any label.'}
        </EmptyState>
      ) : (
        <ol className={styles.grid}>
          {items.map((suspect) => (
            <li key={suspect.sampleId}>
              <SuspectTile suspect={suspect} href={suspectHref(datasetId, suspect.sampleId, model, first.total)} />
            </li>
          ))}
        </ol>
      )}
      {nextCursor !== null && (
        <footer className={styles.foot}>
          <span>
            {items.length} of {countOf(total, 'face')}
          </span>
          <Button busy={isLoading} onClick={() => read(which, nextCursor)}>
            Show more
          </Button>
        </footer>
      )}
    </section>
  );
}
