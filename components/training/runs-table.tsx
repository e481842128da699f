import Link from 'next/link';
import { formatCount, formatDate, formatPx } from '@/components/ui/format-number';
import { Table } from '@/components/ui/table';
import type { TrainingRunInfo, TrainingRunSummary } from '@/lib/contracts/training-run';
import { describeTraining } from './describe';
import { lastStepOf, StateBadge } from './run-progress';
import styles from './runs-table.module.css';

export type RunRow = TrainingRunInfo & Pick<TrainingRunSummary, 'last'>;

interface RunsTableProps {
  readonly runs: readonly RunRow[];
  readonly compared: readonly string[];
  readonly onCompare: (id: string, isCompared: boolean) => void;
}

/** Every run, newest first; ticked ones are drawn over each other. */
export function RunsTable({ runs, compared, onCompare }: RunsTableProps) {
  return (
    <div className={styles.runs}>
      <Table
        caption="Training runs"
        head={
          <>
            <th scope="col">
              <span className="visually-hidden">Compare</span>
            </th>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <th scope="col" data-number>
              Steps
            </th>
            <th scope="col" data-number title="of the last validation, px of the reference crop">
              ME, px
            </th>
            <th scope="col" data-number>
              Images/s
            </th>
            <th scope="col">Date, UTC</th>
          </>
        }
      >
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <input
                type="checkbox"
                aria-label={`Compare ${run.title}`}
                checked={compared.includes(run.id)}
                onChange={(event) => onCompare(run.id, event.target.checked)}
              />
            </td>
            <td className={styles.name}>
              <Link href={`/training/${run.id}`}>{run.title}</Link>
              <small>{describeTraining(run.config)}</small>
            </td>
            <td>
              <StateBadge run={run} />
            </td>
            <td data-number>
              {run.state === 'done'
                ? formatCount(run.step)
                : `${formatCount(run.step)} of ${formatCount(lastStepOf(run))}`}
            </td>
            <td data-number>
              {Object.entries(run.last?.sets ?? {}).map(([set, { me }]) => (
                <div key={set}>
                  <small>{set}</small> {formatPx(me)}
                </div>
              ))}
            </td>
            <td data-number>{run.imagesPerSecond?.toFixed(0) ?? '–'}</td>
            <td>{formatDate(run.finishedAt ?? run.createdAt)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
