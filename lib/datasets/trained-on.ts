import { type Fingerprint, HASH_WORDS, type ViewHash } from './quality/fingerprint';

/** An image as a model remembers that it was trained on: enough to meet it again, too little to show it. */
export interface TrainingImage {
  /** sha-256 of the file's bytes, hexadecimal, its first 32 digits at least; null where there was no file */
  readonly contentHash: string | null;
  readonly fingerprint: Fingerprint;
}

/** What a model was trained on, by itself or by the models it started from and was taught by. */
export interface TrainedOn {
  readonly images: readonly TrainingImage[];
  /** false: some of what it learnt from is not known, as when it started from weights of unknown origin */
  readonly isComplete: boolean;
}

/** File beside card.json; the card names it. */
export const TRAINED_ON_FILE = 'trained-on.bin';

export class TrainedOnFormatError extends Error {
  override readonly name = 'TrainedOnFormatError';
}

const MAGIC = 'LWTO';
/** Changes with the layout and with what a fingerprint is. */
const VERSION = 1;
const HEADER_BYTES = 16;
const CONTENT_BYTES = 16;
const HASH_BYTES = 4 * HASH_WORDS;
const RECORD_BYTES = CONTENT_BYTES + 2 * HASH_BYTES;
const COMPLETE = 1;
/** The last bit of a hash says nothing of the picture: set, it says that there is no hash. */
const ABSENT = 0x80000000;

/**
 * Layout, little endian: "LWTO", u16 version, u16 bytes of a record, u32 records, u32 flags (1: complete); then the
 * records, sorted: the first 16 bytes of the file's sha-256 (zeros: unknown), hash of the whole view, hash of the face
 * view (8 words each). Neither names nor order nor pictures of the training images can be read from it.
 */
export function formatTrainedOn({ images, isComplete }: TrainedOn): Uint8Array {
  const records = [...new Set(images.map((image) => toHex(recordOf(image))))].sort();
  const bytes = new Uint8Array(HEADER_BYTES + records.length * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint16(4, VERSION, true);
  view.setUint16(6, RECORD_BYTES, true);
  view.setUint32(8, records.length, true);
  view.setUint32(12, isComplete ? COMPLETE : 0, true);
  for (const [i, record] of records.entries()) bytes.set(fromHex(record), HEADER_BYTES + i * RECORD_BYTES);
  return bytes;
}

/** @throws TrainedOnFormatError in one line that names the file */
export function parseTrainedOn(bytes: Uint8Array, file = TRAINED_ON_FILE): TrainedOn {
  const fail = (expected: string, found: unknown) =>
    new TrainedOnFormatError(`${file}: expected ${expected}, found ${found}`);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC || bytes.length < HEADER_BYTES) throw fail(`a file that begins with ${MAGIC}`, 'another');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(4, true);
  if (version !== VERSION || view.getUint16(6, true) !== RECORD_BYTES) throw fail(`version ${VERSION}`, version);
  const count = view.getUint32(8, true);
  const size = HEADER_BYTES + count * RECORD_BYTES;
  if (bytes.length !== size) throw fail(`${size} bytes for ${count} images`, bytes.length);
  return {
    images: Array.from({ length: count }, (_, i) => imageAt(view, HEADER_BYTES + i * RECORD_BYTES)),
    isComplete: (view.getUint32(12, true) & COMPLETE) !== 0,
  };
}

/** What a model learnt from that builds on others. @param parents null: nobody knows what that one was trained on */
export function joinTrainedOn(own: readonly TrainingImage[], parents: readonly (TrainedOn | null)[] = []): TrainedOn {
  return {
    images: [...own, ...parents.flatMap((parent) => parent?.images ?? [])],
    isComplete: parents.every((parent) => parent?.isComplete ?? false),
  };
}

function recordOf({ contentHash, fingerprint: { whole, face } }: TrainingImage): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES);
  const view = new DataView(record.buffer);
  if (contentHash) record.set(fromHex(contentHash.slice(0, 2 * CONTENT_BYTES)));
  for (const [at, hash] of [whole, face].entries()) {
    const from = CONTENT_BYTES + at * HASH_BYTES;
    for (let w = 0; w < HASH_WORDS; w++) view.setUint32(from + 4 * w, hash?.[w] ?? 0, true);
    if (!hash) view.setUint32(from + HASH_BYTES - 4, ABSENT, true);
  }
  return record;
}

function imageAt(view: DataView, from: number): TrainingImage {
  const content = new Uint8Array(view.buffer, view.byteOffset + from, CONTENT_BYTES);
  const hashAt = (at: number): ViewHash | null => {
    const start = from + CONTENT_BYTES + at * HASH_BYTES;
    const words = Uint32Array.from({ length: HASH_WORDS }, (_, w) => view.getUint32(start + 4 * w, true));
    return words[HASH_WORDS - 1] >= ABSENT ? null : words;
  };
  return {
    contentHash: content.some((byte) => byte !== 0) ? toHex(content) : null,
    fingerprint: { whole: hashAt(0), face: hashAt(1) },
  };
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));

/** Digits of a content hash that both sides of a comparison have. */
export const contentKey = (contentHash: string): string => contentHash.slice(0, 2 * CONTENT_BYTES);
