import { describe, expect, it } from 'vitest';
import type { ExportSample } from '@/lib/datasets/formats/format';
import { formatPts, ibugPts, parsePts } from '@/lib/datasets/formats/ibug-pts';
import { imagePoint } from '@/lib/landmarks/geometry';
import { awkwardAnnotation, plainAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';
import { ptsText } from '../../../../fixtures/ibug-pts/pts-text';

describe('parsePts', () => {
  it('counts pixels from 0 where the file counts from 1', () => {
    const { points, scheme } = parsePts(ptsText({ rows: { 3: '70.184 1' } }), 'a.pts');
    expect(scheme).toBe('ibug-68');
    expect(points[0]).toEqual([9.5, 19.25]);
    expect(points[3]).toEqual([69.184, 0]);
    expect(points).toHaveLength(68);
  });

  it('reads Windows line ends, blank lines and a brace without a line end', () => {
    const text = `${ptsText().replaceAll('\n', '\r\n').trimEnd()}`;
    expect(parsePts(`\r\n${text}`, 'a.pts')).toEqual(parsePts(ptsText(), 'a.pts'));
  });

  it('is undone by formatPts to the last bit', () => {
    for (const annotation of [plainAnnotation(), awkwardAnnotation()]) {
      expect(parsePts(formatPts(annotation), 'a.pts')).toEqual(annotation);
    }
  });

  it('leaves the text of a plain file as it was', () => {
    const text = ptsText().replace('n_points:  ', 'n_points: ');
    expect(formatPts(parsePts(text, 'a.pts'))).toBe(text);
  });

  it.each([
    ['an empty file', '', "a.pts:1: expected 'version: 1', found 'the end of the file'"],
    ['no version', '68\n', "a.pts:1: expected 'version: 1', found '68'"],
    ['67 landmarks', ptsText({ count: 67 }), 'a.pts:2: expected 68 landmarks, found 67'],
    [
      '67 rows where 68 are declared',
      ptsText({ count: 67, declared: 68 }),
      'a.pts:71: expected 68 landmarks, found 67',
    ],
    [
      '69 rows where 68 are declared',
      ptsText({ count: 69, declared: 68 }),
      'a.pts:73: expected 68 landmarks, found 69',
    ],
    ['text in numbers', ptsText({ rows: { 5: '1.5 abc' } }), "a.pts:9: expected two numbers 'x y', found '1.5 abc'"],
    ['not a number', ptsText({ rows: { 0: 'NaN 3' } }), "a.pts:4: expected two numbers 'x y', found 'NaN 3'"],
    ['infinity', ptsText({ rows: { 1: '7 Infinity' } }), "a.pts:5: expected two numbers 'x y', found '7 Infinity'"],
    ['three numbers', ptsText({ rows: { 2: '1 2 3' } }), "a.pts:6: expected two numbers 'x y', found '1 2 3'"],
    ['a file cut short', ptsText().slice(0, 60), "a.pts:6: expected 68 landmarks and '}', found 3 and the end"],
    ['more text', `${ptsText()}more`, "a.pts:73: expected the end, found 'more'"],
  ])('refuses %s in one line', (_, text, message) => {
    expect(() => parsePts(text, 'a.pts')).toThrow(`ibug-pts: ${message}`);
  });
});

describe('a folder of .pts files', () => {
  it('pairs any image with the .pts of its name, in every folder, dots and all', async () => {
    const files = memoryFiles({
      'train/face.v2.JPG': '',
      'train/face.v2.pts': ptsText(),
      'val/takeo.ppm': '',
      'val/takeo.pts': ptsText(),
      'T_Boone_Pickens_50.png': '',
      'T_Boone_Pickens_50.pts': ptsText(),
    });
    const { samples, problems } = await readAll(ibugPts, files);
    expect(problems).toEqual([]);
    expect(samples.map(({ key, name, split, person }) => [key, name, split, person])).toEqual([
      ['T_Boone_Pickens_50.png', 'T_Boone_Pickens_50', null, 'T_Boone_Pickens'],
      ['train/face.v2.JPG', 'face.v2', 'train', null],
      ['val/takeo.ppm', 'takeo', 'val', null],
    ]);
    expect(await ibugPts.detect(files)).toBe('certain');
  });

  it('tells of each broken file and brings in the rest', async () => {
    const { samples, problems } = await readAll(
      ibugPts,
      memoryFiles({
        'bad.jpg': '',
        'bad.pts': ptsText({ count: 67 }),
        'binary.jpg': '',
        'binary.pts': Uint8Array.of(0xff, 0xfe, 0x00),
        'good.jpg': '',
        'good.pts': ptsText(),
        'lonely.pts': ptsText(),
        'twice.jpg': '',
        'twice.png': '',
        'twice.pts': ptsText(),
        'unlabelled.jpg': '',
      }),
    );
    expect(samples.map(({ key, annotation }) => [key, annotation?.points.length])).toEqual([
      ['good.jpg', 68],
      ['unlabelled.jpg', undefined],
    ]);
    expect(problems).toEqual([
      'ibug-pts: lonely.pts: expected an image of that name beside it, found none',
      'ibug-pts: bad.pts:2: expected 68 landmarks, found 67',
      'ibug-pts: binary.pts: expected UTF-8 text, found other bytes',
      'ibug-pts: twice.pts: expected one image of that name beside it, found twice.jpg, twice.png',
    ]);
  });

  it('throws when there is nothing to read', async () => {
    await expect(readAll(ibugPts, memoryFiles({ 'a.txt': '' }))).rejects.toThrow(
      'ibug-pts: these files: expected images and NAME.pts, found neither',
    );
  });
});

describe('a .pts export', () => {
  const sample = (imageFile: string, annotation: ExportSample['annotation']): ExportSample => ({
    key: imageFile,
    name: imageFile,
    imageFile,
    annotation,
    box: null,
    pose: null,
    person: null,
    split: null,
    imageWidth: 640,
    imageHeight: 480,
  });
  async function* all(...samples: ExportSample[]) {
    yield* samples;
  }

  it('is read back equal', async () => {
    const sink = memorySink();
    await ibugPts.write?.(all(sample('x/a.b.jpg', awkwardAnnotation()), sample('c.png', null)), sink);
    const { samples, problems } = await readAll(
      ibugPts,
      memoryFiles({ ...sink.written, 'x/a.b.jpg': '', 'c.png': '' }),
    );
    expect(problems).toEqual([]);
    expect(samples.map(({ key, annotation }) => ({ key, annotation }))).toEqual([
      { key: 'c.png', annotation: null },
      { key: 'x/a.b.jpg', annotation: awkwardAnnotation() },
    ]);
  });

  it('leaves the pupils of Face Synthetics out', async () => {
    const sink = memorySink();
    await ibugPts.write?.(all(sample('a.png', plainAnnotation('face-synthetics-70'))), sink);
    expect(parsePts(String(sink.written['a.pts']), 'a.pts')).toEqual(plainAnnotation());
  });

  it('tells of what .pts cannot hold: a missing landmark, a second face of one image', async () => {
    const partial = {
      ...plainAnnotation(),
      visibility: plainAnnotation().points.map((_, i) => (i < 2 ? 'missing' : 'visible')),
    } as const;
    const problems: string[] = [];
    const sink = memorySink();
    await ibugPts.write?.(
      all(sample('a.jpg', partial), sample('b.jpg', plainAnnotation()), sample('b.png', plainAnnotation())),
      sink,
      (problem) => problems.push(problem.message),
    );
    expect(Object.keys(sink.written)).toEqual(['b.pts']);
    expect(problems).toEqual([
      'ibug-pts: a.pts: expected 68 annotated landmarks (.pts cannot leave one out), found 2 missing',
      'ibug-pts: b.pts: expected one face an image (.pts holds no more), found another',
    ]);
    await expect(ibugPts.write?.(all(sample('a.jpg', partial)), sink)).rejects.toThrow('found 2 missing');
  });

  it('writes 1-based numbers with every digit', () => {
    const annotation = { ...plainAnnotation(), points: plainAnnotation().points.map(() => imagePoint(0.1, 2 / 3)) };
    expect(formatPts(annotation).split('\n')[3]).toBe('1.1 1.6666666666666666');
  });
});
