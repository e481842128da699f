'use client';

import { ErrorLegend } from '@/components/overlay/error-legend';
import { errorColour, errorInk } from '@/components/overlay/error-scale';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import { formatCount, formatPx } from '@/components/ui/format-number';
import type { TrainingSamples } from '@/lib/contracts/training-config';
import styles from './sample-faces.module.css';

interface SampleFacesProps {
  readonly id: string;
  readonly samples: TrainingSamples;
}

/** The middle of a pixel is a whole number, so the picture begins half a pixel before 0. */
const VIEW = { x: -0.5, y: -0.5, size: 192 } as const;

/** A few held-out faces with what the weights say of them now. */
export function SampleFaces({ id, samples }: SampleFacesProps) {
  if (samples.faces.length === 0) return null;
  return (
    <section className={styles.panel} aria-label="Held-out faces">
      <header>
        <div>
          <h2>Held-out faces</h2>
          <p>with the weights of step {formatCount(samples.step)}</p>
        </div>
        <OverlayBar layers={['groundTruth', 'prediction', 'vectors']} />
      </header>
      <ul className={styles.faces}>
        {samples.faces.map(({ set, name, groundTruth, prediction, error }, index) => (
          <li key={`${set} ${name}`}>
            <div className={styles.face}>
              {/* biome-ignore lint/performance/noImgElement: the crop is shown as the network sees it */}
              <img src={`/api/training/${id}/samples/${index}`} alt={name} width={192} height={192} decoding="async" />
              <OutlineOverlay view={VIEW} groundTruth={groundTruth} prediction={prediction} />
              {error !== null && (
                <span
                  className={styles.error}
                  style={{ background: errorColour(error), color: errorInk(error) }}
                  title={`error ${formatPx(error)} px in the reference crop`}
                >
                  {error.toFixed(1)}
                  <span className="visually-hidden"> px error</span>
                </span>
              )}
            </div>
            <p className={styles.name} title={`${name}, ${set}`}>
              {set}
            </p>
          </li>
        ))}
      </ul>
      <ErrorLegend />
    </section>
  );
}
