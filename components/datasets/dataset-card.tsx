import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Fact } from '@/components/ui/fact';
import { countOf, formatCount, formatPercent, formatPx } from '@/components/ui/format-number';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import styles from './dataset-card.module.css';
import { DatasetMenu } from './dataset-menu';

const SPLIT_ORDER = ['train', 'val', 'test', 'none'] as const;

export function DatasetCard({ dataset }: { readonly dataset: DatasetSummary }) {
  const { id, name, kind, samples, images, splits, edited, reviewed, licence, faces, lastEvaluation } = dataset;
  const present = SPLIT_ORDER.filter((split) => splits[split]);
  return (
    <article className={styles.card} aria-labelledby={`dataset-${id}`}>
      <Link href={`/datasets/${id}`} className={styles.strip} tabIndex={-1} aria-hidden="true">
        {faces.map((face) => (
          // biome-ignore lint/performance/noImgElement: the server has made the thumbnail in the size it is shown
          <img
            key={face}
            src={`/api/samples/${face}/thumbnail?size=96`}
            alt=""
            width={96}
            height={96}
            decoding="async"
          />
        ))}
      </Link>
      <div className={styles.body}>
        <header className={styles.head}>
          <h2 id={`dataset-${id}`}>
            <Link href={`/datasets/${id}`}>{name}</Link>
          </h2>
          <Badge>{kind}</Badge>
          <DatasetMenu dataset={dataset} />
        </header>
        <p>
          {countOf(samples, 'face')}
          {images !== samples && ` on ${countOf(images, 'image')}`}
          {samples > 0 && `, ${shareOf(edited, samples)} corrected`}
        </p>
        <dl className={styles.facts}>
          <Fact term="Splits">
            {present.map((split) => (
              <Link key={split} href={`/datasets/${id}?split=${split}`} className={styles.split}>
                {split === 'none' ? 'no split' : split} {formatCount(splits[split] ?? 0)}
              </Link>
            ))}
          </Fact>
          <Fact term="Review">
            {samples === 0 ? (
              'nothing to review'
            ) : reviewed === samples ? (
              `all ${formatCount(samples)} reviewed`
            ) : (
              <>
                {shareOf(reviewed, samples)} reviewed{' · '}
                <Link href={`/datasets/${id}/review`}>{reviewed > 0 ? 'go on' : 'begin'}</Link>
              </>
            )}
          </Fact>
          <Fact term="Last score">
            {lastEvaluation ? (
              <Link href={`/evaluations/${lastEvaluation.id}`}>
                ME {formatPx(lastEvaluation.me)} px, {lastEvaluation.modelId} on {lastEvaluation.split}
              </Link>
            ) : (
              'not scored yet'
            )}
          </Fact>
          <Fact term="Licence">{licence || 'not stated'}</Fact>
        </dl>
      </div>
    </article>
  );
}

/** Percent; a share that is there but small keeps a decimal. */
const shareOf = (part: number, whole: number): string =>
  formatPercent(part / whole, part > 0 && part * 100 < whole ? 1 : 0);
