import { Breadcrumb } from '@/components/ui/breadcrumb';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatCount } from '@/components/ui/format-number';
import type { SetReport } from '@/lib/synthesis/set-report';
import styles from './report-page.module.css';
import { SetReportView } from './set-report-view';

interface ReportPageProps {
  readonly dataset: { readonly id: string; readonly name: string };
  readonly samples: number;
  /** null when none of its faces was generated here */
  readonly report: SetReport | null;
}

/** What the generated faces of a dataset are made of, from the parameters that were kept with them. */
export function ReportPage({ dataset, samples, report }: ReportPageProps) {
  const { id, name } = dataset;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <Breadcrumb
            above={[
              { href: '/datasets', label: 'Datasets' },
              { href: `/datasets/${id}`, label: name },
            ]}
          />
          <h1>What it is made of</h1>
          {report && (
            <p>
              {report.faces === samples
                ? `All ${countOf(samples, 'face')}`
                : `${formatCount(report.faces)} of ${countOf(samples, 'face')}: the others were not generated here`}
            </p>
          )}
        </div>
        <ButtonLink href="/datasets/generate" icon="face">
          Generate faces
        </ButtonLink>
      </header>
      {report ? (
        <SetReportView report={report} />
      ) : (
        <EmptyState icon="face" title="None of these faces was generated here">
          Poses, skin tones and attributes are known of faces that this workbench has generated. Sets that are brought
          in state at most their landmarks.
        </EmptyState>
      )}
    </div>
  );
}
