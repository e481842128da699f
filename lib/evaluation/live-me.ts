import type { LiveTotals } from '@/lib/contracts/evaluation';

/** How the mean error of a run stands with the labels as they are. */
export interface LiveMeanError {
  /** with every edit, reference-crop px */
  readonly me: number;
  /** what all edits together have moved it by */
  readonly change: number;
  /** what the edits of one image have moved it by */
  readonly ofImage: number;
  /** images with edited labels */
  readonly edited: number;
}

/**
 * @param sampleId the image in hand
 * @param scored   its error in the run; null: it is not of the run
 * @param now      its error with the labels as they stand on the screen, saved or not; null: not to be measured
 */
export function liveMeanError(
  { images, me, edited }: LiveTotals,
  sampleId: string,
  scored: number | null,
  now: number | null,
): LiveMeanError {
  let change = 0;
  let others = 0;
  for (const image of edited) {
    if (image.sampleId === sampleId) continue;
    change += image.now - image.scored;
    others++;
  }
  const ofImage = scored === null || now === null ? 0 : (now - scored) / images;
  return {
    me: me + change / images + ofImage,
    change: change / images + ofImage,
    ofImage,
    edited: others + (ofImage === 0 ? 0 : 1),
  };
}
