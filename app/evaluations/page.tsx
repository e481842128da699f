import type { Metadata } from 'next';
import Link from 'next/link';
import styles from '@/components/evaluations/evaluations-page.module.css';
import { EvaluationsTable } from '@/components/evaluations/evaluations-table';
import { ImportPredictions } from '@/components/evaluations/import-predictions';
import { NewEvaluation } from '@/components/evaluations/new-evaluation';
import { QueuePanel } from '@/components/evaluations/queue/queue-panel';
import { RefreshWhenDone } from '@/components/evaluations/queue/refresh-when-done';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf } from '@/components/ui/format-number';
import { listDatasets } from '@/lib/server/datasets';
import { listFilterTargets } from '@/lib/server/evaluation-sources';
import { listEvaluations } from '@/lib/server/evaluations';
import { listModels } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Evaluations' };
export const dynamic = 'force-dynamic';

interface EvaluationsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** The gallery's filter, sent along in the address: one that nobody has given a name. */
const GALLERY_FILTER = 'gallery';

export default async function EvaluationsPage({ searchParams }: EvaluationsPageProps) {
  const [runs, models, datasets, saved, asked] = await Promise.all([
    listEvaluations(),
    listModels(),
    listDatasets(),
    listFilterTargets(),
    searchParams,
  ]);
  const word = (key: string) => (typeof asked[key] === 'string' ? asked[key] : undefined);
  const query = word('filter');
  const filters = query ? [{ id: GALLERY_FILTER, name: "the gallery's filter", query }, ...saved] : saved;
  const initial = {
    model: word('model'),
    dataset: word('dataset'),
    split: word('split'),
    filter: query && GALLERY_FILTER,
    picked: word('picked') === '1',
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Evaluations</h1>
          <p>{countOf(runs.length, 'run')}; only runs of one table may be compared as they stand</p>
        </div>
        <div className={styles.actions}>
          <Link href="/evaluations/losses">Loss surfaces</Link>
          <ImportPredictions datasets={datasets.map(({ id, name }) => ({ id, name }))} />
        </div>
      </header>
      <NewEvaluation
        key={JSON.stringify(initial)}
        models={models.map(({ id, title }) => ({ id, title }))}
        datasets={datasets}
        filters={filters}
        initial={initial}
      />
      <QueuePanel />
      <RefreshWhenDone />
      {runs.length === 0 ? (
        <EmptyState icon="check" title="No run yet">
          Choose a model, a set and a split above. What the model has not seen yet is predicted here in the browser
          first.
        </EmptyState>
      ) : (
        <EvaluationsTable runs={runs} />
      )}
    </div>
  );
}
