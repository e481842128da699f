import { type ColumnFile, formatColumnFile, parseColumnFile } from './column-file';
import { type FilterData, type WordColumn, type WordDimension, wordColumn } from './cross-filter';
import { columnsFromFile, columnsToFile, type ResultColumns } from './result-columns';

/** What an image is now, beside what it was scored as. */
export interface CurrentWords {
  readonly split: string;
  readonly review: string;
  readonly tags: readonly string[];
  /** whether its labels are those that were scored */
  readonly isCurrent: boolean;
}

export const LABELS = { same: 'as scored', edited: 'edited since' } as const;

/**
 * A run and the present words of its images in one answer.
 *
 * @param current one an image, in the run's order
 */
export function formatRunFile(columns: ResultColumns, current: readonly CurrentWords[]): Uint8Array<ArrayBuffer> {
  const words: Readonly<Partial<Record<WordDimension, WordColumn>>> = {
    split: wordColumn(current.map(({ split }) => [split])),
    review: wordColumn(current.map(({ review }) => [review])),
    tag: wordColumn(current.map(({ tags }) => tags)),
    labels: wordColumn(current.map(({ isCurrent }) => [isCurrent ? LABELS.same : LABELS.edited])),
  };
  return formatColumnFile({
    ...columnsToFile(columns),
    ...Object.fromEntries(
      Object.entries(words).flatMap(([dimension, column]) =>
        (['words', 'starts', 'codes'] as const).map((part) => [`${dimension}.${part}`, column[part]] as const),
      ),
    ),
  });
}

/** The inverse of formatRunFile. @throws Error naming what is not there */
export function parseRunFile(bytes: Uint8Array<ArrayBuffer>): FilterData {
  const file = parseColumnFile(bytes);
  const words = (['split', 'review', 'tag', 'labels'] as const).map((dimension) => [
    dimension,
    wordsOf(file, dimension),
  ]);
  return { columns: columnsFromFile(file), words: Object.fromEntries(words) };
}

const wordsOf = (file: ColumnFile, dimension: WordDimension): WordColumn => ({
  words: file[`${dimension}.words`] as readonly string[],
  starts: file[`${dimension}.starts`] as Uint32Array,
  codes: file[`${dimension}.codes`] as Uint16Array,
});
