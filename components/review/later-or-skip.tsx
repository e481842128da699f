import { useKeysOf } from '@/components/shell/keymap-store';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { LATER } from './review-words';
import type { ReviewSteps } from './use-review';

/** The two ways on from a face that decide nothing about it now. */
export function LaterOrSkip({ review }: { readonly review: ReviewSteps }) {
  const later = useKeysOf(LATER.action, LATER.keys);
  const skip = useKeysOf('inspector.next', ']');
  return (
    <>
      <Button onClick={review.later}>
        {LATER.label} <Kbd keys={later} />
      </Button>
      <Button variant="quiet" disabled={!review.skip} onClick={() => review.skip?.()}>
        Skip <Kbd keys={skip} />
      </Button>
    </>
  );
}
