'use client';

import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { countOf, formatPercent } from '@/components/ui/format-number';
import type { CopyGroup, CopyMember } from '@/lib/contracts/doctor';
import styles from './copy-group.module.css';
import { GroupActions } from './group-actions';

/** Members that are drawn; the actions are for all. */
const SHOWN = 12;

/** Images that are one picture, side by side. */
export function CopyGroupRow({ group }: { readonly group: CopyGroup }) {
  const { kind, members, mirrored, similarity, acrossSplits, acrossDatasets } = group;
  const [first] = members;
  return (
    <article className={styles.group} aria-label={`Copies of ${first.name}`}>
      <header className={styles.head}>
        <strong>{countOf(members.length, 'face')}</strong>
        <span>
          {kind === 'exact' ? 'the same bytes' : `near copies, ${formatPercent(similarity)} alike`}
          {mirrored && ', one mirrored'}
        </span>
        {acrossSplits && <Badge tone="danger">leak: across splits</Badge>}
        {acrossDatasets && <Badge tone="warning">across datasets</Badge>}
        <GroupActions members={members} />
      </header>
      <Faces members={members} />
    </article>
  );
}

export function Faces({ members }: { readonly members: readonly CopyMember[] }) {
  const more = members.length - SHOWN;
  return (
    <ul className={styles.faces}>
      {members.slice(0, SHOWN).map(({ sampleId, datasetId, dataset, name, split }) => (
        <li key={sampleId}>
          <Link href={`/datasets/${datasetId}/samples/${sampleId}`} prefetch={false} className={styles.face}>
            {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
            <img src={`/api/samples/${sampleId}/thumbnail?size=192`} alt="" width={96} height={96} loading="lazy" />
            <span title={name}>{name}</span>
            <small>
              {dataset}, {split === 'none' ? 'no split' : split}
            </small>
          </Link>
        </li>
      ))}
      {more > 0 && <li className={styles.more}>and {more} more</li>}
    </ul>
  );
}
