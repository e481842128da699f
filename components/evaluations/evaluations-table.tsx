import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { formatCount, formatDate } from '@/components/ui/format-number';
import { Table } from '@/components/ui/table';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import styles from './evaluations-table.module.css';
import { baselineName, beatsMeanShape, formatShare, plusMinus } from './verdict';

/** Every run with its mean-shape row beneath, newest first. */
export function EvaluationsTable({ runs }: { readonly runs: readonly EvaluationSummary[] }) {
  return (
    <Table
      caption="Evaluations"
      head={
        <>
          <th scope="col">Model</th>
          <th scope="col">Data</th>
          <th scope="col" className={styles.detail}>
            Crop
          </th>
          <th scope="col" className={styles.detail}>
            Labels
          </th>
          <th scope="col" data-number className={styles.detail}>
            Images
          </th>
          <th scope="col" data-number title="mean error ± population Std, pixels of the 192-px reference crop">
            ME ± Std, px
          </th>
          <th scope="col" data-number title="share of images with a mean error below 20 px">
            SR@20
          </th>
          <th scope="col" data-number title="share of images with a mean error below 10 px">
            SR@10
          </th>
          <th scope="col" data-number title="mean error in percent of the distance of the outer eye corners">
            NME, %
          </th>
          <th scope="col">Date, UTC</th>
        </>
      }
    >
      {runs.map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </Table>
  );
}

function Run({ run }: { readonly run: EvaluationSummary }) {
  const { report } = run;
  return (
    <>
      <tr className={styles.run}>
        <td>
          <Link href={`/evaluations/${run.id}`}>{run.modelTitle}</Link>{' '}
          {!beatsMeanShape(report) && <Badge tone="warning">does not beat the mean shape</Badge>}
        </td>
        <td>
          {run.datasetName}, {splitName(run.split)}
        </td>
        <td className={styles.detail}>{run.crop === 'detector' ? 'detector' : 'ground truth'}</td>
        <td className={styles.detail}>{report.card.labelVersion}</td>
        <td data-number className={styles.detail}>
          {formatCount(report.images)}
        </td>
        <td data-number>
          <b>{plusMinus(report)}</b>
        </td>
        <td data-number>{formatShare(report.sr20)}</td>
        <td data-number>{formatShare(report.sr10)}</td>
        <td data-number>{report.nmeInterOcular.toFixed(2)}</td>
        <td>{formatDate(run.createdAt)}</td>
      </tr>
      <tr className={styles.baseline}>
        <td colSpan={2}>{baselineName(report)}</td>
        <td colSpan={3} className={styles.detail} />
        <td data-number>{plusMinus(report.meanShape)}</td>
        <td data-number>{formatShare(report.meanShape.sr20)}</td>
        <td data-number>{formatShare(report.meanShape.sr10)}</td>
        <td data-number>{report.meanShape.nmeInterOcular.toFixed(2)}</td>
        <td />
      </tr>
    </>
  );
}

/** "all splits", "val", "without a split" */
export const splitName = (split: string): string =>
  split === 'all' ? 'all splits' : split === 'none' ? 'without a split' : split;
