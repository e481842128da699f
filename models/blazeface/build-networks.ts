/**
 * Puts both detectors' networks into public/models/blazeface-<mode>/ for the browser. Run by the build:
 * `node --import tsx models/blazeface/build-networks.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DETECTOR_MODES, type DetectorMode } from './modes';
import { formatNetworkFiles, NETWORK_FILES, networkFolder } from './network-files';
import { readPackageNetwork } from './package-node';

const models = path.resolve(import.meta.dirname, '../../public/models');

for (const mode of Object.keys(DETECTOR_MODES) as DetectorMode[]) {
  const { network, bytes } = formatNetworkFiles(await readPackageNetwork(mode));
  const folder = path.join(models, networkFolder(mode));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, NETWORK_FILES.weights), bytes);
  await writeFile(path.join(folder, NETWORK_FILES.network), JSON.stringify(network));
}
