import type { Metadata } from 'next';
import styles from '@/components/evaluations/evaluations-page.module.css';
import { EvaluationsTable } from '@/components/evaluations/evaluations-table';
import { NewEvaluation } from '@/components/evaluations/new-evaluation';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf } from '@/components/ui/format-number';
import { listDatasets } from '@/lib/server/datasets';
import { listEvaluations } from '@/lib/server/evaluations';
import { listModels } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Evaluations' };
export const dynamic = 'force-dynamic';

interface EvaluationsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function EvaluationsPage({ searchParams }: EvaluationsPageProps) {
  const [runs, models, datasets, asked] = await Promise.all([
    listEvaluations(),
    listModels(),
    listDatasets(),
    searchParams,
  ]);
  const word = (key: string) => (typeof asked[key] === 'string' ? asked[key] : undefined);
  const initial = { model: word('model'), dataset: word('dataset'), split: word('split') };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Evaluations</h1>
        <p>{countOf(runs.length, 'run')}; below each, what one constant face would have had</p>
      </header>
      <NewEvaluation
        key={JSON.stringify(initial)}
        models={models.map(({ id, title }) => ({ id, title }))}
        datasets={datasets}
        initial={initial}
      />
      {runs.length === 0 ? (
        <EmptyState icon="check" title="No run yet">
          Choose a model, a set and a split above. What the model has not seen yet is predicted here in the browser
          first.
        </EmptyState>
      ) : (
        <div className={styles.runs}>
          <EvaluationsTable runs={runs} />
        </div>
      )}
    </div>
  );
}
