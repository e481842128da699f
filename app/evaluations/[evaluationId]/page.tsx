import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ContactSheet } from '@/components/evaluations/contact-sheet';
import { EvaluationCharts } from '@/components/evaluations/evaluation-charts';
import styles from '@/components/evaluations/evaluation-page.module.css';
import { splitName } from '@/components/evaluations/evaluations-table';
import { Headline } from '@/components/evaluations/headline';
import { MetricCardPanel } from '@/components/evaluations/metric-card-panel';
import { ButtonLink } from '@/components/ui/button';
import { countOf, formatDate } from '@/components/ui/format-number';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import { evaluationErrors, evaluationImages } from '@/lib/server/evaluation-results';
import { getEvaluation } from '@/lib/server/evaluations';

export const dynamic = 'force-dynamic';

interface EvaluationPageProps {
  readonly params: Promise<{ readonly evaluationId: string }>;
}

const titleOf = ({ modelTitle, datasetName, split }: EvaluationSummary): string =>
  `${modelTitle} on ${datasetName}, ${splitName(split)}`;

export async function generateMetadata({ params }: EvaluationPageProps): Promise<Metadata> {
  const run = await getEvaluation((await params).evaluationId);
  return { title: run ? titleOf(run) : 'Run not found' };
}

export default async function EvaluationPage({ params }: EvaluationPageProps) {
  const { evaluationId } = await params;
  const run = await getEvaluation(evaluationId);
  if (!run) notFound();
  const [errors, images] = await Promise.all([evaluationErrors(run.id), evaluationImages(run.id)]);
  const { report } = run;
  const query = viewQuery(run);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{titleOf(run)}</h1>
          <p>
            {countOf(report.images, 'image')}, {formatDate(run.createdAt)} UTC
          </p>
        </div>
        <div className={styles.actions}>
          <ButtonLink icon="grid" href={`/datasets/${run.datasetId}?${query}`}>
            Open in the gallery
          </ButtonLink>
          <ButtonLink icon="download" href={`/api/evaluations/${run.id}/report`} download>
            Report as JSON
          </ButtonLink>
        </div>
      </header>
      <Headline report={report} />
      <aside className={styles.card}>
        <MetricCardPanel report={report} />
      </aside>
      <div className={styles.main}>
        <EvaluationCharts
          report={report}
          errors={errors.map(({ error }) => error)}
          nmes={errors.map(({ nmeInterOcular }) => nmeInterOcular)}
          galleryHref={`/datasets/${run.datasetId}?${query}`}
        />
        <ContactSheet evaluationId={run.id} first={images} total={report.images} query={query} />
      </div>
    </div>
  );
}

/** The gallery's words for the run's images, worst first. */
function viewQuery({ modelId, crop, split }: EvaluationSummary): string {
  const query = new URLSearchParams({ model: modelId, sort: 'error' });
  if (split !== 'all') query.set('split', split);
  if (crop !== 'ground-truth') query.set('crop', crop);
  return query.toString();
}
