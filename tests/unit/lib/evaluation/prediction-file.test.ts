import { describe, expect, it } from 'vitest';
import { formatPredictions, type PredictionRow, parsePredictions } from '@/lib/evaluation/prediction-file';

const landmarks = (offset: number, depth = false): PredictionRow['landmarks'] =>
  Array.from({ length: 68 }, (_, i) => (depth ? [i + offset, 2 * i - 0.1, i / 3] : [i + offset, 2 * i - 0.1]));

const ROWS: readonly PredictionRow[] = [
  { sample: 'val/face, "7".png', landmarks: landmarks(0.1), confidence: 0.98, durationMs: 3.25 },
  { sample: 'two.jpg#2', landmarks: landmarks(-4e-7), confidence: null, durationMs: null },
];

describe('predictions of another tool', () => {
  it.each(['json', 'csv'] as const)('go out and come in as %s with every digit', (format) => {
    expect(parsePredictions(formatPredictions(ROWS, format), `out.${format}`)).toEqual(ROWS);
    const deep = [{ ...ROWS[0], landmarks: landmarks(0.1, true) }];
    expect(parsePredictions(formatPredictions(deep, format), 'out')).toEqual(deep);
  });

  it('may have pupils, which are passed over', () => {
    const seventy = [{ ...ROWS[0], landmarks: [...landmarks(0), [1, 2], [3, 4]] as PredictionRow['landmarks'] }];
    expect(parsePredictions(formatPredictions(seventy, 'json'), 'a.json')[0].landmarks).toEqual(landmarks(0));
  });

  it('may name image and face, as our landmark tables do', () => {
    const header = ['image', 'face', ...Array.from({ length: 68 }, (_, i) => `x${i},y${i}`)].join(',');
    const points = Array.from({ length: 68 }, (_, i) => `${i},${i + 0.5}`).join(',');
    const rows = parsePredictions(`${header}\na.png,,${points}\nb.png,2,${points}\n`, 'table.csv');
    expect(rows.map(({ sample }) => sample)).toEqual(['a.png', 'b.png#2']);
    expect(rows[1].landmarks[67]).toEqual([67, 67.5]);
  });

  const csv = formatPredictions(ROWS, 'csv');
  it.each<[string, string, string]>([
    ['p.csv', '', "p.csv:1: expected a header 'sample,x0,y0,…', found none"],
    ['p.csv', 'x0,y0\n', 'p.csv:1: expected a column sample or image, found neither'],
    ['p.csv', csv.replace(',x9,', ',x,'), 'p.csv:1: expected a column x9, found none'],
    ['p.csv', csv.replace(',67.1,133.9,', ',67.1,north,'), "p.csv:2: expected a number in y67, found 'north'"],
    ['p.csv', csv.replace(',0.98,', ',98,'), 'p.csv:2: expected a confidence from 0 to 1, found 98'],
    ['p.csv', `${csv}short,1,2\n`, 'p.csv:4: expected 139 cells, found 3'],
    ['p.csv', csv.split('\n')[0], 'p.csv: expected at least one prediction, found none'],
    ['p.json', '{"a": ', 'p.json: expected JSON, found'],
    ['p.json', '[]', 'p.json: expected { "format": "landmark-predictions", "version": 1, "predictions": [ … ] }'],
    [
      'p.json',
      '{"format":"landmark-predictions","version":1,"predictions":[{"sample":"a","landmarks":[[1,2]]}]}',
      'p.json: predictions[0]: expected 68 landmarks (or 70 with pupils), found 1',
    ],
    [
      'p.json',
      '{"format":"landmark-predictions","version":1,"predictions":[{"sample":"a","landmarks":[["1",2]]}]}',
      'p.json: predictions[0].landmarks.0',
    ],
  ])('%s: a broken file is told in one line (%#)', (file, text, message) => {
    expect(() => parsePredictions(text, file)).toThrow(`predictions: ${message}`);
  });
});
