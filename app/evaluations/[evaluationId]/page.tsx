import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DeleteRun } from '@/components/evaluations/delete-run';
import styles from '@/components/evaluations/evaluation-page.module.css';
import { Headline } from '@/components/evaluations/headline';
import { ReportMenu } from '@/components/evaluations/report-menu';
import { RunExplorer } from '@/components/evaluations/run/run-explorer';
import { StaleBar } from '@/components/evaluations/run/stale-bar';
import { runGalleryQuery } from '@/components/evaluations/run-query';
import { runTitle } from '@/components/evaluations/verdict';
import { ButtonLink } from '@/components/ui/button';
import { countOf, formatDate } from '@/components/ui/format-number';
import { drawnFace } from '@/lib/evaluation/drawn-face';
import { liveTotals } from '@/lib/server/evaluation-current';
import { getEvaluation } from '@/lib/server/evaluations';
import { getModel } from '@/lib/server/models';

export const dynamic = 'force-dynamic';

interface EvaluationPageProps {
  readonly params: Promise<{ readonly evaluationId: string }>;
}

export async function generateMetadata({ params }: EvaluationPageProps): Promise<Metadata> {
  const run = await getEvaluation((await params).evaluationId);
  return { title: run ? runTitle(run) : 'Run not found' };
}

export default async function EvaluationPage({ params }: EvaluationPageProps) {
  const { evaluationId } = await params;
  const run = await getEvaluation(evaluationId);
  if (!run) notFound();
  const [live, model] = await Promise.all([liveTotals(run.id), getModel(run.modelId)]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{runTitle(run)}</h1>
          <p>
            <Link href="/evaluations">Evaluations</Link> / {countOf(run.report.images, 'image')},{' '}
            {formatDate(run.createdAt)} UTC
          </p>
        </div>
        <div className={styles.actions}>
          <ButtonLink icon="grid" href={`/datasets/${run.datasetId}?${runGalleryQuery(run, run.report.card)}`}>
            Open in the gallery
          </ButtonLink>
          <ReportMenu
            address={`/api/evaluations/${run.id}/report?`}
            predictions={`/api/evaluations/${run.id}/predictions?`}
          />
          <DeleteRun id={run.id} title={runTitle(run)} />
        </div>
      </header>
      <StaleBar run={run} live={live} />
      <Headline report={run.report} />
      <RunExplorer run={run} shape={drawnFace(model?.card.meanShape ?? null)} />
    </div>
  );
}
