import { Icon } from '@/components/ui/icon';
import type { ReviewState } from '@/lib/contracts/review';
import styles from './review-mark.module.css';
import { REVIEW_LOOKS } from './review-words';

/** Where a face stands in the review, as a sign in the corner of its tile; nothing while nobody has looked at it. */
export function ReviewMark({ state }: { readonly state: ReviewState }) {
  const { icon, label } = REVIEW_LOOKS[state];
  if (!icon) return null;
  return (
    <span className={styles.mark} data-state={state} title={label}>
      <Icon name={icon} size={12} />
      <span className="visually-hidden">, {label.toLowerCase()}</span>
    </span>
  );
}
