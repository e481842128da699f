'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { countOf } from '@/components/ui/format-number';
import { pickSamples } from './picked-samples';

interface EvaluatePickedProps {
  /** read when the button is pressed */
  readonly ids: () => readonly string[];
  readonly modelId: string | null;
}

/** Takes hand-picked samples to the form for a new evaluation. */
export function EvaluatePicked({ ids, modelId }: EvaluatePickedProps) {
  const router = useRouter();
  return (
    <Button
      icon="check"
      onClick={() => {
        const picked = ids();
        router.push(pickSamples({ name: `${countOf(picked.length, 'hand-picked image')}`, ids: picked }, modelId));
      }}
    >
      Evaluate
    </Button>
  );
}
