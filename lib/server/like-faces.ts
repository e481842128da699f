import 'server-only';
import type { LikeFaces } from '@/lib/contracts/synthesis';
import { estimatePose } from '@/lib/datasets/quality/head-pose';
import type { Pose } from '@/lib/datasets/sample';
import { type Annotation, annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { type LabelledFace, limitsFromLandmarks } from '@/lib/synthesis/limits-from-landmarks';
import type { Sample } from '@/prisma/generated/client';
import { annotationFromJson } from './annotation-json';
import { database } from './database';
import { readFaceParameters } from './face-parameters';

/** The jaw follows one convention or another: the inner face tells the pose. */
const WEIGHTS = Array.from({ length: 68 }, (_, i) => (i < 17 ? 0 : 1));

/**
 * What faces like these samples are made from. Those that are gone, or have neither parameters nor whole labels, are passed
 * over.
 */
export async function readLikeFaces(sampleIds: readonly string[]): Promise<LikeFaces> {
  const samples = await database().sample.findMany({ where: { id: { in: [...sampleIds] } }, orderBy: { id: 'asc' } });
  const read = await Promise.all(samples.map(({ imageId }) => readFaceParameters(imageId)));
  const examples = read.flatMap((parameters) => parameters ?? []);
  if (examples.length > 0) return { examples, estimated: null };
  const labelled = samples.flatMap((sample) => labelledFace(sample) ?? []);
  return {
    examples,
    estimated: labelled.length > 0 ? { faces: labelled.length, limits: limitsFromLandmarks(labelled) } : null,
  };
}

function labelledFace(sample: Sample): LabelledFace | null {
  const annotation = annotationFromJson(sample.annotation);
  if (!annotation) return null;
  const face = toIbug68(annotation);
  if (annotatedPoints(face).length !== face.points.length) return null;
  const pose = statedPose(sample) ?? poseOf(face);
  return pose && { points: face.points, pose };
}

const statedPose = ({ pitchRad, yawRad, rollRad }: Sample): Pose | null =>
  pitchRad === null || yawRad === null || rollRad === null ? null : { pitchRad, yawRad, rollRad };

const poseOf = ({ points }: Annotation): Pose | null => {
  const shape = Float64Array.from(points.flat());
  return estimatePose(shape, WEIGHTS);
};
