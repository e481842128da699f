import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '@/lib/datasets/formats/csv';
import { formatLandmarkCsv, parseLandmarkCsv } from '@/lib/datasets/formats/csv-landmarks';
import { CsvError, formatCsvCell, parseCsvRows } from '@/lib/datasets/formats/csv-table';
import type { ExportSample } from '@/lib/datasets/formats/format';
import type { SourceSample } from '@/lib/datasets/sample';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { awkwardAnnotation, plainAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';

const sample = (imageFile: string, annotation: Annotation | null, more: Partial<SourceSample> = {}): SourceSample => ({
  key: imageFile,
  name: imageFile.replace(/^.*\/|\.[a-z]+$/g, ''),
  imageFile,
  annotation,
  box: null,
  pose: null,
  person: null,
  split: null,
  ...more,
});

const reread = (text: string) => {
  const problems: string[] = [];
  const rows = parseLandmarkCsv(text, 'a.csv', (problem) => problems.push(problem.message));
  return { samples: rows.map(({ line: _, ...row }) => row), problems };
};

describe('CSV rows', () => {
  it('keeps commas, quotes and line ends inside quoted cells, and counts their lines', () => {
    const rows = [...parseCsvRows('a,"b,""c""\nd"\r\n\n,e\n"",f')];
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b,"c"\nd'] },
      { line: 4, cells: ['', 'e'] },
      { line: 5, cells: ['', 'f'] },
    ]);
  });

  it('gives back any cells that were written', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { maxLength: 4 }), (table) => {
        const text = table.map((cells) => `${cells.map(formatCsvCell).join(',')}\n`).join('');
        expect([...parseCsvRows(text)].map(({ cells }) => cells)).toEqual(table);
      }),
    );
  });

  it.each([
    ['an open quote', 'a\n"b', "expected a closing '\"', found the end of the file", 2],
    ['text after a quoted cell', '"a"b,c', "expected ',' after a cell, found more text", 1],
  ])('refuses %s', (_, text, message, line) => {
    expect(() => [...parseCsvRows(text)]).toThrow(new CsvError(line, message));
  });
});

describe('the landmark table', () => {
  const missingThree: Visibility[] = plainAnnotation().points.map((_, i) =>
    i < 3 ? 'missing' : i < 6 ? 'hidden' : 'visible',
  );
  const partial: Annotation = {
    ...plainAnnotation(),
    points: plainAnnotation().points.map((point, i) => (i < 3 ? imagePoint(0, 0) : point)),
    visibility: missingThree,
  };
  const deep: Annotation = { ...awkwardAnnotation(), z: awkwardAnnotation().points.map(([x], i) => x - 2 * i) };

  it.each<[string, SourceSample[]]>([
    ['plain points', [sample('a.jpg', plainAnnotation()), sample('b/c.d.png', awkwardAnnotation())]],
    [
      'depth and pose beside a flat face',
      [
        sample('a.jpg', deep, { pose: { pitchRad: 0.1, yawRad: -1 / 3, rollRad: 2e-9 } }),
        sample('b.jpg', plainAnnotation(), { box: { x: -1.5, y: 2, width: 1 / 3, height: 40 } }),
      ],
    ],
    ['hidden and missing landmarks', [sample('a.jpg', partial), sample('b.jpg', plainAnnotation())]],
    [
      '70 and 68 landmarks',
      [sample('a.png', awkwardAnnotation('face-synthetics-70')), sample('b.png', plainAnnotation())],
    ],
    [
      'several faces',
      [
        sample('a.jpg', plainAnnotation(), { key: 'a.jpg#2', name: 'a (2)' }),
        sample('a.jpg', awkwardAnnotation(), { key: 'a.jpg#10', name: 'a (10)' }),
      ],
    ],
    [
      'an unlabelled face',
      [sample('a.jpg', null, { box: { x: 1, y: 2, width: 3, height: 4 } }), sample('b.jpg', null)],
    ],
    [
      'person, split and a name with a comma',
      [sample('a, "b".jpg', plainAnnotation(), { name: 'a, "b"', person: 'Ünal, C.', split: 'val' })],
    ],
    ['nothing', []],
  ])('is read back equal with %s', (_, samples) => {
    const { samples: back, problems } = reread(formatLandmarkCsv(samples));
    expect(problems).toEqual([]);
    expect(back).toEqual(samples);
  });

  it('has one line a face under a header that starts image,face,x0,y0', () => {
    const [header, row, end] = formatLandmarkCsv([sample('a.jpg', plainAnnotation())]).split('\n');
    expect(header.split(',').slice(0, 6)).toEqual(['image', 'face', 'x0', 'y0', 'x1', 'y1']);
    expect(header.split(',')).toHaveLength(2 + 136);
    expect(row.startsWith('a.jpg,,10,20,10.125,20.25,')).toBe(true);
    expect(end).toBe('');
  });

  const good = formatLandmarkCsv([sample('a.jpg', plainAnnotation()), sample('b.jpg', plainAnnotation())]);
  const inB = (from: string, to: string) => good.replace(`b.jpg,,${from}`, `b.jpg,,${to}`);
  it.each([
    ['a point without y', inB('10,20', '10,'), "3: expected a number in y0, found ''"],
    ['text in numbers', inB('10,20', '10,abc'), "3: expected a number in y0, found 'abc'"],
    ['not a number', inB('10,20', 'NaN,20'), "3: expected a number in x0, found 'NaN'"],
    ['a cell too few', inB('10,20,', '10,'), '3: expected 138 cells, found 137'],
    [
      'a face number of 0',
      good.replace('b.jpg,,', 'b.jpg,0,'),
      "3: expected a face number from 1, or nothing, found '0'",
    ],
    ['no image', good.replace('b.jpg', ''), '3: expected the path of an image, found none'],
    ['a face twice', good.replace('b.jpg', 'a.jpg'), "3: expected each face once, found 'a.jpg' on line 2 too"],
  ])('leaves out a row with %s and keeps the others', (_, text, message) => {
    const { samples, problems } = reread(text);
    expect(problems).toEqual([`csv: a.csv:${message}`]);
    expect(samples.map(({ key }) => key)).toEqual(['a.jpg']);
  });

  it.each([
    ['no header', '', "1: expected a header 'image,face,x0,y0,…', found none"],
    ['a column missing', good.replace(',x67,', ',y99,'), '1: expected a column x67, found none'],
    ['a column twice', good.replace('face,', 'image,'), "1: expected each column once, found 'image' twice"],
    [
      'a column unknown',
      good.replace('y67\n', 'y67,colour\n'),
      "1: expected columns of the landmark table, found 'colour'",
    ],
    ['half a group', good.replace('y67\n', 'y67,box_x\n'), '1: expected a column box_y beside box_x, found none'],
  ])('refuses a table with %s', (_, text, message) => {
    expect(() => reread(text)).toThrow(`csv: a.csv:${message}`);
  });

  it('refuses words that are no visibility and numbers of a missing landmark', () => {
    const text = formatLandmarkCsv([sample('a.jpg', partial)]);
    expect(reread(text.replace(',hidden', ',unseen')).problems).toEqual([
      "csv: a.csv:2: expected visible, hidden or missing in v3, found 'unseen'",
    ]);
    expect(reread(text.replace('a.jpg,,,', 'a.jpg,,5,')).problems).toEqual([
      'csv: a.csv:2: expected empty x0 and y0 for a missing landmark, found numbers',
    ]);
  });
});

describe('a CSV export', () => {
  it('is read back equal from its folder', async () => {
    const samples = [sample('a.jpg', awkwardAnnotation()), sample('b.jpg', null)];
    async function* exported(): AsyncIterable<ExportSample> {
      for (const one of samples) yield { ...one, imageWidth: 9, imageHeight: 9 };
    }
    const sink = memorySink();
    await csv.write?.(exported(), sink);
    const files = memoryFiles({ ...sink.written, 'a.jpg': '', 'b.jpg': '' });
    expect(await csv.detect(files)).toBe('certain');
    expect(await readAll(csv, files)).toEqual({ samples, problems: [] });
  });

  it('opens no image outside the import folder', async () => {
    const text = formatLandmarkCsv([sample('../a.jpg', plainAnnotation()), sample('b.jpg', plainAnnotation())]);
    const { samples, problems } = await readAll(csv, memoryFiles({ 'set.csv': text }));
    expect(samples).toEqual([]);
    expect(problems).toEqual([
      "csv: set.csv:2: expected an image inside the import folder, found '../a.jpg'",
      "csv: set.csv:3: expected an image 'b.jpg', found none",
    ]);
  });
});
