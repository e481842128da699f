import { describe, expect, it } from 'vitest';
import { formatColumnFile, parseColumnFile } from '@/lib/evaluation/column-file';
import { columnsFromFile, columnsToFile, toColumns } from '@/lib/evaluation/result-columns';
import { scoreFaces } from '@/lib/evaluation/score-face';
import { meanShapeOf } from '@/lib/metrics/mean-shape';
import { MEASURED_IMAGE, measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';

describe('a column file', () => {
  const columns = {
    error: Float64Array.of(1.1, Number.NaN, 1e300),
    small: Float32Array.of(0.5),
    revision: Int32Array.of(-7, 8),
    starts: Uint32Array.of(0, 4_000_000_000),
    codes: Uint16Array.of(1, 2, 65_535),
    flags: Uint8Array.of(1, 0, 1, 0, 1),
    ids: ['a', 'ä"\\', ''],
    none: new Float64Array(0),
  };

  it('gives back every column as it was', () => {
    expect(parseColumnFile(formatColumnFile(columns))).toEqual(columns);
  });

  it('is read from any place of a larger buffer', () => {
    const file = formatColumnFile(columns);
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    expect(parseColumnFile(larger.subarray(3))).toEqual(columns);
  });

  it('says what is wrong with other bytes', () => {
    expect(() => parseColumnFile(new TextEncoder().encode('{"a": 1, "b": 2}'))).toThrow(
      'columns: expected a column file, found other bytes',
    );
    const cut = formatColumnFile(columns).slice(0, -16);
    expect(() => parseColumnFile(cut)).toThrow(/^columns: \w+: expected \d+ bytes, found the end of the file$/);
    expect(() => columnsFromFile(parseColumnFile(formatColumnFile({ ids: ['a'] })))).toThrow(
      'columns: expected a column revision, found none',
    );
  });

  it('holds the results of a run', () => {
    const annotation = measuredFace({ z: measuredFace().points.map((_, i) => i % 5) });
    const face = { annotation, image: MEASURED_IMAGE };
    const shape = meanShapeOf([face]) ?? [];
    const scores = scoreFaces(
      [4, 9].map((error) => ({
        ...face,
        sampleId: `off-by-${error}`,
        revision: error,
        yawRad: error === 4 ? Math.PI / 6 : null,
        landmarks: movedInCrop(annotation, error, 0).map(([x, y], i) => [x, y, 2 * i] as const),
        durationMs: 3,
      })),
      shape,
    );
    const { columns: kept, offsets } = toColumns(scores);
    const read = columnsFromFile(parseColumnFile(formatColumnFile(columnsToFile(kept))));
    expect(read).toEqual(kept);
    expect(read.ids).toEqual(['off-by-4', 'off-by-9']);
    expect([...read.revision]).toEqual([4, 9]);
    expect(read.model.error[1]).toBeCloseTo(9, 12);
    expect(read.yawDeg[0]).toBeCloseTo(30, 5);
    expect(read.yawDeg[1]).toBeNaN();
    expect(read.depth[0]).toBeGreaterThan(0);
    // landmark 67 of the second face: 9 crop px to the right
    expect(offsets[136 + 134]).toBeCloseTo(9, 4);
    expect(offsets[136 + 135]).toBeCloseTo(0, 4);
  });
});
