'use client';

import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { ChartFrame } from '@/components/charts/chart-frame';
import { ChartShapes } from '@/components/charts/chart-shapes';
import { formatPx } from '@/components/ui/format-number';
import { type SpacePoints, type SpaceSet, spacePlot } from '@/lib/charts/space-plot';
import type { EvaluationImage, EvaluationSummary } from '@/lib/contracts/evaluation';
import type { SampleDetail } from '@/lib/contracts/sample';
import { pointsInSpace } from '@/lib/landmarks/annotation';
import { contoursPath, dotsPath, type Outline } from '@/lib/landmarks/outline';
import { fetchJson } from '@/lib/request';
import styles from './figure-row.module.css';

interface FigureRowProps {
  /** null while it is on its way */
  readonly image: EvaluationImage | null;
  readonly run: EvaluationSummary;
  readonly href: string;
  readonly onOpen: () => void;
}

const SIDE = 220;

/** One image as the report's figures 8 and 9 show it: prediction, the same in space, ground truth. */
export function FigureRow({ image, run, href, onOpen }: FigureRowProps) {
  const sets = useSpaceSets(image?.sampleId ?? null, run);
  const chart = useMemo(() => (sets && sets.length > 0 ? spacePlot(sets, { side: SIDE }) : null), [sets]);
  if (!image) return <div className={styles.row} aria-busy="true" />;
  const { name, error, nmeInterOcular } = image;
  return (
    <div className={styles.row}>
      <h3>
        <Link href={href} prefetch={false} onClick={onOpen}>
          {name}
        </Link>
        <small>
          {formatPx(error)} px, NME {nmeInterOcular.toFixed(2)} %
        </small>
      </h3>
      <Picture image={image} outline={image.prediction} tone="prediction" title="Prediction" />
      <ChartFrame title="In space" name={`${name}-in-space`} chart={chart} level={3}>
        {chart ? (
          <svg className={styles.space} viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={`${name} in space`}>
            <ChartShapes shapes={chart.shapes} />
          </svg>
        ) : (
          <p className={styles.none}>
            {sets === null ? 'Loading…' : `${run.modelTitle} has learnt no depth, and the set has none.`}
          </p>
        )}
      </ChartFrame>
      <Picture image={image} outline={image.groundTruth} tone="groundTruth" title="Ground truth" />
    </div>
  );
}

interface PictureProps {
  readonly image: EvaluationImage;
  readonly outline: Outline | null;
  readonly tone: 'prediction' | 'groundTruth';
  readonly title: string;
}

function Picture({ image: { sampleId, view, name }, outline, tone, title }: PictureProps) {
  return (
    <figure className={styles.picture}>
      <figcaption>{title}</figcaption>
      <span>
        {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
        <img
          src={`/api/samples/${sampleId}/thumbnail?size=384`}
          alt={`${name}, ${title.toLowerCase()}`}
          width={SIDE}
          height={SIDE}
          loading="lazy"
        />
        {outline && (
          <svg
            viewBox={`${view.x} ${view.y} ${view.size} ${view.size}`}
            className={styles[tone]}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <path className={styles.contours} d={contoursPath(outline)} />
            <path className={styles.dots} d={dotsPath(outline)} />
          </svg>
        )}
      </span>
    </figure>
  );
}

/** Labels and prediction in space, as far as there is depth; null while they are on their way. */
function useSpaceSets(sampleId: string | null, { modelId, crop }: EvaluationSummary): readonly SpaceSet[] | null {
  const [sets, setSets] = useState<readonly SpaceSet[] | null>(null);
  useEffect(() => {
    if (!sampleId) return;
    const ending = new AbortController();
    fetchJson<SampleDetail>(`/api/samples/${sampleId}`, { signal: ending.signal }).then(
      (detail) => setSets(spaceSets(detail, modelId, crop)),
      () => setSets([]),
    );
    return () => ending.abort();
  }, [sampleId, modelId, crop]);
  return sets;
}

function spaceSets({ annotation, predictions }: SampleDetail, modelId: string, crop: string): SpaceSet[] {
  const sets: SpaceSet[] = [];
  const labels = annotation && pointsInSpace(annotation);
  if (labels) sets.push({ ink: 'ground-truth', points: labels });
  const answer = predictions.find((known) => known.modelId === modelId && known.crop === crop)?.landmarks;
  if (answer?.every((point) => point.length === 3)) sets.push({ ink: 'prediction', points: answer as SpacePoints });
  return sets;
}
