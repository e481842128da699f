import type { ModelCard } from '@/lib/contracts/model-card';
import { checkpointManifestSchema, parseWith } from './manifest';
import { assertSha256 } from './model-files';
import { countTrainableParameters, type FaceMeshWeights, identifyConfig, parseWeights } from './weights';

/** The two files a PyTorch checkpoint is written to. */
export const CHECKPOINT_FILES = { manifest: 'weights.json', weights: 'weights.bin' } as const;

/**
 * A model from a PyTorch checkpoint written as plain data. Its card says what the seed project's loader and network do:
 * the reference crop, raw 0–255 pixels, planar output in crop px, third row and confidence never trained.
 *
 * @param manifest parsed weights.json
 * @param bytes    weights.bin
 * @param origin   where the files were found, for the card's provenance
 * @throws ModelFormatError when the files are malformed or of no known network
 */
export async function importCheckpoint(
  manifest: unknown,
  bytes: Uint8Array,
  { id, origin }: { readonly id: string; readonly origin: string },
): Promise<{ readonly card: Omit<ModelCard, 'weightsSha256'>; readonly weights: FaceMeshWeights }> {
  const file = CHECKPOINT_FILES.manifest;
  await assertSha256(bytes, parseWith(checkpointManifestSchema, manifest, file).sha256, file);
  const weights = parseWeights(manifest, bytes, file);
  const config = identifyConfig(weights, file);
  return {
    weights,
    card: {
      id,
      title: `${config.title}, imported`,
      architecture: config.id,
      parameters: countTrainableParameters(config),
      input: { size: 192, crop: { shape: 'reference' }, antialias: false, padding: 'zero', scale: 1, offset: 0 },
      output: { layout: 'planar', scale: 1, offset: 0, depth: false, confidence: false },
      provenance: `imported from ${origin}`,
      licence: 'unknown',
      intendedUse: 'comparison with models trained here',
      limits: 'depth and confidence are taken to be untrained; the training data is unknown',
      data: [],
      meanShape: null,
      training: null,
      metrics: {},
    },
  };
}
