import { useCallback, useMemo } from 'react';
import type { EditorSession } from '@/components/editor/editor-session';
import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import { REVIEW_STATES, type ReviewChange, VERDICTS } from '@/lib/contracts/review';
import { decide } from './decision-outbox';
import { ACCEPT, LATER, REVIEW_LOOKS, VERDICT_LOOKS } from './review-words';

export interface ReviewSteps {
  /** says something about the face that is shown, and stays with it */
  decide(change: ReviewChange): void;
  /** the labels are right as they stand; on to the next */
  accept(): void;
  /** somebody has to work on them; on to the next */
  later(): void;
  /** on to the next without a word; null: there is none */
  readonly skip: (() => void) | null;
}

interface ReviewContext {
  readonly session: EditorSession;
  /** the face that is asked for: until it is shown, nothing is decided */
  readonly sampleId: string;
  /** the face after it */
  readonly next: string | null;
  readonly onOpen: (id: string) => void;
  /** hears that somebody has decided about a face */
  readonly onDecided?: (id: string, change: ReviewChange) => void;
}

/** Decisions about the face that is shown, by button and by key. */
export function useReview({ session, sampleId, next, onOpen, onDecided }: ReviewContext): ReviewSteps {
  const say = useCallback(
    (change: ReviewChange): boolean => {
      // a key pressed twice must not decide about a face that nobody has seen yet
      if (session.store.getState().detail.id !== sampleId) return false;
      session.commitDrag(); // ended after the decision, a drag would take its place
      session.noteReview(change);
      decide(sampleId, change);
      onDecided?.(sampleId, change);
      return true;
    },
    [session, sampleId, onDecided],
  );
  const steps = useMemo((): ReviewSteps => {
    const goOn = () => {
      if (next !== null) onOpen(next);
    };
    return {
      decide: (change) => void say(change),
      accept() {
        session.commitDrag();
        // what was corrected here is fixed, which says more than approved: that nobody needs to correct it
        const { reviewState } = session.store.getState().detail;
        const isFixedHere = session.hasCorrections() && reviewState === 'fixed';
        if (say({ state: isFixedHere ? 'fixed' : 'approved' })) goOn();
      },
      later() {
        if (say({ state: 'to-fix' })) goOn();
      },
      skip: next === null ? null : goOn,
    };
  }, [say, session, next, onOpen]);

  useShortcuts('Review', [
    { name: ACCEPT.action, keys: ACCEPT.keys, label: ACCEPT.label, run: steps.accept },
    { name: LATER.action, keys: LATER.keys, label: LATER.label, run: steps.later },
    ...reviewShortcuts(steps.decide),
  ]);
  return steps;
}

/** A key for each state and each verdict. @param enabled false: nothing is there to be decided about */
export function reviewShortcuts(onDecide: (change: ReviewChange) => void, enabled = true): readonly Shortcut[] {
  return [
    ...REVIEW_STATES.map((state): Shortcut => {
      const { action, keys, label } = REVIEW_LOOKS[state];
      return { name: action, keys, label: `Review: ${label.toLowerCase()}`, enabled, run: () => onDecide({ state }) };
    }),
    ...VERDICTS.map((verdict): Shortcut => {
      const { action, keys, label } = VERDICT_LOOKS[verdict];
      return {
        name: action,
        keys,
        label: `Mistake: ${label.toLowerCase()}`,
        enabled,
        run: () => onDecide({ verdict }),
      };
    }),
  ];
}
