'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { DepthPoints } from '@/components/inspector/depth-scene';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import { useShortcuts } from '@/components/shell/shortcuts';
import { countOf } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Segmented } from '@/components/ui/segmented';
import { toIbug68 } from '@/lib/landmarks/annotation';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { JawConvention } from '@/lib/synthesis/jaw';
import { annotationOf } from '@/lib/synthesis/jaw';
import { dominantExpression } from '@/lib/synthesis/set-report';
import type { DrawnFace } from '@/models/runtime/drawing-protocol';
import { FaceCanvas } from './face-canvas';
import { FaceOverlay } from './face-overlay';
import styles from './preview.module.css';

const DepthView = dynamic(() => import('@/components/inspector/depth-view').then((module) => module.DepthView), {
  ssr: false,
  loading: () => <p>Loading the 3D view…</p>,
});

const LAYERS = ['groundTruth', 'contours', 'indices'] as const;

const JAWS = [
  { value: 'projected', label: '3D jaw' },
  { value: 'outline', label: 'visible outline' },
] as const;

interface PreviewProps {
  readonly face: DrawnFace | null;
  readonly isFull: boolean;
  readonly index: number;
  readonly jaw: JawConvention;
  readonly onJaw: (jaw: JawConvention) => void;
  readonly onIndex: (index: number) => void;
  readonly error: string | null;
}

/** One face of the set, large, with its landmarks in the plane or in space. */
export function Preview({ face, isFull, index, jaw, onJaw, onIndex, error }: PreviewProps) {
  const [inSpace, setInSpace] = useState(false);
  const [highlighted, setHighlighted] = useState<number | null>(null);
  const annotation = face && annotationOf(face, jaw);
  const points = useMemo((): DepthPoints | null => {
    if (!annotation?.z) return null;
    const { points, z } = toIbug68(annotation);
    return points.map(([x, y], i) => [x, y, z?.[i] ?? 0] as const);
  }, [annotation]);
  useShortcuts('Preview', [
    { keys: 'ArrowLeft', label: 'Face before', run: () => onIndex(index - 1), enabled: index > 0 },
    { keys: 'ArrowRight', label: 'Next face', run: () => onIndex(index + 1) },
    { keys: 'd', label: 'In space or in the picture', run: () => setInSpace(!inSpace) },
  ]);

  return (
    <section aria-label="Preview" className={styles.preview}>
      <div className={styles.bar}>
        <OverlayBar layers={LAYERS} />
        <IconButton
          label="Landmarks in space"
          icon="cube"
          shortcut="d"
          pressed={inSpace}
          onClick={() => setInSpace(!inSpace)}
        />
      </div>
      <div className={styles.picture} data-testid="preview" data-full={isFull || undefined}>
        {face && !inSpace && <FaceCanvas face={face} label={`Generated face ${index}`} />}
        {face && annotation && !inSpace && <FaceOverlay annotation={annotation} size={face.size} isLarge />}
        {points && inSpace && (
          <DepthView
            groundTruth={points}
            prediction={null}
            contours={IBUG_68.contours}
            highlighted={highlighted}
            onHover={setHighlighted}
            onSelect={setHighlighted}
          />
        )}
        {!face && !error && <p className={styles.wait}>Drawing the first face…</p>}
        {error && (
          <p role="alert" className={styles.error}>
            This face could not be drawn: {error}
          </p>
        )}
      </div>
      <div className={styles.bar}>
        <span className={styles.which}>
          <IconButton label="Face before" icon="arrow-left" disabled={index === 0} onClick={() => onIndex(index - 1)} />
          <span>Face {index}</span>
          <IconButton label="Next face" icon="arrow-right" onClick={() => onIndex(index + 1)} />
        </span>
        <Segmented label="Jaw of the landmarks" options={JAWS} value={jaw} onChange={onJaw} />
      </div>
      <p className={styles.facts}>{face && annotation ? factsOf(face, annotation.visibility) : ' '}</p>
    </section>
  );
}

function factsOf({ parameters }: DrawnFace, visibility: readonly string[] | null): string {
  const { yawDeg, pitchDeg, rollDeg } = parameters.camera;
  const hidden = visibility?.filter((state) => state === 'hidden').length ?? 0;
  const expression = dominantExpression(parameters.expression)
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
  // rounded, and never −0
  const turn = (degrees: number) => `${Math.round(degrees) || 0}°`;
  return [
    `yaw ${turn(yawDeg)}, pitch ${turn(pitchDeg)}, roll ${turn(rollDeg)}`,
    expression,
    hidden > 0 ? `${countOf(hidden, 'landmark')} hidden (rings)` : 'every landmark seen',
  ].join(' · ');
}
