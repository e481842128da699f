import type { Metadata } from 'next';
import Link from 'next/link';
import { CardWarning } from '@/components/evaluations/compare/card-warning';
import { ComparisonTable } from '@/components/evaluations/compare/comparison-table';
import { PairExplorer } from '@/components/evaluations/compare/pair-explorer';
import { RunPicker } from '@/components/evaluations/compare/run-picker';
import styles from '@/components/evaluations/evaluation-page.module.css';
import { ReportMenu } from '@/components/evaluations/report-menu';
import { runTitle } from '@/components/evaluations/verdict';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf } from '@/components/ui/format-number';
import { drawnFace } from '@/lib/evaluation/drawn-face';
import { compareEvaluations } from '@/lib/server/evaluation-reports';
import { getEvaluation, listEvaluations } from '@/lib/server/evaluations';
import { getModel } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Comparison' };
export const dynamic = 'force-dynamic';

interface ComparePageProps {
  readonly searchParams: Promise<{ readonly runs?: string | readonly string[] }>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const asked = String((await searchParams).runs ?? '')
    .split(',')
    .filter(Boolean);
  const found = await Promise.all([...new Set(asked)].map(getEvaluation));
  const runs = found.filter((run) => run !== null);
  const all = await listEvaluations();
  const choices = all.map((run) => ({ id: run.id, title: runTitle(run), createdAt: run.createdAt }));
  const ids = runs.map(({ id }) => id);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Comparison</h1>
          <p>
            <Link href="/evaluations">Evaluations</Link> / {countOf(runs.length, 'run')}
          </p>
        </div>
        <div className={styles.actions}>
          <RunPicker choices={choices} chosen={ids} />
          {ids.length > 1 && <ReportMenu address={`/api/evaluations/compare/report?runs=${ids.join(',')}`} />}
        </div>
      </header>
      {runs.length < 2 ? (
        <EmptyState icon="check" title="Choose two runs or more">
          Add runs above, or tick them in the list of evaluations. The first is what the others are measured against.
        </EmptyState>
      ) : (
        <Comparison ids={ids} />
      )}
    </div>
  );
}

async function Comparison({ ids }: { readonly ids: readonly string[] }) {
  const comparison = await compareEvaluations(ids);
  const [first] = comparison.runs;
  const [evaluation, model] = await Promise.all([getEvaluation(first.id), getModel(first.modelId)]);
  return (
    <>
      <CardWarning comparison={comparison} />
      <ComparisonTable comparison={comparison} />
      {evaluation && comparison.pairs.length > 0 && (
        <PairExplorer
          comparison={comparison}
          datasetId={evaluation.datasetId}
          shape={drawnFace(model?.card.meanShape ?? null)}
        />
      )}
    </>
  );
}
