'use client';

import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useJob } from '@/components/datasets/use-job';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatCount, formatDate } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Progress } from '@/components/ui/progress';
import { Tabs } from '@/components/ui/tabs';
import { showError } from '@/components/ui/toast-store';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { CopiesReport, DoctorState, SuspectPage } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, postJson } from '@/lib/request';
import { CopiesTab } from './copies-tab';
import styles from './doctor-page.module.css';
import { type DoctorTab, doctorTabOf } from './doctor-url';
import { type ExamineChoices, ExamineForm } from './examine-form';
import { FaultsTab } from './faults-tab';
import { HealthTab } from './health-tab';
import { SuspectsTab } from './suspects-tab';

interface DoctorPageProps {
  readonly dataset: DatasetSummary;
  readonly state: DoctorState;
  /** null before the first examination */
  readonly suspects: SuspectPage | null;
  readonly copies: CopiesReport | null;
  readonly choices: ExamineChoices;
}

/** The label doctor of a dataset: who is suspect, what all share, what is there twice, and how the set is. */
export function DoctorPage({ dataset, state, suspects, copies, choices }: DoctorPageProps) {
  const router = useRouter();
  const params = useSearchParams();
  const pathname = usePathname();
  const [jobId, setJobId] = useState(state.jobId);
  const [asking, setAsking] = useState(false);
  const job = useJob(jobId);
  const { report } = state;
  const isRunning = jobId !== null && (job === null || job.state === 'running');

  const ended = job !== null && job.state !== 'running' ? job : null;
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (!ended || told.current === ended.id) return;
    told.current = ended.id;
    if (ended.state === 'failed') showError(`${dataset.name} could not be examined: ${ended.message}`);
    router.refresh();
  }, [ended, dataset.name, router]);

  function started(begun: JobInfo) {
    setAsking(false);
    setJobId(begun.id);
  }
  const form = <ExamineForm datasetId={dataset.id} choices={choices} onStart={started} />;
  const openTab = (tab: DoctorTab) =>
    window.history.replaceState(null, '', tab === 'suspects' ? pathname : `${pathname}?tab=${tab}`);

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <nav aria-label="Where you are" className={styles.place}>
          <Link href="/datasets">Datasets</Link>
          <Icon name="chevron-right" size={12} />
          <Link href={`/datasets/${dataset.id}`}>{dataset.name}</Link>
          <Icon name="chevron-right" size={12} />
          <h1>Label doctor</h1>
          {state.stale && <Badge tone="warning">out of date</Badge>}
        </nav>
        {report && (
          <Button
            variant={state.stale ? 'primary' : 'plain'}
            icon="pulse"
            disabled={isRunning}
            onClick={() => setAsking(true)}
          >
            Examine again
          </Button>
        )}
        {report && (
          <p className={styles.told}>
            {countOf(report.faces, 'face')} examined {formatDate(report.createdAt)} UTC, {withWhom(report.evidence)}
            {report.reference && `, beside ${report.reference}`}.
            {state.stale && ' Labels have been changed since: what was found may have been mended.'}
          </p>
        )}
        {isRunning && jobId && <Running job={job} jobId={jobId} />}
      </header>
      {report && suspects && copies ? (
        <Tabs<DoctorTab>
          label="Label doctor"
          active={doctorTabOf(params)}
          onChange={openTab}
          tabs={[
            {
              id: 'suspects',
              label: `Suspects ${formatCount(suspects.total)}`,
              content: () => <SuspectsTab key={report.createdAt} report={report} first={suspects} />,
            },
            {
              id: 'faults',
              label: report.faults.length > 0 ? `Set faults ${report.faults.length}` : 'Set faults',
              content: () => <FaultsTab report={report} repairs={state.repairs} />,
            },
            {
              id: 'copies',
              label: copies.groupCount > 0 ? `Copies ${formatCount(copies.groupCount)}` : 'Copies',
              content: () => <CopiesTab copies={copies} datasetName={dataset.name} />,
            },
            { id: 'health', label: 'Health', content: () => <HealthTab report={report} /> },
          ]}
        />
      ) : (
        !isRunning && (
          <EmptyState icon="pulse" title={`${dataset.name} has not been examined yet`}>
            <p>
              The doctor ranks labels that are probably wrong and says why, looks for mistakes that the whole set
              shares, for images that are there twice or stand in two splits, and tells what the set is made of.
            </p>
            {form}
          </EmptyState>
        )
      )}
      <Dialog open={asking} onClose={() => setAsking(false)} title={`Examine ${dataset.name}`}>
        {form}
      </Dialog>
    </div>
  );
}

function withWhom(evidence: NonNullable<DoctorState['report']>['evidence']): string {
  const believed = evidence.filter(({ objection }) => objection === null).map(({ title }) => title);
  return believed.length === 0 ? 'by their own shapes alone' : `with ${believed.join(', ')}`;
}

function Running({ job, jobId }: { readonly job: JobInfo | null; readonly jobId: string }) {
  const cancel = () =>
    postJson(`/api/jobs/${jobId}/cancel`, {}).catch((error) =>
      showError(`The examination could not be cancelled: ${errorLine(error)}`),
    );
  const counts = job?.total ? `: ${formatCount(job.done)} of ${formatCount(job.total)}` : '';
  return (
    <div className={styles.running}>
      <Progress label="Examination" done={job?.done ?? 0} total={job?.total ?? null} />
      <p role="status">
        {job?.message || 'starting'}
        {counts}. It goes on when you leave this page.
      </p>
      <Button variant="quiet" icon="stop" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
