import type { Capture, KeptCapture } from '@/lib/contracts/live';
import { fetchJson, fetchOk } from '@/lib/request';
import type { LiveFace } from '@/models/live/protocol';
import type { SeenFrame } from './live-loop';
import type { Pane } from './pane';
import { baseName, stamp } from './recording';

/** A frame that has been kept, as the page lists it. */
export interface KeptFrame extends KeptCapture {
  readonly name: string;
}

interface KeepRequest {
  readonly pane: Pane;
  readonly seen: Pick<SeenFrame, 'result'>;
  readonly model: string;
  readonly dataset: string;
  /** of the source */
  readonly title: string;
}

/**
 * Sends a frame, its pixels as they are, and what the model says of it to this workbench's server: the one time that a
 * frame leaves the page.
 *
 * @throws RequestError with a line to show
 */
export async function keepFrame({ pane, seen, model, dataset, title }: KeepRequest): Promise<KeptFrame> {
  const { picture } = pane;
  const image = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
  if (!image) throw new Error('this browser could not make a picture of the frame');
  const name = `${baseName(title)} ${stamp(new Date())}`;
  const { faces, durationMs } = seen.result.models[0];
  // large videos are looked at smaller than they are
  const scale = picture.width / seen.result.width;
  const capture: Capture = {
    dataset,
    name,
    model,
    faces: faces.map((face) => toStored(face, scale, durationMs / faces.length)),
  };
  const form = new FormData();
  form.set('image', image, 'frame.png');
  form.set('capture', JSON.stringify(capture));
  return { ...(await fetchJson<KeptCapture>('/api/live/captures', { method: 'POST', body: form })), name };
}

/** A face in the pixels of a picture `scale` times as large as the frame it was seen in. */
export function toStored(
  { points, depth, box, confidence }: LiveFace,
  scale: number,
  durationMs: number,
): Capture['faces'][number] {
  // pixel centres: a frame's px (u) lies at (u + ½) · scale − ½ of a larger picture
  const place = (value: number) => (value + 0.5) * scale - 0.5;
  return {
    landmarks: Array.from({ length: points.length / 2 }, (_, i): [number, number] | [number, number, number] => {
      const [x, y] = [place(points[2 * i]), place(points[2 * i + 1])];
      return depth ? [x, y, depth[i] * scale] : [x, y];
    }),
    box: { x: place(box.x), y: place(box.y), width: box.width * scale, height: box.height * scale },
    confidence,
    durationMs,
  };
}

/** Takes a kept frame back for good: its samples, and its picture on the server's disk. */
export async function forgetFrame({ samples }: KeptFrame): Promise<void> {
  for (const sample of samples) await fetchOk(`/api/samples/${sample}`, { method: 'DELETE' });
}
