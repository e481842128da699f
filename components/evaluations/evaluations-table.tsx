'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { countOf, formatCount, formatDate } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Table } from '@/components/ui/table';
import type { EvaluationSummary, MeanShapeTotals } from '@/lib/contracts/evaluation';
import { cardDifferences, groupByCard } from '@/lib/evaluation/card-differences';
import type { Interval } from '@/lib/metrics/share-interval';
import styles from './evaluations-table.module.css';
import { baselineName, beatsMeanShape, formatShare, plusMinus, scopeName } from './verdict';

/**
 * Every run, newest first. Runs whose metric cards agree stand in one table under what they are of, with the mean shape's
 * row; others stand in tables of their own, so that nothing is compared that cannot be.
 */
export function EvaluationsTable({ runs }: { readonly runs: readonly EvaluationSummary[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((known) => known !== id) : [...chosen, id]);
  const picked = chosen.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  const differences = cardDifferences(picked.map(({ report }) => report.card));
  return (
    <>
      <div className={styles.groups}>
        {groupByCard(runs, ({ report }) => report.card).map((group) => (
          <Group key={group[0].id} runs={group} chosen={chosen} onToggle={toggle} />
        ))}
      </div>
      {picked.length > 0 && (
        <section className={styles.bar} aria-label="Chosen runs">
          <strong>{countOf(picked.length, 'run')} chosen</strong>
          {differences.length > 0 && (
            <span className={styles.warning}>
              <Icon name="warning" size={14} /> cards differ: {differences.map(({ field }) => field).join(', ')}
            </span>
          )}
          <Button
            variant="primary"
            disabled={picked.length < 2}
            onClick={() => router.push(`/evaluations/compare?runs=${chosen.join(',')}`)}
          >
            {picked.length < 2 ? 'Choose another to compare' : `Compare ${picked.length}`}
          </Button>
          <Button variant="quiet" icon="close" onClick={() => setChosen([])}>
            Clear
          </Button>
        </section>
      )}
    </>
  );
}

interface GroupProps {
  readonly runs: readonly EvaluationSummary[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Group({ runs, chosen, onToggle }: GroupProps) {
  const [{ datasetName, report }] = runs;
  const { card } = report;
  const title = `${datasetName}, ${scopeName(runs[0])}`;
  return (
    <section className={styles.group} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>
          {formatCount(card.images)} images
          {card.withoutFace > 0 && `, ${formatCount(card.withoutFace)} without an answer`} · {card.labelVersion} · crops
          from {CROPS[card.cropSource]} · {card.frame}
        </p>
      </header>
      <Table
        caption={title}
        head={
          <>
            <th scope="col">
              <span className="visually-hidden">Choose</span>
            </th>
            <th scope="col">Model</th>
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
            <th scope="col" data-number className={styles.detail}>
              AUC@8, %
            </th>
            <th scope="col" data-number className={styles.detail}>
              ms a face
            </th>
            <th scope="col" className={styles.detail}>
              Date, UTC
            </th>
          </>
        }
      >
        {runs.map((run) => (
          <Run key={run.id} run={run} isChosen={chosen.includes(run.id)} onToggle={() => onToggle(run.id)} />
        ))}
        {distinctBaselines(runs).map(({ name, totals }) => (
          <Baseline key={`${name} ${totals.me}`} name={name} totals={totals} />
        ))}
      </Table>
    </section>
  );
}

const CROPS: Readonly<Record<EvaluationSummary['report']['card']['cropSource'], string>> = {
  'ground-truth': 'the ground truth',
  detector: 'the detector',
  external: "another tool's own",
};

/** Models may have learnt from other sets, and so have other mean shapes: each stands once, with whose it is. */
function distinctBaselines(runs: readonly EvaluationSummary[]): { name: string; totals: MeanShapeTotals }[] {
  const byError = new Map<string, EvaluationSummary[]>();
  for (const run of runs) {
    const key = run.report.meanShape.me.toFixed(6);
    byError.set(key, [...(byError.get(key) ?? []), run]);
  }
  return [...byError.values()].map((sharing) => {
    const [{ report }] = sharing;
    const whose =
      byError.size > 1 ? `, for ${[...new Set(sharing.map(({ modelTitle }) => modelTitle))].join('; ')}` : '';
    return { name: `${baselineName(report)}${whose}`, totals: report.meanShape };
  });
}

interface RunProps {
  readonly run: EvaluationSummary;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Run({ run, isChosen, onToggle }: RunProps) {
  const { report } = run;
  const { intervals } = report;
  return (
    <tr className={styles.run}>
      <td>
        <input
          type="checkbox"
          checked={isChosen}
          onChange={onToggle}
          aria-label={`Choose ${run.modelTitle}, ${formatDate(run.createdAt)}`}
        />
      </td>
      <td>
        <Link href={`/evaluations/${run.id}`}>{run.modelTitle}</Link>{' '}
        {!beatsMeanShape(report) && <Badge tone="warning">does not beat the mean shape</Badge>}
      </td>
      <td data-number>
        <b>{plusMinus(report)}</b>
        <Range interval={intervals?.me} digits={2} />
      </td>
      <td data-number>
        {formatShare(report.sr20)}
        <Range interval={intervals?.sr20} digits={2} />
      </td>
      <td data-number>
        {formatShare(report.sr10)}
        <Range interval={intervals?.sr10} digits={2} />
      </td>
      <td data-number>
        {report.nmeInterOcular.toFixed(2)}
        <Range interval={intervals?.nmeInterOcular} digits={2} />
      </td>
      <td data-number className={styles.detail}>
        {report.auc8.toFixed(1)}
        <Range interval={intervals?.auc8} digits={1} />
      </td>
      <td data-number className={styles.detail}>
        {report.msPerFace.toFixed(1)}
      </td>
      <td className={styles.detail}>{formatDate(run.createdAt)}</td>
    </tr>
  );
}

/** A 95 % interval under its number. */
export function Range({
  interval,
  digits,
}: {
  readonly interval: Interval | null | undefined;
  readonly digits: number;
}) {
  if (!interval) return null;
  return (
    <small className={styles.range}>
      {interval[0].toFixed(digits)}–{interval[1].toFixed(digits)}
    </small>
  );
}

function Baseline({ name, totals }: { readonly name: string; readonly totals: MeanShapeTotals }) {
  return (
    <tr className={styles.baseline}>
      <td />
      <td>{name}</td>
      <td data-number>{plusMinus(totals)}</td>
      <td data-number>{formatShare(totals.sr20)}</td>
      <td data-number>{formatShare(totals.sr10)}</td>
      <td data-number>{totals.nmeInterOcular.toFixed(2)}</td>
      <td data-number className={styles.detail}>
        {totals.auc8?.toFixed(1) ?? '–'}
      </td>
      <td className={styles.detail} />
      <td className={styles.detail} />
    </tr>
  );
}
