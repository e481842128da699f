'use client';

import { Button } from '@/components/ui/button';
import { countOf, formatPercent } from '@/components/ui/format-number';
import { RangeSlider } from '@/components/ui/range-slider';
import type { LikeFaces } from '@/lib/contracts/synthesis';
import styles from './like-banner.module.css';

const SHOWN = 8;

interface LikeBannerProps {
  readonly samples: readonly string[];
  readonly faces: LikeFaces;
  readonly spread: number;
  readonly onSpread: (spread: number) => void;
  readonly onEnd: () => void;
}

/** Which faces the set is made like, and what of them. */
export function LikeBanner({ samples, faces, spread, onSpread, onEnd }: LikeBannerProps) {
  const { examples, estimated } = faces;
  return (
    <section aria-label="Faces to make others like" className={styles.banner}>
      <div className={styles.faces} aria-hidden="true">
        {samples.slice(0, SHOWN).map((id) => (
          // biome-ignore lint/performance/noImgElement: the server has made the thumbnail in the size it is shown
          <img key={id} src={`/api/samples/${id}/thumbnail?size=96`} alt="" width={96} height={96} />
        ))}
      </div>
      {examples.length > 0 ? (
        <>
          <p>
            Like {countOf(examples.length, 'generated face')}: each new face starts from one of them. What is limited
            below holds whatever they are like.
          </p>
          <div className={styles.spread}>
            <span>How far from them</span>
            <RangeSlider
              label="How far from them"
              min={0}
              max={1}
              step={0.05}
              values={[spread]}
              onChange={([value]) => onSpread(value)}
              format={(value) => formatPercent(value)}
            />
            <output>{formatPercent(spread)}</output>
          </div>
        </>
      ) : estimated ? (
        <p>
          Like {countOf(estimated.faces, 'face')} that {estimated.faces === 1 ? 'was' : 'were'} not generated here: yaw,
          pitch, roll and the opening of the mouth are limited below as their landmarks tell. Landmarks tell nothing
          else: skin, hair, light and all the rest are free.
        </p>
      ) : (
        <p>None of the chosen faces has labels or parameters to go by. Choose others in the gallery.</p>
      )}
      <Button variant="quiet" icon="close" onClick={onEnd}>
        Forget them
      </Button>
    </section>
  );
}
