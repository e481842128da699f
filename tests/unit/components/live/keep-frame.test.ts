import { describe, expect, it } from 'vitest';
import { toStored } from '@/components/live/keep-frame';
import { baseName, stamp } from '@/components/live/recording';
import { captureSchema } from '@/lib/contracts/live';

const face = {
  id: 1,
  points: Float32Array.from({ length: 136 }, (_, i) => i),
  depth: Float32Array.from({ length: 68 }, (_, i) => -i),
  confidence: 0.5,
  box: { x: 9, y: 19, width: 100, height: 120 },
  angleRad: 0,
  pose: null,
};

describe('a kept face', () => {
  it('lies where it was seen, by pixel centres, in a picture twice as large', () => {
    const { landmarks, box } = toStored(face, 2, 3);
    // px 0 of the frame covers px 0 and 1 of the picture: its centre is at 0.5
    expect(landmarks[0]).toEqual([0.5, 2.5, -0]);
    expect(landmarks[67]).toEqual([268.5, 270.5, -134]);
    expect(box).toEqual({ x: 18.5, y: 38.5, width: 200, height: 240 });
  });

  it('is taken as it is where sizes are the same, with or without depth', () => {
    expect(toStored(face, 1, 3).landmarks[10]).toEqual([20, 21, -10]);
    expect(toStored({ ...face, depth: null }, 1, 3)).toMatchObject({ confidence: 0.5, durationMs: 3 });
    expect(toStored({ ...face, depth: null }, 1, 3).landmarks[10]).toEqual([20, 21]);
  });
});

describe('names of what the live page makes', () => {
  it('come from the source, without its ending and signs that a file or sample may not have', () => {
    expect(baseName('My clip (final).mp4')).toBe('My-clip-final');
    expect(baseName('/tmp/camera.y4m')).toBe('tmp-camera');
    expect(baseName('Gesichtserkennung – Größe')).toBe('Gesichtserkennung-Größe');
    expect(baseName('***')).toBe('live');
  });

  it('are accepted by the server, whatever the source is called', () => {
    for (const title of ['My clip (final).mp4', '***', 'x'.repeat(200), '12 pictures']) {
      const name = `${baseName(title)} ${stamp(new Date(2026, 10, 25, 16, 3, 5, 7))}`;
      expect(name).toMatch(/ 20261125-160305-007$/);
      const capture = { dataset: 'Live frames', model: 'facemesh-68', name, faces: [] };
      expect(captureSchema.safeParse(capture).success, name).toBe(true);
    }
  });
});
