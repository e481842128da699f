'use client';

import { useMemo } from 'react';
import { useOverlayStore } from '@/components/overlay/overlay-store';
import type { Annotation } from '@/lib/landmarks/annotation';
import { contoursPath, outlineOf } from '@/lib/landmarks/outline';
import styles from './face-overlay.module.css';

interface FaceOverlayProps {
  readonly annotation: Annotation;
  /** side of the image that it belongs to, px */
  readonly size: number;
  /** dots and numbers of a large picture; a tile has dots alone */
  readonly isLarge?: boolean;
}

/** Landmarks over a generated face: those that the camera sees are full, hidden ones are rings. */
export function FaceOverlay({ annotation, size, isLarge = false }: FaceOverlayProps) {
  const { groundTruth, contours, indices } = useOverlayStore();
  const { points, visibility } = annotation;
  const outline = useMemo(() => outlineOf(annotation), [annotation]);
  if (!groundTruth) return null;
  const radius = size * (isLarge ? 0.0055 : 0.0095);
  return (
    // pixel centres are at whole numbers: the image begins half a pixel before the first
    <svg className={styles.overlay} viewBox={`-0.5 -0.5 ${size} ${size}`} aria-hidden="true">
      {contours && <path className={styles.contours} d={contoursPath(outline)} />}
      {points.map(([x, y], i) => (
        <circle key={i} cx={x} cy={y} r={radius} data-hidden={visibility?.[i] === 'hidden' || undefined} />
      ))}
      {indices &&
        isLarge &&
        points.map(([x, y], i) => (
          <text key={i} x={x + radius * 1.4} y={y - radius} fontSize={size * 0.02}>
            {i}
          </text>
        ))}
    </svg>
  );
}
