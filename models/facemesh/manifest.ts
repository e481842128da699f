import { z } from 'zod';
import { type WeightsManifest, weightsManifestSchema } from '@/lib/contracts/model-card';
import { ModelFormatError } from './model-format-error';

export const BYTES_PER_ELEMENT = { float32: 4, float16: 2 } as const;

export const elementCount = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** weights.json as written from a PyTorch checkpoint: the type stands at each tensor, and a digest of the bytes beside them. */
export const checkpointManifestSchema = z.object({
  byte_length: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  batch_norm_eps: z.literal(1e-5),
  tensors: z.array(weightsManifestSchema.shape.tensors.element.extend({ dtype: z.literal('float32') })),
});
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>;

const isCheckpoint = (manifest: unknown): boolean =>
  typeof manifest === 'object' && manifest !== null && 'batch_norm_eps' in manifest;

/**
 * Either kind of manifest, checked in itself and against the size of its weights.bin.
 *
 * @throws ModelFormatError in one line: file, tensor, expected, found
 */
export function parseManifest(manifest: unknown, byteLength: number, file: string): WeightsManifest {
  const parsed = isCheckpoint(manifest) ? fromCheckpoint(manifest, byteLength, file) : fromOwn(manifest, file);
  const size = BYTES_PER_ELEMENT[parsed.dtype];
  const names = new Set<string>();
  for (const { name, shape, offset, length } of parsed.tensors) {
    if (names.has(name)) throw new ModelFormatError(`${file}: expected tensor ${name} once, found it twice`);
    names.add(name);
    const count = elementCount(shape);
    if (length !== count) {
      throw new ModelFormatError(`${file}: ${name}: expected ${count} elements for [${shape}], found ${length}`);
    }
    if (offset + length * size > byteLength) {
      throw new ModelFormatError(
        `${file}: ${name}: expected weights.bin to hold bytes up to ${offset + length * size}, found ${byteLength}`,
      );
    }
  }
  return parsed;
}

function fromOwn(manifest: unknown, file: string): WeightsManifest {
  return parseWith(weightsManifestSchema, manifest, file);
}

function fromCheckpoint(manifest: unknown, byteLength: number, file: string): WeightsManifest {
  const { byte_length, tensors } = parseWith(checkpointManifestSchema, manifest, file);
  if (byte_length !== byteLength) {
    throw new ModelFormatError(`${file}: expected weights.bin of ${byte_length} bytes, found ${byteLength}`);
  }
  return {
    dtype: 'float32',
    tensors: tensors.map(({ name, shape, offset, length }) => ({ name, shape, offset, length })),
  };
}

/** @throws ModelFormatError with the place and message of the first fault */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new ModelFormatError(`${file}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
}
