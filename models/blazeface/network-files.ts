import { z } from 'zod';
import { weightsManifestSchema } from '@/lib/contracts/model-card';
import { fromFloat16Bits, toFloat16Bits } from '../facemesh/float16';
import { elementCount, parseManifest, parseWith } from '../facemesh/manifest';
import { ModelFormatError } from '../facemesh/model-format-error';
import type { WeightTensor } from '../facemesh/weights';
import { type BlazeFaceModel, descriptionSchema, type NetworkDescription } from './description';
import type { DetectorMode } from './modes';

/** What a detector's folder is made of. */
export const NETWORK_FILES = { network: 'network.json', weights: 'weights.bin' } as const;

const networkFileSchema = z.object({ description: descriptionSchema, weights: weightsManifestSchema });
export interface NetworkFiles {
  readonly network: z.infer<typeof networkFileSchema>;
  readonly bytes: Uint8Array;
}

/** What a mode's folder is called. */
export const networkFolder = (mode: DetectorMode): string => `blazeface-${mode}`;

/** Weights go as half floats, which is how the package has them: nothing is lost. */
export function formatNetworkFiles({ description, weights }: BlazeFaceModel): NetworkFiles {
  const length = [...weights.values()].reduce((sum, { values }) => sum + values.length, 0);
  const bytes = new Uint8Array(2 * length);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  const tensors = [...weights].map(([name, { shape, values }]) => {
    values.forEach((value, i) => {
      view.setUint16(offset + 2 * i, toFloat16Bits(value), true);
    });
    const tensor = { name, shape: [...shape], offset, length: values.length };
    offset += 2 * values.length;
    return tensor;
  });
  return { network: { description, weights: { dtype: 'float16', tensors } }, bytes };
}

/**
 * The inverse of formatNetworkFiles.
 *
 * @param network parsed network.json
 * @param bytes   weights.bin
 * @throws ModelFormatError in one line: file, expected, found
 */
export function parseNetworkFiles(network: unknown, bytes: Uint8Array): BlazeFaceModel {
  const file = NETWORK_FILES.network;
  const { description, weights: manifest } = parseWith(networkFileSchema, network, file);
  const { dtype, tensors } = parseManifest(manifest, bytes.byteLength, file);
  if (dtype !== 'float16') throw new ModelFormatError(`${file}: expected weights of float16, found ${dtype}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = new Map<string, WeightTensor>();
  for (const { name, shape, offset } of tensors) {
    const values = Float32Array.from({ length: elementCount(shape) }, (_, i) =>
      fromFloat16Bits(view.getUint16(offset + 2 * i, true)),
    );
    weights.set(name, { shape, values });
  }
  assertWeightsComplete(description, weights);
  return { description, weights };
}

function assertWeightsComplete({ operations }: NetworkDescription, weights: ReadonlyMap<string, WeightTensor>): void {
  for (const operation of operations) {
    if (!('filter' in operation)) continue;
    for (const name of [operation.filter, operation.bias]) {
      if (!weights.has(name))
        throw new ModelFormatError(`${NETWORK_FILES.network}: expected weight ${name}, found none`);
    }
  }
}

/**
 * A detector's network from the folder the build puts it in.
 *
 * @param folderUrl without a slash at its end
 * @throws ModelFormatError when the server has no such file, or it is malformed
 */
export async function fetchNetwork(folderUrl: string, signal?: AbortSignal): Promise<BlazeFaceModel> {
  const download = async (name: string): Promise<Response> => {
    const url = `${folderUrl}/${name}`;
    const response = await fetch(url, { signal });
    if (!response.ok) throw new ModelFormatError(`${url}: expected status 200, found ${response.status}`);
    return response;
  };
  const [network, weights] = await Promise.all([download(NETWORK_FILES.network), download(NETWORK_FILES.weights)]);
  return parseNetworkFiles(await network.json(), new Uint8Array(await weights.arrayBuffer()));
}

/** Both detectors' networks from where the build puts their folders. */
export async function fetchNetworks(
  folderUrl: string,
  signal?: AbortSignal,
): Promise<Readonly<Record<DetectorMode, BlazeFaceModel>>> {
  const [closeUp, distant] = await Promise.all([
    fetchNetwork(`${folderUrl}/${networkFolder('close-up')}`, signal),
    fetchNetwork(`${folderUrl}/${networkFolder('distant')}`, signal),
  ]);
  return { 'close-up': closeUp, distant };
}
