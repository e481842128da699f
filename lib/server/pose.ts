import 'server-only';
import { estimatePose } from '@/lib/datasets/quality/head-pose';
import { presence, shapeVector } from '@/lib/datasets/quality/quality-face';
import type { Pose } from '@/lib/datasets/sample';
import type { Annotation } from '@/lib/landmarks/annotation';

/** Fewer landmarks than this make a camera, but not one to sort faces by. */
const FEWEST_LANDMARKS = 34;

const UNKNOWN = { pitchRad: null, yawRad: null, rollRad: null };
const TOLD_NOTHING = { ...UNKNOWN, poseSource: 'estimated' };

/**
 * A sample's pose columns: what the source states, else what its landmarks tell. Landmarks that show the face from behind
 * have left and right exchanged, and tell nothing: `estimated` without angles, so that they are asked once.
 */
export function poseColumns(stated: Pose | null, annotation: Annotation | null) {
  if (stated) {
    const { pitchRad, yawRad, rollRad } = stated;
    return { pitchRad, yawRad, rollRad, poseSource: 'source' };
  }
  if (!annotation) return { ...UNKNOWN, poseSource: null };
  const weights = presence(annotation);
  if (weights.reduce((sum, weight) => sum + weight, 0) < FEWEST_LANDMARKS) return TOLD_NOTHING;
  const pose = estimatePose(shapeVector(annotation.points), weights);
  if (!pose || pose.facing <= 0) return TOLD_NOTHING;
  return { pitchRad: pose.pitchRad, yawRad: pose.yawRad, rollRad: pose.rollRad, poseSource: 'estimated' };
}
