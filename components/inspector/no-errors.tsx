'use client';

import { useStore } from 'zustand';
import { useRunStore } from '@/components/run/run-store';
import { startRun } from '@/components/run/start-run';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { CropSource } from '@/lib/contracts/common';
import type { SampleDetail } from '@/lib/contracts/sample';
import type { ModelChoice } from './chosen-prediction';

interface NoErrorsProps {
  readonly detail: SampleDetail;
  readonly model: ModelChoice | null;
  /** of the prediction that is asked for */
  readonly crop: CropSource;
  readonly hasPrediction: boolean;
}

/** Why there is no error to show, and what to do about it. */
export function NoErrors({ detail, model, crop, hasPrediction }: NoErrorsProps) {
  const isRunning = useStore(useRunStore, ({ runs }) => runs.some((run) => run.state === 'running'));
  if (!model) {
    return (
      <EmptyState icon="model" title="No model yet" actions={<ButtonLink href="/models">Models</ButtonLink>}>
        Import or train one to see how far its points are from these labels.
      </EmptyState>
    );
  }
  if (!detail.annotation) {
    return (
      <EmptyState icon="edit" title="No labels">
        Nobody has labelled this face, so there is nothing to measure a prediction against.
      </EmptyState>
    );
  }
  if (hasPrediction) {
    return (
      <EmptyState icon="warning" title="No error can be measured">
        The outer eye corners (36 and 45) give the scale; they are not placed, or the face lies outside the image.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="prediction"
      title="No prediction yet"
      actions={
        <Button
          variant="primary"
          icon="play"
          busy={isRunning}
          onClick={() => void startRun({ model, samples: [detail.id], crop })}
        >
          Run the model on this face
        </Button>
      }
    >
      {model.title} has not looked at this face{crop === 'detector' && ' in the crop that the detector gives'}.
    </EmptyState>
  );
}
