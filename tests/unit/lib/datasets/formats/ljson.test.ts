import { describe, expect, it } from 'vitest';
import { formatLjson, ljson, parseLjson } from '@/lib/datasets/formats/ljson';
import { exportSample, inTurn, partlyHidden } from '../../../../fixtures/files/export-samples';
import { awkwardAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';
import { ljsonGroup, ljsonPoints, ljsonV2, ljsonV3 } from '../../../../fixtures/ljson/ljson-text';

const parse = (text: string) => parseLjson(JSON.parse(text), 'a.ljson');

describe('parseLjson', () => {
  it('reads y first, in both versions', () => {
    for (const text of [ljsonV2(), ljsonV3({ PTS: ljsonGroup() })]) {
      const [{ annotation, number }] = parse(text);
      expect(annotation.points.slice(0, 2)).toEqual([
        [100, 200.5],
        [101, 202.5],
      ]);
      expect([annotation.scheme, annotation.visibility, number]).toEqual(['ibug-68', null, null]);
    }
  });

  it('takes null points for missing ones, and 70 landmarks for those with pupils', () => {
    const points = ljsonPoints(70);
    points[4] = [null, null];
    const [{ annotation }] = parse(ljsonV2(points));
    expect(annotation.scheme).toBe('face-synthetics-70');
    expect(annotation.visibility?.flatMap((state, i) => (state === 'missing' ? [i] : []))).toEqual([4]);
  });

  it('numbers faces by the names of their groups', () => {
    const faces = parse(ljsonV3({ face_10: ljsonGroup(), face_9: ljsonGroup(ljsonPoints(70)) }));
    expect(faces.map(({ number, annotation }) => [number, annotation.points.length])).toEqual([
      [9, 70],
      [10, 68],
    ]);
  });

  it('is undone by formatLjson to the last bit', () => {
    const faces = [
      { annotation: awkwardAnnotation(), number: 1 },
      { annotation: awkwardAnnotation('face-synthetics-70'), number: 3 },
    ];
    expect(parse(formatLjson(faces))).toEqual(faces);
    expect(parse(formatLjson([{ ...faces[0], number: null }]))).toEqual([{ ...faces[0], number: null }]);
  });

  it.each([
    ['another version', '{"version":1,"groups":[]}', 'expected version 2 or 3, found 1'],
    ['a list', '[]', 'expected version 2 or 3, found []'],
    ['98 landmarks', ljsonV2(ljsonPoints(98)), 'expected 68 or 70 landmarks in group LJSON, found 98'],
    ['groups of unknown meaning', ljsonV3({ PTS: ljsonGroup(), dlib: ljsonGroup() }), 'found PTS, dlib'],
    ['no group', ljsonV3({}), 'expected one group, or groups face_1, face_2, …, found none'],
    ['no points', ljsonV3({ PTS: {} }), 'expected landmarks.points in group PTS, found none'],
    ['half a point', ljsonV2([[null, 3], ...ljsonPoints().slice(1)]), 'for landmark 0 of group LJSON, found [null,3]'],
    [
      'three coordinates',
      ljsonV2([[1, 2, 3], ...ljsonPoints().slice(1)]),
      'for landmark 0 of group LJSON, found [1,2,3]',
    ],
    ['text in numbers', ljsonV2([['1', 2], ...ljsonPoints().slice(1)]), 'for landmark 0 of group LJSON, found ["1",2]'],
  ])('refuses %s in one line', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(/^ljson: a\.ljson: expected [^\n]+$/);
  });
});

describe('a folder of .ljson files', () => {
  it('is known by its files; a broken one is told, the rest comes in', async () => {
    const files = memoryFiles({ 'a.jpg': '', 'a.ljson': ljsonV2(), 'b.jpg': '', 'b.ljson': '{', 'c.jpg': '' });
    expect(await ljson.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(ljson, files);
    expect(samples.map(({ key, annotation }) => [key, annotation !== null])).toEqual([
      ['a.jpg', true],
      ['c.jpg', false],
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^ljson: b\.ljson: expected JSON, found: /);
  });

  it('keeps the numbers of faces, and tells of what it cannot hold', async () => {
    const problems: string[] = [];
    const sink = memorySink();
    const samples = [
      exportSample('a.jpg#2', { annotation: partlyHidden() }),
      exportSample('a.jpg#5'),
      exportSample('a.jpg#6', { annotation: null }),
      exportSample('a.png'),
    ];
    await ljson.write?.(inTurn(samples), sink, (problem) => problems.push(problem.message));
    expect(problems).toEqual([
      'ljson: a.ljson: expected landmarks of each face, found one without',
      'ljson: a.ljson: expected one image for this file, found a.jpg and a.png',
    ]);
    const back = await readAll(ljson, memoryFiles({ ...sink.written, 'a.jpg': '' }));
    expect(back.samples.map(({ key, name }) => [key, name])).toEqual([
      ['a.jpg#2', 'a (2)'],
      ['a.jpg#5', 'a (5)'],
    ]);
  });
});
