import { z } from 'zod';
import type { Visibility } from '@/lib/landmarks/annotation';
import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';
import type { SourceSample } from '../sample';
import { DatasetFormatError } from './format';
import { generatedTags, wordedParametersSchema } from './generated-tags';

const { count, id: scheme } = FACE_SYNTHETICS_70;
const degrees = z.number().min(-180).max(180);

/** What our generator writes beside a face (`NNNNNN.json`) and the reader takes: depth, visibility, pose and words. */
const detailsSchema = z.object({
  scheme: z.literal(scheme),
  z: z.array(z.number()).length(count),
  visibility: z.array(z.enum(['visible', 'hidden', 'missing'] satisfies Visibility[])).length(count),
  parameters: wordedParametersSchema.extend({
    camera: z.object({ yawDeg: degrees, pitchDeg: degrees, rollDeg: degrees }),
  }),
});

const radians = (angle: number) => (angle * Math.PI) / 180;

/**
 * A sample with what the generator knows of it. A .json that names no scheme is somebody else's and changes nothing.
 *
 * @throws DatasetFormatError when it is ours and broken
 */
export function withDetails(sample: SourceSample, text: string, file: string): SourceSample {
  const fail = (reason: string, cause?: unknown) =>
    new DatasetFormatError({ format: 'face-synthetics', file, reason }, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw fail(`expected JSON, found ${(cause as Error).message}`, cause);
  }
  if (!sample.annotation || typeof json !== 'object' || json === null || !('scheme' in json)) return sample;
  const parsed = detailsSchema.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw fail(`${path.join('.')}: ${message}`);
  }
  const { z: depth, visibility, parameters } = parsed.data;
  const { pitchDeg, yawDeg, rollDeg } = parameters.camera;
  return {
    ...sample,
    annotation: { ...sample.annotation, z: depth, visibility },
    tags: generatedTags(parameters),
    pose: { pitchRad: radians(pitchDeg), yawRad: radians(yawDeg), rollRad: radians(rollDeg) },
  };
}
