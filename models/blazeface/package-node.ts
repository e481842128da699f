import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileTflite } from './compile';
import type { BlazeFaceModel } from './description';
import { DETECTOR_MODES, type DetectorMode } from './modes';

/**
 * A mode's network, straight from the installed package @mediapipe/face_detection.
 *
 * @throws ModelFormatError when the package's file is not what it should be
 */
export async function readPackageNetwork(mode: DetectorMode): Promise<BlazeFaceModel> {
  const { file } = DETECTOR_MODES[mode];
  const root = path.dirname(createRequire(import.meta.url).resolve('@mediapipe/face_detection/package.json'));
  return compileTflite(await readFile(path.join(root, file)), file);
}
