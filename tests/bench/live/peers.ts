import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openHarness, root } from './harness';

/** Milliseconds of each stage, a frame each. */
export interface PeerTimes {
  readonly name: string;
  readonly detect: readonly number[];
  readonly landmarks: readonly number[];
}

/** The report's networks in PyTorch; null with a line that says why where it is not installed. */
export function timePytorch(frames: number, threads: number): PeerTimes | string {
  const script = path.join(import.meta.dirname, 'live_pytorch.py');
  const detector = path.join(root, 'public/models/blazeface-close-up');
  let reason = 'python3 is absent';
  // Debian's own python has its packages, whatever else stands in the path
  for (const python of ['/usr/bin/python3', 'python3']) {
    const outcome = spawnSync(python, [script, detector, String(frames), String(threads)], { encoding: 'utf8' });
    if (outcome.status === 0) return pytorchTimes(JSON.parse(outcome.stdout));
    reason = outcome.stderr?.trim().split('\n').at(-1) || reason;
  }
  return `PyTorch: skipped (${reason}); apt-get install python3-torch brings it`;
}

function pytorchTimes(times: {
  readonly torch: string;
  readonly threads: number;
  readonly detect: readonly number[];
  readonly landmarks: readonly number[];
}): PeerTimes {
  const { torch, threads, detect, landmarks } = times;
  return { name: `PyTorch ${torch}, ${threads === 1 ? 'one thread' : `${threads} threads`}`, detect, landmarks };
}

const FACE_API = '@vladmandic/face-api@1.7.15';

/**
 * face-api's tiny detector and tiny landmark network in the same browser. It is fetched into tests/.tmp, so that it never
 * becomes a dependency of the product.
 */
export async function timeFaceApi(still: Uint8Array, frames: number): Promise<PeerTimes | string> {
  const folder = path.join(root, 'tests/.tmp/face-api');
  const files = path.join(folder, 'node_modules/@vladmandic/face-api');
  if (!existsSync(files)) {
    mkdirSync(folder, { recursive: true });
    const { status } = spawnSync(
      'npm',
      ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, FACE_API],
      {
        stdio: 'ignore',
        shell: process.platform === 'win32',
      },
    );
    if (status !== 0) return `face-api: skipped (${FACE_API} could not be fetched)`;
  }
  const served = new Map<string, Uint8Array>([['/still.png', still]]);
  for (const name of ['face-api.js']) served.set(`/${name}`, readFileSync(path.join(files, 'dist', name)));
  for (const model of ['tiny_face_detector_model', 'face_landmark_68_tiny_model']) {
    for (const ending of [`${model}-weights_manifest.json`, `${model}.bin`]) {
      served.set(`/face-api/${ending}`, readFileSync(path.join(files, 'model', ending)));
    }
  }
  const harness = await openHarness('in-page.ts', served);
  try {
    await harness.page.addScriptTag({ url: '/face-api.js' });
    const times = await harness.page.evaluate(runFaceApi, frames);
    return { name: `face-api tiny, ${times.backend}`, ...times };
  } catch (error) {
    return `face-api: skipped (${String(error).split('\n')[0]})`;
  } finally {
    await harness.close();
  }
}

/** Runs in the page. */
async function runFaceApi(frames: number) {
  // biome-ignore lint/suspicious/noExplicitAny: the peer's global, typed nowhere here
  const api = (globalThis as any).faceapi;
  const { tf } = api;
  if (tf.setWasmPaths) tf.setWasmPaths('/wasm/');
  const names: string[] = tf.engine().registryFactory ? Object.keys(tf.engine().registryFactory) : [];
  await tf.setBackend(names.includes('wasm') ? 'wasm' : names.includes('webgl') ? 'webgl' : 'cpu');
  await tf.ready();
  await api.nets.tinyFaceDetector.loadFromUri('/face-api');
  await api.nets.faceLandmark68TinyNet.loadFromUri('/face-api');
  const image = new Image();
  image.src = '/still.png';
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const options = new api.TinyFaceDetectorOptions({ inputSize: 224, scoreThreshold: 0.3 });
  const detect: number[] = [];
  const landmarks: number[] = [];
  for (let i = -5; i < frames; i++) {
    const start = performance.now();
    const found = await api.tinyFaceDetector(canvas, options);
    const middle = performance.now();
    if (found.length === 0) throw new Error('its detector found no face in the still');
    const [face] = await api.extractFaces(canvas, [found[0]]);
    await api.detectFaceLandmarksTiny(face);
    if (i < 0) continue;
    detect.push(middle - start);
    landmarks.push(performance.now() - middle);
  }
  return { detect, landmarks, backend: tf.getBackend() as string };
}
