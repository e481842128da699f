import 'server-only';
import type { ReviewChange } from '@/lib/contracts/review';

/** The columns that a decision sets. A sample that is unreviewed again has never been decided about. */
export const reviewColumns = ({ state, verdict }: ReviewChange) => ({
  ...(state !== undefined && { reviewState: state }),
  ...(verdict !== undefined && { verdict }),
  reviewedAt: state === 'unreviewed' ? null : new Date(),
});
