import { describe, expect, it } from 'vitest';
import { formatWflwLine, parseWflwLine, wflwLine } from '@/lib/datasets/formats/wflw-line';
import { exportSample, inTurn, partlyHidden } from '../../../../fixtures/files/export-samples';
import { awkwardAnnotation, plainAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';
import { wflwLineText } from '../../../../fixtures/wflw-line/wflw-text';

describe('parseWflwLine', () => {
  it('reads landmarks, box and a path with spaces', () => {
    const { path, annotation, box } = parseWflwLine(wflwLineText('0--Parade/a b 3.jpg'), 'list_68.txt', 1);
    expect(path).toBe('0--Parade/a b 3.jpg');
    expect(annotation.points[0]).toEqual([100, 200.5]);
    expect(annotation.points[67]).toEqual([167, 334.5]);
    expect(box).toEqual({ x: 90, y: 190, width: 80, height: 150 });
  });

  it('is undone by formatWflwLine to the last bit, boxes of whole pixels too', () => {
    const face = {
      path: 'a b.jpg',
      tags: ['pose', 'blur'],
      annotation: awkwardAnnotation(),
      box: { x: 1, y: 2, width: 30, height: 40 },
    };
    expect(parseWflwLine(formatWflwLine(face), 'list_68.txt', 1)).toEqual(face);
  });

  it.each([
    ['a short line', '1 2 3 a.jpg', 'expected 146 numbers and a path, found 4 fields'],
    [
      "WFLW's own scheme",
      wflwLineText('a.jpg', { count: 98 }),
      "expected 146 numbers and a path, found WFLW's own 98 landmarks",
    ],
    ['text in numbers', wflwLineText('a.jpg', { fields: { 3: 'x' } }), "expected a number in field 4, found 'x'"],
    [
      'a box inside out',
      wflwLineText('a.jpg', { fields: { 138: '80' } }),
      'expected a box x_min y_min x_max y_max, found 90 190 80 340',
    ],
  ])('refuses %s in one line', (_, text, reason) => {
    expect(() => parseWflwLine(text, 'list_68.txt', 7)).toThrow(`wflw-line: list_68.txt:7: ${reason}`);
  });
});

describe('a folder with WFLW-style lists', () => {
  it('gives each line a face, tells of the broken line and of the image that is not there', async () => {
    const files = memoryFiles({
      'a.jpg': '',
      'b.jpg': '',
      'list_68pt_rect_attr_test.txt': [
        wflwLineText('a.jpg'),
        '1 2',
        wflwLineText('a.jpg'),
        '',
        wflwLineText('c.jpg'),
        wflwLineText('b.jpg').replace(/^\S+/, 'x'),
        wflwLineText('b.jpg'),
      ].join('\r\n'),
      'readme.txt': 'terms',
    });
    expect(await wflwLine.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(wflwLine, files);
    expect(samples.map(({ key, split }) => [key, split])).toEqual([
      ['a.jpg#1', 'test'],
      ['a.jpg#2', 'test'],
      ['b.jpg#2', 'test'],
    ]);
    expect(problems).toEqual([
      'wflw-line: list_68pt_rect_attr_test.txt:2: expected 146 numbers and a path, found 2 fields',
      "wflw-line: list_68pt_rect_attr_test.txt:6: expected a number in field 1, found 'x'",
      "wflw-line: list_68pt_rect_attr_test.txt:5: expected an image 'c.jpg', found none",
    ]);
  });

  it('writes the occlusion of hidden landmarks, and tells of what a line cannot hold', async () => {
    const problems: string[] = [];
    const sink = memorySink();
    const samples = [
      exportSample('a.jpg', { annotation: partlyHidden({ missing: false }), split: 'train' }),
      exportSample('b.jpg', { annotation: partlyHidden() }),
      exportSample('c.jpg', { annotation: null }),
      exportSample(' d.jpg'),
      exportSample('e.jpg', { annotation: plainAnnotation('face-synthetics-70') }),
    ];
    await wflwLine.write?.(inTurn(samples), sink, (problem) => problems.push(problem.message));
    expect(Object.keys(sink.written)).toEqual(['list_68pt_rect_attr_train.txt', 'list_68pt_rect_attr.txt']);
    expect(String(sink.written['list_68pt_rect_attr_train.txt'])).toMatch(/ 0 0 0 0 1 0 a\.jpg\n$/);
    // landmark i at (10 + i/8, 20 + i/4), the pupils in the box
    expect(String(sink.written['list_68pt_rect_attr.txt'])).toMatch(
      /^10 20 10\.125 20\.25 .* 10 20 19 37 0 0 0 0 0 0 e\.jpg\n$/,
    );
    expect(problems).toEqual([
      'wflw-line: b.jpg: expected 68 annotated landmarks (a line cannot leave one out), found 1 missing',
      'wflw-line: c.jpg: expected landmarks (an image without them has no line), found none',
      'wflw-line:  d.jpg: expected a path without line ends and outer spaces, found one with them',
    ]);
  });
});
