import Link from 'next/link';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { Badge } from '@/components/ui/badge';
import { formatPercent } from '@/components/ui/format-number';
import type { SuspectTile as Suspect, SuspectState } from '@/lib/contracts/doctor';
import styles from './suspect-tile.module.css';

const WORDS: Readonly<Record<Exclude<SuspectState, 'open'>, string>> = { answered: 'answered', edited: 'edited since' };
/** Reasons that a tile has room for. */
const SHOWN = 2;

/** A face with what speaks against its labels; opens in the inspector. */
export function SuspectTile({ suspect, href }: { readonly suspect: Suspect; readonly href: string }) {
  const { sampleId, name, score, state, findings, view, groundTruth, prediction } = suspect;
  const more = findings.length - SHOWN;
  return (
    <Link href={href} prefetch={false} className={styles.tile}>
      <span className={styles.picture}>
        {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
        <img src={`/api/samples/${sampleId}/thumbnail?size=384`} alt="" width={192} height={192} loading="lazy" />
        <OutlineOverlay view={view} groundTruth={groundTruth} prediction={prediction} />
        <span className={styles.score} data-sure={score >= 0.5 || undefined}>
          {formatPercent(score)}
        </span>
      </span>
      <span className={styles.caption}>
        <span className={styles.name}>{name}</span>
        {state !== 'open' && <Badge>{WORDS[state]}</Badge>}
      </span>
      <span className={styles.reasons}>
        {findings.slice(0, SHOWN).map(({ key, text }) => (
          <span key={key}>{text}</span>
        ))}
        {more > 0 && <span>and {more} more</span>}
      </span>
    </Link>
  );
}
