import 'server-only';
import { type Fingerprint, faceHashOf, fingerprintOf, type ViewHash } from '@/lib/datasets/quality/fingerprint';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';

/** Changes when a fingerprint means something else: what was stored before is then made anew. */
const VERSION = 2;

/** A face of an image whose view may have been hashed. */
export interface FingerprintedFace {
  /** of the sample */
  readonly id: string;
  readonly revision: number;
  readonly annotation: Annotation | null;
}

/** What Image.fingerprint holds: the whole view once, and the view of each face as its labels then were. */
export interface StoredFingerprint {
  readonly version: typeof VERSION;
  /** base64 */
  readonly whole: string | null;
  readonly faces: Readonly<Record<string, { readonly revision: number; readonly hash: string | null }>>;
}

const toBase64 = (hash: ViewHash | null): string | null =>
  hash && Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('base64');

const fromBase64 = (text: string | null): ViewHash | null =>
  text === null ? null : new Uint32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);

/** @returns null for nothing, and for fingerprints of another kind */
export function parseStored(json: string | null): StoredFingerprint | null {
  const stored = json ? (JSON.parse(json) as StoredFingerprint) : null;
  return stored?.version === VERSION ? stored : null;
}

/** Hashes the image and all its faces; what `known` has of them already is kept. */
export function makeStored(
  image: RgbImage,
  faces: readonly FingerprintedFace[],
  known: StoredFingerprint | null = null,
): StoredFingerprint {
  const whole = known ? known.whole : toBase64(fingerprintOf(image).whole);
  const entries = faces.map(({ id, revision, annotation }) => {
    const kept = known?.faces[id];
    const hash = kept?.revision === revision ? kept.hash : toBase64(annotation && faceHashOf(image, annotation));
    return [id, { revision, hash }] as const;
  });
  return { version: VERSION, whole, faces: { ...known?.faces, ...Object.fromEntries(entries) } };
}

/** Null when this face, as it is labelled now, has not been looked at yet. */
export function fingerprintFrom(stored: StoredFingerprint | null, face: FingerprintedFace): Fingerprint | null {
  const own = stored?.faces[face.id];
  if (!stored || own?.revision !== face.revision) return null;
  return { whole: fromBase64(stored.whole), face: fromBase64(own.hash) };
}
