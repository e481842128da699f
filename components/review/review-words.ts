import type { IconName } from '@/components/ui/icon';
import type { ReviewState, Verdict } from '@/lib/contracts/review';

export interface ReviewLook {
  readonly label: string;
  /** names its action for the user's own keys */
  readonly action: string;
  readonly keys: string;
  /** small sign on tiles; none for what nobody has looked at */
  readonly icon?: IconName;
}

export const REVIEW_LOOKS: Readonly<Record<ReviewState, ReviewLook>> = {
  unreviewed: { label: 'Unreviewed', action: 'review.unreviewed', keys: 'Shift+u' },
  'to-fix': { label: 'To fix', action: 'review.to-fix', keys: 'Shift+t', icon: 'warning' },
  fixed: { label: 'Fixed', action: 'review.fixed', keys: 'Shift+f', icon: 'edit' },
  approved: { label: 'Approved', action: 'review.approved', keys: 'Shift+r', icon: 'check' },
  ambiguous: { label: 'Ambiguous', action: 'review.ambiguous', keys: 'Shift+b', icon: 'help' },
};

/** Whose mistake it is. */
export const VERDICT_LOOKS: Readonly<Record<Verdict, ReviewLook>> = {
  'label-error': { label: 'Label', action: 'verdict.label-error', keys: 'Shift+l' },
  'model-error': { label: 'Model', action: 'verdict.model-error', keys: 'Shift+m' },
  ambiguous: { label: 'Unclear', action: 'verdict.ambiguous', keys: 'Shift+y' },
};

/** The same in lists of filters. */
export const VERDICT_WORDS: Readonly<Record<Verdict | 'none', string>> = {
  'label-error': 'label error',
  'model-error': 'model error',
  ambiguous: 'unclear',
  none: 'no verdict',
};

export const ACCEPT = { action: 'review.accept', keys: 'r', label: 'Accept and next' } as const;
export const LATER = { action: 'review.later', keys: 'u', label: 'Fix later, and next' } as const;
