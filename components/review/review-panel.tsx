'use client';

import { useKeymapStore } from '@/components/shell/keymap-store';
import { keysText } from '@/components/ui/kbd';
import { REVIEW_STATES, type ReviewChange, type ReviewState, VERDICTS, type Verdict } from '@/lib/contracts/review';
import styles from './review-panel.module.css';
import { REVIEW_LOOKS, type ReviewLook, VERDICT_LOOKS } from './review-words';

interface ReviewPanelProps {
  readonly state: ReviewState;
  readonly verdict: Verdict | null;
  readonly onDecide: (change: ReviewChange) => void;
}

/** Where a face stands in the review, and whose mistake a large error is. A choice that stands is taken back by its button. */
export function ReviewPanel({ state, verdict, onDecide }: ReviewPanelProps) {
  return (
    <section aria-label="Review" className={styles.panel}>
      <fieldset>
        <legend>Review</legend>
        {REVIEW_STATES.filter((one) => one !== 'unreviewed').map((one) => (
          <Choice
            key={one}
            look={REVIEW_LOOKS[one]}
            isChosen={one === state}
            onChoose={() => onDecide({ state: one === state ? 'unreviewed' : one })}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>Mistake</legend>
        {VERDICTS.map((one) => (
          <Choice
            key={one}
            look={VERDICT_LOOKS[one]}
            isChosen={one === verdict}
            onChoose={() => onDecide({ verdict: one === verdict ? null : one })}
          />
        ))}
      </fieldset>
    </section>
  );
}

interface ChoiceProps {
  readonly look: ReviewLook;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ look: { label, action, keys: usual }, isChosen, onChoose }: ChoiceProps) {
  const keys = keysText(useKeymapStore(({ own }) => own[action] ?? usual));
  return (
    <button
      type="button"
      className={styles.choice}
      aria-pressed={isChosen}
      aria-keyshortcuts={keys}
      title={keys ? `${label} (${keys})` : label}
      onClick={onChoose}
    >
      {label}
    </button>
  );
}
