import type { ImagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68, landmarkName } from '@/lib/landmarks/scheme';

/** What can be wrong with the labels of one face; what explains the most about a face comes first. */
export const REASON_KINDS = [
  'axes-exchanged',
  'upside-down',
  'sides-swapped',
  'order-shifted',
  'order-permuted',
  'wrong-face',
  'duplicated-points',
  'jaw-convention',
  'off-face',
  'misplaced-point',
  'outside-image',
  'unlike-prediction',
  'unusual-shape',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

/** What sets a label right, as data: it can be shown, applied and undone. */
export type Repair =
  /** landmark i takes the point that landmark order[i] has; [68] or fewer, the rest stay */
  | { readonly kind: 'reorder'; readonly order: readonly number[] }
  /** every point moves by this much, image px */
  | { readonly kind: 'shift'; readonly dx: number; readonly dy: number }
  /** (x, y) becomes (y, x) */
  | { readonly kind: 'exchange-axes' }
  /** y becomes height − 1 − y */
  | { readonly kind: 'flip-vertically'; readonly height: number }
  /** these landmarks move to these places, image px */
  | { readonly kind: 'move'; readonly landmarks: readonly number[]; readonly points: readonly ImagePoint[] };

/** One ground for suspicion. */
export interface Reason {
  readonly kind: ReasonKind;
  /** in words, without a full stop */
  readonly text: string;
  /** what it is about, iBUG-68 indices; empty: the whole face */
  readonly landmarks: readonly number[];
  /** 0–1, how probable it is that the label is wrong for this reason */
  readonly probability: number;
  /** null: only a person can tell what is right */
  readonly repair: Repair | null;
}

const NAMED: Readonly<Record<number, string>> = {
  8: 'chin',
  30: 'nose tip',
  36: 'outer corner of the right eye',
  39: 'inner corner of the right eye',
  42: 'inner corner of the left eye',
  45: 'outer corner of the left eye',
  48: 'right mouth corner',
  54: 'left mouth corner',
  60: 'right inner mouth corner',
  64: 'left inner mouth corner',
};

/** "right mouth corner (48)", "jaw 3 (2)": in brackets the 0-based index that the rest of the program shows. */
export const pointName = (index: number): string => `${NAMED[index] ?? landmarkName(IBUG_68, index)} (${index})`;
