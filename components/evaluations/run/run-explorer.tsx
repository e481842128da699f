'use client';

import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import type { FilterData } from '@/lib/evaluation/cross-filter';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import { MetricCardPanel } from '../metric-card-panel';
import { FailureGroupsPanel } from './failure-groups-panel';
import { FilterPanel } from './filter-panel';
import { GroupTables } from './group-tables';
import { ImageSheet } from './image-sheet';
import { LandmarkMaps } from './landmark-maps';
import { LiveTotals } from './live-totals';
import { RunCharts } from './run-charts';
import styles from './run-explorer.module.css';
import { useExplorer } from './use-explorer';
import { useRunData } from './use-run-data';
import { useRunView } from './use-run-view';

interface RunExplorerProps {
  readonly run: EvaluationSummary;
  /** what landmarks are drawn on */
  readonly shape: MeanShape;
}

/** Everything of a run that can be narrowed: charts, groups of failures and images, with the totals of what is shown. */
export function RunExplorer({ run, shape }: RunExplorerProps) {
  const result = useRunData(run.id);
  if (result.state === 'ready') return <Explored run={run} shape={shape} data={result.data} />;
  return (
    <div className={styles.layout}>
      <div className={styles.main}>
        {result.state === 'failed' ? (
          <p role="alert" className={styles.failure}>
            The results of this run cannot be shown: {result.reason}
          </p>
        ) : (
          <p role="status" className={styles.loading}>
            Loading {run.report.images} results…
          </p>
        )}
      </div>
      <aside className={styles.side}>
        <MetricCardPanel report={run.report} />
      </aside>
    </div>
  );
}

function Explored({ run, shape, data }: RunExplorerProps & { readonly data: FilterData }) {
  const state = useRunView();
  const explorer = useExplorer(data, state.view);
  const { report } = run;
  return (
    <div className={styles.layout}>
      <aside className={styles.side} aria-label="Totals, filters and metric card">
        <LiveTotals
          columns={data.columns}
          rows={explorer.rows}
          isFiltered={explorer.isFiltered}
          withoutFace={report.card.withoutFace}
          threshold={state.view.threshold}
          onThreshold={(threshold) => state.change({ threshold }, 'replace')}
          onClear={state.clear}
        />
        <FilterPanel explorer={explorer} state={state} />
        <MetricCardPanel report={report} />
      </aside>
      <div className={styles.main}>
        <RunCharts report={report} explorer={explorer} state={state} />
        <FailureGroupsPanel explorer={explorer} state={state} />
        <ImageSheet run={run} explorer={explorer} state={state} />
        <LandmarkMaps runId={run.id} report={report} shape={shape} explorer={explorer} />
        <GroupTables groups={report.groups} />
      </div>
    </div>
  );
}
