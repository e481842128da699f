import { IBUG_68, REGION_IDS, regionIndices } from '@/lib/landmarks/scheme';
import type { Reason } from './reason';

/**
 * Names a finding inside its face, so that an answer to it is known again by the next examination: what kind and which
 * regions. Single landmarks are left out, for they come and go with the evidence; a point off the face and a point off
 * its place are one question.
 */
export function findingKey({ kind, landmarks }: Pick<Reason, 'kind' | 'landmarks'>): string {
  const asked = kind === 'off-face' ? 'misplaced-point' : kind;
  const regions = REGION_IDS.filter((region) => regionIndices(IBUG_68, region).some((i) => landmarks.includes(i)));
  return [asked, ...regions].join(':');
}
