import 'server-only';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { reviveFaceParameters } from '@/lib/synthesis/revive-parameters';
import { imageKey, storage } from './storage';

/** Beside the image, so that a face brings its parameters into whatever dataset it comes. */
const keyOf = (imageId: string): string => `${imageKey(imageId)}.json`;

/** @param raw as read from a file of the generator; anything else is passed over */
export async function keepFaceParameters(imageId: string, raw: unknown): Promise<void> {
  const parameters = raw === undefined ? null : reviveFaceParameters(raw);
  if (parameters) await storage().write(keyOf(imageId), new TextEncoder().encode(JSON.stringify(parameters)));
}

/** @returns null for an image that was not generated here */
export async function readFaceParameters(imageId: string): Promise<FaceParameters | null> {
  const bytes = await storage().read(keyOf(imageId));
  return bytes && reviveFaceParameters(JSON.parse(new TextDecoder().decode(bytes)));
}
