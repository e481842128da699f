import { z } from 'zod';
import { type TrainingConfig, type TrainingCurves, trainingConfigSchema } from '@/lib/contracts/training-config';
import { ENGINE_VECTORS, type EngineVector } from './engine/training-engine';
import type { RunState } from './messages';
import { TrainingError } from './training-set';

/**
 * Everything a killed run needs to go on exactly. Order of images and every draw follow from the seed and the step
 * (sampler.ts, replica.ts), so the step is the generator's state.
 *
 * Layout: u32 length of the header (little endian), header as JSON, then the vectors as float32, back to back.
 */
export interface Checkpoint {
  readonly config: TrainingConfig;
  readonly fingerprint: number;
  readonly state: RunState;
  readonly curves: TrainingCurves;
}

const lossesSchema = z.object({ landmarks: z.number(), depth: z.number(), confidence: z.number() });
const headerSchema = z.object({
  format: z.literal('landmark-workbench training checkpoint 1'),
  config: trainingConfigSchema,
  fingerprint: z.number(),
  step: z.number().int().nonnegative(),
  coolDownFrom: z.number().int().nullable(),
  pending: lossesSchema.extend({ steps: z.number() }),
  lengths: z.record(z.string(), z.number().int().positive()),
  curves: z.custom<TrainingCurves>((value) => typeof value === 'object' && value !== null),
});

/** The checkpoint in the parts of its file, to be written one after the other: the vectors are not copied. */
export function formatCheckpoint({ config, fingerprint, state, curves }: Checkpoint): Uint8Array<ArrayBuffer>[] {
  const vectors = ENGINE_VECTORS.map((name) => state.engine.vectors[name]);
  const header = new TextEncoder().encode(
    JSON.stringify({
      format: 'landmark-workbench training checkpoint 1',
      config,
      fingerprint,
      step: state.engine.step,
      coolDownFrom: state.coolDownFrom,
      pending: state.pending,
      lengths: Object.fromEntries(ENGINE_VECTORS.map((name, i) => [name, vectors[i].length])),
      curves,
    } satisfies z.input<typeof headerSchema>),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  return [length, header, ...vectors.map(bytesOf)];
}

/**
 * @param bytes the whole file
 * @param file  its name, for the message
 * @throws TrainingError when it is no checkpoint
 */
export function parseCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const fail = (reason: string, cause?: unknown) =>
    new TrainingError(`training: ${file}: expected a checkpoint, found ${reason}`, { cause });
  if (bytes.length < 4) throw fail(`${bytes.length} bytes`);
  const headerEnd = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  let header: z.output<typeof headerSchema>;
  try {
    header = headerSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, headerEnd))));
  } catch (cause) {
    throw fail('no header that can be read', cause);
  }
  const { config, fingerprint, step, coolDownFrom, pending, lengths, curves } = header;
  const vectors = {} as Record<EngineVector, Float32Array>;
  let offset = headerEnd;
  for (const name of ENGINE_VECTORS) {
    const end = offset + 4 * (lengths[name] ?? 0);
    if (end === offset || end > bytes.length) throw fail(`${bytes.length} bytes, too few for ${name}`);
    vectors[name] = new Float32Array(bytes.slice(offset, end).buffer);
    offset = end;
  }
  return { config, fingerprint, curves, state: { engine: { step, vectors }, coolDownFrom, pending } };
}

/** Settings a resumed run may change: how long it goes on and how often it tells, not what it learns from. */
const CHANGEABLE: readonly (keyof TrainingConfig)[] = ['steps', 'coolDownSteps', 'validateEvery', 'checkpointSeconds'];

/** @throws TrainingError when the checkpoint was made by other settings or on other data */
export function assertFits(checkpoint: Checkpoint, config: TrainingConfig, fingerprint: number): void {
  const fail = (what: string, expected: unknown, found: unknown) =>
    new TrainingError(
      `training: checkpoint: ${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
    );
  if (checkpoint.config.architecture !== config.architecture) {
    throw fail('architecture', config.architecture, checkpoint.config.architecture);
  }
  for (const key of Object.keys(config) as (keyof TrainingConfig)[]) {
    if (CHANGEABLE.includes(key)) continue;
    if (JSON.stringify(checkpoint.config[key]) !== JSON.stringify(config[key])) {
      throw fail(key, config[key], checkpoint.config[key]);
    }
  }
  if (checkpoint.fingerprint !== fingerprint) throw fail('training images', fingerprint, checkpoint.fingerprint);
}
