import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { formatBytes, formatCount, formatPx } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { NumberHeads, Table } from '@/components/ui/table';
import type { ComparedPair, ComparedRun, Comparison } from '@/lib/contracts/comparison';
import { Range } from '../evaluations-table';
import { formatShare, plusMinus, signed } from '../verdict';
import styles from './comparison-table.module.css';

/** The runs over the images they share, with intervals, and each against the first image by image. */
export function ComparisonTable({ comparison }: { readonly comparison: Comparison }) {
  const { runs, pairs, common, tiePx, meanShape, differences } = comparison;
  const pairOf = new Map(pairs.map((pair) => [pair.id, pair]));
  return (
    <section className={styles.card} aria-label="Runs side by side">
      <header>
        <h2>Side by side</h2>
        <p>
          {common > 0
            ? `over the ${formatCount(common)} images that all runs have; intervals are 95 % bootstrap, the difference's is paired; a tie is at most ${tiePx} px`
            : 'these runs share no image: each stands for its own images alone'}
        </p>
      </header>
      <Table
        caption="Runs side by side"
        head={
          <>
            <th scope="col">Model</th>
            <NumberHeads
              names={[
                'ME ± Std, px',
                'SR@20',
                'SR@10',
                'NME, %',
                'AUC@8, %',
                'Without jaw, px',
                'ΔME, px',
                'Win / tie / loss',
                'Size',
                'ms a face',
              ]}
            />
          </>
        }
      >
        {runs.map((run, i) => (
          <Row
            key={run.id}
            run={run}
            pair={pairOf.get(run.id) ?? null}
            isFirst={i === 0}
            isMarked={differences.length > 0}
          />
        ))}
        {!meanShape &&
          runs.map(({ id, card, own }) => (
            <tr key={`shape-${id}`} className={styles.baseline}>
              <td>mean shape on {card.dataset}</td>
              <OwnTotals totals={own.meanShape} />
              <td colSpan={5} />
            </tr>
          ))}
        {meanShape && (
          <tr className={styles.baseline}>
            <td>mean shape</td>
            <td data-number>{plusMinus(meanShape)}</td>
            <td data-number>{formatShare(meanShape.sr20)}</td>
            <td data-number>{formatShare(meanShape.sr10)}</td>
            <td data-number>{meanShape.nmeInterOcular.toFixed(2)}</td>
            <td data-number>{meanShape.auc8.toFixed(1)}</td>
            <td data-number>{meanShape.innerFace === null ? '–' : formatPx(meanShape.innerFace)}</td>
            <td colSpan={4} />
          </tr>
        )}
      </Table>
    </section>
  );
}

interface RowProps {
  readonly run: ComparedRun;
  readonly pair: ComparedPair | null;
  readonly isFirst: boolean;
  /** its card differs from another's */
  readonly isMarked: boolean;
}

function Row({ run, pair, isFirst, isMarked }: RowProps) {
  const { id, modelTitle, card, totals, intervals, own, beatsMeanShape, weightBytes, msPerFace } = run;
  return (
    <tr>
      <td className={styles.model}>
        <Link href={`/evaluations/${id}`}>{modelTitle}</Link> {isMarked && <Icon name="warning" size={12} />}{' '}
        {!beatsMeanShape && <Badge tone="warning">does not beat the mean shape</Badge>}
        <small>
          {card.dataset}, {card.selection ?? card.split}, {card.labelVersion}
          {totals &&
            own.images !== totals.images &&
            `; on its own ${formatCount(own.images)} images ${formatPx(own.me)} px`}
          {card.withoutFace > 0 && `; ${formatCount(card.withoutFace)} without an answer`}
        </small>
      </td>
      {totals ? (
        <>
          <td data-number>
            <b>{plusMinus(totals)}</b>
            <Range interval={intervals?.me} digits={2} />
          </td>
          <td data-number>
            {formatShare(totals.sr20)}
            <Range interval={intervals?.sr20} digits={2} />
          </td>
          <td data-number>
            {formatShare(totals.sr10)}
            <Range interval={intervals?.sr10} digits={2} />
          </td>
          <td data-number>
            {totals.nmeInterOcular.toFixed(2)}
            <Range interval={intervals?.nmeInterOcular} digits={2} />
          </td>
          <td data-number>
            {totals.auc8.toFixed(1)}
            <Range interval={intervals?.auc8} digits={1} />
          </td>
          <td data-number>{totals.innerFace === null ? '–' : formatPx(totals.innerFace)}</td>
        </>
      ) : (
        <>
          <OwnTotals totals={own} />
          <td />
        </>
      )}
      <td data-number>{isFirst ? 'reference' : pair && <Difference pair={pair} />}</td>
      <td data-number>{pair ? `${pair.wins} / ${pair.ties} / ${pair.losses}` : '–'}</td>
      <td data-number>{weightBytes ? formatBytes(weightBytes) : '–'}</td>
      <td data-number>{msPerFace.toFixed(1)}</td>
    </tr>
  );
}

function OwnTotals({ totals }: { readonly totals: ComparedRun['own'] | ComparedRun['own']['meanShape'] }) {
  return (
    <>
      <td data-number>{plusMinus(totals)}</td>
      <td data-number>{formatShare(totals.sr20)}</td>
      <td data-number>{formatShare(totals.sr10)}</td>
      <td data-number>{totals.nmeInterOcular.toFixed(2)}</td>
      <td data-number>{totals.auc8?.toFixed(1) ?? '–'}</td>
    </>
  );
}

/** A difference whose interval holds zero may be chance, and says so. */
function Difference({ pair: { difference, interval, shareBetter } }: { readonly pair: ComparedPair }) {
  const isClear = interval[0] > 0 || interval[1] < 0;
  return (
    <span
      className={isClear ? (difference < 0 ? styles.better : styles.worse) : undefined}
      title={`better in ${(100 * shareBetter).toFixed(0)} % of draws`}
    >
      {signed(difference)}
      <small className={styles.chance}>
        {signed(interval[0])} to {signed(interval[1])}
        {!isClear && <br />}
        {!isClear && 'may be chance'}
      </small>
    </span>
  );
}
