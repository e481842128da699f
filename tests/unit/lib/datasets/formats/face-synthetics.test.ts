import { describe, expect, it } from 'vitest';
import {
  faceSynthetics,
  formatFaceSyntheticsLandmarks,
  parseFaceSyntheticsLandmarks,
} from '@/lib/datasets/formats/face-synthetics';
import { landmarksText } from '../../../../fixtures/face-synthetics/landmarks-text';
import { exportSample, inTurn } from '../../../../fixtures/files/export-samples';
import { awkwardAnnotation, plainAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';

describe('Face Synthetics', () => {
  it('keeps all 70 landmarks as they stand, the pupils last', () => {
    const { scheme, points } = parseFaceSyntheticsLandmarks(landmarksText(), '000000_ldmks.txt');
    expect(scheme).toBe('face-synthetics-70');
    expect(points).toHaveLength(70);
    expect(points[0]).toEqual([100.125, 300.5]);
    expect(points[69]).toEqual([169.125, 369.5]);
  });

  it.each([
    ['67 lines', landmarksText({ count: 67 }), ':67: expected 70 landmarks, found 67'],
    ['71 lines', landmarksText({ count: 71 }), ':71: expected 70 landmarks, found 71'],
    ['nothing', '', ':1: expected 70 landmarks, found 0'],
    ['text in numbers', landmarksText({ rows: { 4: 'a b' } }), ":5: expected two numbers 'x y', found 'a b'"],
    ['infinity', landmarksText({ rows: { 6: '1 -Infinity' } }), ":7: expected two numbers 'x y', found '1 -Infinity'"],
    ['one number', landmarksText({ rows: { 0: '1' } }), ":1: expected two numbers 'x y', found '1'"],
  ])('refuses %s in one line', (_, text, message) => {
    expect(() => parseFaceSyntheticsLandmarks(text, 'f.txt')).toThrow(`face-synthetics: f.txt${message}`);
  });

  it('takes the photos and passes over the class maps', async () => {
    const files = memoryFiles({
      '000000.png': '',
      '000000_ldmks.txt': landmarksText(),
      '000000_seg.png': '',
      '000001.png': '',
      '000001_ldmks.txt': landmarksText({ count: 68 }),
      'LICENSE.txt': 'terms',
    });
    expect(await faceSynthetics.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(faceSynthetics, files);
    expect(samples.map(({ imageFile }) => imageFile)).toEqual(['000000.png']);
    expect(problems).toEqual(['face-synthetics: 000001_ldmks.txt:68: expected 70 landmarks, found 68']);
  });
});

describe('a Face Synthetics export', () => {
  it('writes 70 lines with every digit, which parseFaceSyntheticsLandmarks undoes to the last bit', () => {
    const annotation = awkwardAnnotation('face-synthetics-70');
    const text = formatFaceSyntheticsLandmarks(annotation);
    expect(text.split('\n')[2]).toBe(`${10.25 / 3} ${20.5 / 7 - 5}`);
    expect(parseFaceSyntheticsLandmarks(text, 'a.txt')).toEqual(annotation);
  });

  it('never makes up pupils', async () => {
    const problems: string[] = [];
    const sink = memorySink();
    const samples = [
      exportSample('a.png'),
      exportSample('b.png', { annotation: plainAnnotation('face-synthetics-70') }),
    ];
    await faceSynthetics.write?.(inTurn(samples), sink, (problem) => problems.push(problem.message));
    expect(Object.keys(sink.written)).toEqual(['b_ldmks.txt']);
    expect(problems).toEqual([
      'face-synthetics: a_ldmks.txt: expected the 70 landmarks of Face Synthetics 70, found 68',
    ]);
  });
});
