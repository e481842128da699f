'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { SamplePrediction } from '@/lib/contracts/sample';
import { type Annotation, pointsInSpace } from '@/lib/landmarks/annotation';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { ModelChoice } from './chosen-prediction';
import type { DepthPoints } from './depth-scene';
import styles from './depth-tab.module.css';

const DepthView = dynamic(() => import('./depth-view').then((module) => module.DepthView), {
  ssr: false,
  loading: () => <p>Loading the 3D view…</p>,
});

interface DepthTabProps {
  readonly annotation: Annotation | null;
  readonly prediction: SamplePrediction | null;
  readonly model: ModelChoice | null;
  readonly datasetName: string;
  readonly highlighted: number | null;
  readonly onHover: (index: number | null) => void;
  readonly onSelect: (index: number | null) => void;
}

/** Landmarks in space, as far as there is depth: what has none is not drawn flat, it is said. */
export function DepthTab({
  annotation,
  prediction,
  model,
  datasetName,
  highlighted,
  onHover,
  onSelect,
}: DepthTabProps) {
  const groundTruth = useMemo(() => annotation && pointsInSpace(annotation), [annotation]);
  const predicted = useMemo(() => predictedDepth(prediction, model), [prediction, model]);
  return (
    <div className={styles.tab}>
      {groundTruth || predicted ? (
        <>
          <DepthView
            groundTruth={groundTruth}
            prediction={predicted}
            contours={IBUG_68.contours}
            highlighted={highlighted}
            onHover={onHover}
            onSelect={onSelect}
          />
          <ul className={styles.key}>
            {groundTruth && <li data-kind="ground-truth">ground truth</li>}
            {predicted && <li data-kind="prediction">prediction</li>}
          </ul>
          <p className={styles.note}>Depth has no origin of its own: each set is shown with its mean depth at 0.</p>
        </>
      ) : (
        <p className={styles.note}>Nothing here has depth.</p>
      )}
      {!groundTruth && <p className={styles.note}>{missingTruth(annotation, datasetName)}</p>}
      {!predicted && <p className={styles.note}>{missingPrediction(prediction, model)}</p>}
    </div>
  );
}

const missingTruth = (annotation: Annotation | null, datasetName: string): string =>
  annotation === null
    ? 'Nobody has labelled this face.'
    : annotation.z === null
      ? `The labels of ${datasetName} are 2D: they state no depth.`
      : 'Some landmarks of this face are missing, so its ground truth cannot be shown in space.';

const missingPrediction = (prediction: SamplePrediction | null, model: ModelChoice | null): string => {
  if (!model) return 'There is no model yet.';
  if (!model.hasDepth) return `${model.title} was not trained on depth, so its z says nothing and is not shown.`;
  if (!prediction) return `${model.title} has not looked at this face.`;
  return `The stored prediction of ${model.title} has no depth.`;
};

function predictedDepth(prediction: SamplePrediction | null, model: ModelChoice | null): DepthPoints | null {
  if (!prediction || !model?.hasDepth) return null;
  const points = prediction.landmarks.flatMap((point) => (point.length === 3 ? [point] : []));
  return points.length === prediction.landmarks.length ? points : null;
}
