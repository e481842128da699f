import type { NumberDimension, WordDimension } from '@/lib/evaluation/cross-filter';

interface DimensionName {
  readonly label: string;
  readonly unit: string;
  /** the scale of its histogram reaches at least so far */
  readonly atLeast: number;
}

const region = (label: string): DimensionName => ({ label, unit: 'px', atLeast: 20 });

export const NUMBER_NAMES: Readonly<Record<NumberDimension, DimensionName>> = {
  error: { label: 'error', unit: 'px', atLeast: 20 },
  nme: { label: 'NME inter-ocular', unit: '%', atLeast: 8 },
  yaw: { label: '|yaw|', unit: '°', atLeast: 30 },
  depth: { label: 'depth error', unit: '%', atLeast: 5 },
  'inner-face': region('error without the jaw'),
  jaw: region('error of the jaw'),
  'right-brow': region('error of the right brow'),
  'left-brow': region('error of the left brow'),
  nose: region('error of the nose'),
  'right-eye': region('error of the right eye'),
  'left-eye': region('error of the left eye'),
  'outer-lip': region('error of the outer lip'),
  'inner-lip': region('error of the inner lip'),
};

export const WORD_NAMES: Readonly<Record<WordDimension, string>> = {
  split: 'Split',
  review: 'Review state',
  tag: 'Tags',
  labels: 'Labels',
  group: 'Failure group',
};
