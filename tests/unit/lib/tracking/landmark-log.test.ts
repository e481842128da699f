import { describe, expect, it } from 'vitest';
import { formatLogCsv, formatLogJson, type LandmarkLog } from '@/lib/tracking/landmark-log';

const points = Array.from({ length: 136 }, (_, i) => i + 0.12345);
const log: LandmarkLog = {
  model: 'facemesh-68',
  source: 'clip.mp4',
  width: 640,
  height: 480,
  frames: [
    { timeMs: 0, faces: [] },
    {
      timeMs: 33.3333,
      faces: [
        { id: 3, confidence: 0.98765, points, depth: Array.from({ length: 68 }, (_, i) => -i) },
        { id: 4, confidence: null, points, depth: null },
      ],
    },
  ],
};

describe('the landmarks of a recording', () => {
  it('as CSV are a row a face, with empty cells for what is not known', () => {
    const lines = formatLogCsv(log).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    const [head, first, second] = lines.map((line) => line.split(','));
    expect(head.slice(0, 7)).toEqual(['frame', 'time_ms', 'face', 'confidence', 'x0', 'y0', 'z0']);
    expect(head).toHaveLength(4 + 3 * 68);
    expect(first.slice(0, 7)).toEqual(['1', '33.333', '3', '0.988', '0.123', '1.123', '0']);
    expect(first.slice(-3)).toEqual(['134.123', '135.123', '-67']);
    expect(second.slice(0, 7)).toEqual(['1', '33.333', '4', '', '0.123', '1.123', '']);
  });

  it('as JSON are every frame, those without a face too', () => {
    const { frames, ...head } = JSON.parse(formatLogJson(log));
    expect(head).toEqual({ model: 'facemesh-68', source: 'clip.mp4', width: 640, height: 480 });
    expect(frames[0]).toEqual({ timeMs: 0, faces: [] });
    expect(frames[1].faces[0].landmarks[67]).toEqual([134.123, 135.123, -67]);
    expect(frames[1].faces[1].landmarks[67]).toEqual([134.123, 135.123]);
  });

  it('of nothing are an empty table', () => {
    expect(formatLogCsv({ ...log, frames: [] }).split('\n')).toHaveLength(2);
    expect(JSON.parse(formatLogJson({ ...log, frames: [] })).frames).toEqual([]);
  });
});
