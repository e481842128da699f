'use client';

import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatCount } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import type { CopiesReport, CopyGroup } from '@/lib/contracts/doctor';
import styles from './copies-tab.module.css';
import { CopyGroupRow } from './copy-group';
import { PeopleList } from './people-list';

type Which = 'splits' | 'datasets' | 'all';

const HOLDS: Readonly<Record<Which, (group: CopyGroup) => boolean>> = {
  splits: ({ acrossSplits }) => acrossSplits,
  datasets: ({ acrossDatasets }) => acrossDatasets,
  all: () => true,
};

/** Groups shown at once. */
const STEP = 40;

interface CopiesTabProps {
  readonly copies: CopiesReport;
  readonly datasetName: string;
}

/** Images that are there more than once, those first that stand in two splits: what was trained on is tested on. */
export function CopiesTab({ copies, datasetName }: CopiesTabProps) {
  const { groups, groupCount, people, images } = copies;
  const leaks = groups.filter(HOLDS.splits).length;
  const shared = groups.filter(HOLDS.datasets).length;
  const [which, setWhich] = useState<Which>(leaks > 0 ? 'splits' : 'all');
  const [shown, setShown] = useState(STEP);
  if (groupCount === 0 && people.length === 0) {
    return (
      <EmptyState icon="check" title="No copy and no leak">
        None of {countOf(images, 'image')} of {datasetName} is there twice, in this set or in another, and nobody stands
        in two splits.
      </EmptyState>
    );
  }
  const chosen = groups.filter(HOLDS[which]);
  return (
    <div className={styles.copies}>
      <section aria-labelledby="copies">
        <header className={styles.head}>
          <h2 id="copies">Images that are there more than once</h2>
          <Segmented
            label="Which groups"
            value={which}
            onChange={(next) => {
              setWhich(next);
              setShown(STEP);
            }}
            options={[
              { value: 'splits', label: `Across splits ${formatCount(leaks)}` },
              { value: 'datasets', label: `Across datasets ${formatCount(shared)}` },
              { value: 'all', label: `All ${formatCount(groupCount)}` },
            ]}
          />
        </header>
        {chosen.length === 0 ? (
          <p className={styles.quiet}>
            {which === 'splits' ? 'No picture stands in two splits.' : 'No group of this kind.'}
          </p>
        ) : (
          <ul className={styles.groups}>
            {chosen.slice(0, shown).map((group) => (
              <li key={group.members.map(({ sampleId }) => sampleId).join(' ')}>
                <CopyGroupRow group={group} />
              </li>
            ))}
          </ul>
        )}
        {chosen.length > shown && (
          <button type="button" className={styles.more} onClick={() => setShown(shown + STEP)}>
            Show more: {shown} of {countOf(chosen.length, 'group')}
          </button>
        )}
        {groupCount > groups.length && (
          <p className={styles.quiet}>
            The first {formatCount(groups.length)} of {countOf(groupCount, 'group')} are listed; mend these and examine
            again.
          </p>
        )}
      </section>
      <PeopleList copies={copies} />
    </div>
  );
}
