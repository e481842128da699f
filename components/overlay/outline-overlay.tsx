'use client';

import { memo } from 'react';
import { contoursPath, dotsPath, type Outline, vectorsPath } from '@/lib/landmarks/outline';
import styles from './outline-overlay.module.css';
import { useOverlayStore } from './overlay-store';

interface OutlineOverlayProps {
  /** the square of the image behind it, image px */
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: Outline | null;
  readonly prediction: Outline | null;
}

/** Landmarks over a thumbnail: fills its positioned parent, and draws what the overlay bar says. */
export const OutlineOverlay = memo(function OutlineOverlay({ view, groundTruth, prediction }: OutlineOverlayProps) {
  const showGroundTruth = useOverlayStore((store) => store.groundTruth);
  const showPrediction = useOverlayStore((store) => store.prediction);
  const showContours = useOverlayStore((store) => store.contours);
  const showVectors = useOverlayStore((store) => store.vectors);
  return (
    <svg
      className={styles.overlay}
      viewBox={`${view.x} ${view.y} ${view.size} ${view.size}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {showVectors && groundTruth && prediction && (
        <path className={styles.vectors} d={vectorsPath(groundTruth, prediction)} />
      )}
      {showGroundTruth && groundTruth && (
        <g className={styles.groundTruth}>
          {showContours && <path className={styles.contours} d={contoursPath(groundTruth)} />}
          <path className={styles.dots} d={dotsPath(groundTruth)} />
        </g>
      )}
      {showPrediction && prediction && (
        <g className={styles.prediction}>
          {showContours && <path className={styles.contours} d={contoursPath(prediction)} />}
          <path className={styles.dots} d={dotsPath(prediction)} />
        </g>
      )}
    </svg>
  );
});
