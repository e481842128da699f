'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { errorLine } from '@/lib/request';
import { openPredictors } from '@/models/runtime/open-predictors';
import { BACKEND_TITLES, type BackendName } from '@/models/runtime/protocol';

/** Enough for a steady mean, short enough to wait for. */
const FACES = 64;

type Measure =
  | { readonly state: 'idle' }
  | { readonly state: 'busy' }
  | { readonly state: 'done'; readonly milliseconds: number; readonly backend: BackendName }
  | { readonly state: 'failed'; readonly reason: string };

/** Milliseconds a face on this machine: grey crops through one worker, network and decoding, without the cropping. */
export function MeasureSpeed({ modelId }: { readonly modelId: string }) {
  const [measure, setMeasure] = useState<Measure>({ state: 'idle' });

  async function run() {
    setMeasure({ state: 'busy' });
    try {
      const [predictor] = await openPredictors(modelId, 1);
      try {
        const { size } = predictor.card.input;
        const crops = new Uint8Array(FACES * size * size * 3).fill(128);
        const { durationMsPerFace } = await predictor.predictCrops(crops);
        setMeasure({ state: 'done', milliseconds: durationMsPerFace, backend: predictor.backend });
      } finally {
        predictor.dispose();
      }
    } catch (error) {
      setMeasure({ state: 'failed', reason: errorLine(error) });
    }
  }

  return (
    <span role="status">
      {measure.state === 'done' &&
        `${measure.milliseconds.toFixed(1)} ms a face, one worker, ${BACKEND_TITLES[measure.backend]} `}
      {measure.state === 'failed' && `${measure.reason} `}
      <Button busy={measure.state === 'busy'} onClick={run}>
        {measure.state === 'idle' ? 'Measure' : measure.state === 'busy' ? 'Measuring' : 'Measure again'}
      </Button>
    </span>
  );
}
