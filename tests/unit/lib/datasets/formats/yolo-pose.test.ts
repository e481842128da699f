import { describe, expect, it } from 'vitest';
import {
  formatDataYaml,
  formatYoloFace,
  parseDataYaml,
  parseYoloLabel,
  YOLO_SHAPE,
} from '@/lib/datasets/formats/yolo-label';
import { yoloPose } from '@/lib/datasets/formats/yolo-pose';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { exportSample, inTurn, partlyHidden } from '../../../../fixtures/files/export-samples';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';
import { imageHeader, yoloLine } from '../../../../fixtures/yolo-pose/yolo-text';

const SIZE = { width: 200, height: 400 };
const parse = (text: string, shape = YOLO_SHAPE) => parseYoloLabel(text, 'a.txt', shape, SIZE);

describe('parseYoloLabel', () => {
  it('multiplies by the size of the image', () => {
    const [{ annotation, box }] = parse(`${yoloLine()}\n`);
    expect(annotation?.points[0]).toEqual([20, 40]);
    expect(annotation?.points[67][0]).toBeCloseTo(87, 9);
    expect(annotation?.points[67][1]).toBeCloseTo(174, 9);
    expect(annotation?.visibility).toBeNull();
    expect(box?.x).toBeCloseTo(10, 9);
    expect(box).toMatchObject({ width: 100, height: 200 });
    expect(box?.y).toBeCloseTo(40, 9);
  });

  it('reads visibility, faces that nobody placed, and shapes without visibility', () => {
    const states = { 7: '1', 8: '0', 9: '0', 10: '0' };
    expect(parse(yoloLine({ fields: states }))[0].annotation?.visibility?.slice(0, 3)).toEqual([
      'hidden',
      'missing',
      'visible',
    ]);
    const unplaced = yoloLine().replace(/^((?:\S+ ){4}\S+).*$/, (_, box) => box + ' 0'.repeat(204));
    expect(parse(unplaced)[0]).toMatchObject({ annotation: null, box: { width: 100 } });
    const [{ annotation }] = parse(yoloLine({ numbers: 2 }), { scheme: IBUG_68, numbers: 2 });
    expect(annotation?.points[1]).toEqual([21, 42]);
  });

  it.each([
    ['a line of 17 joints', yoloLine({ count: 17 }), 'expected 209 numbers, found 56'],
    ['text in numbers', yoloLine({ fields: { 6: 'x' } }), "expected a number in field 7, found 'x'"],
    ['another visibility', yoloLine({ fields: { 7: '3' } }), "expected a visibility of 0, 1 or 2, found '3'"],
    ['a box inside out', yoloLine({ fields: { 3: '-0.5' } }), 'expected a box with a size, found -0.5 × 0.5'],
  ])('refuses %s in one line', (_, line, reason) => {
    expect(() => parse(`${yoloLine()}\n${line}`)).toThrow(`yolo-pose: a.txt:2: ${reason}`);
  });

  it('is undone by formatYoloFace', () => {
    const annotation = partlyHidden();
    const box = { x: 3.25, y: 4.5, width: 50, height: 60.125 };
    const [back] = parse(formatYoloFace(annotation, box, SIZE));
    expect(back.annotation?.visibility).toEqual(annotation.visibility);
    expect(back.annotation?.points[1][1]).toBeCloseTo(-123456.789, 9);
    expect(back.box?.x).toBeCloseTo(3.25, 12);
  });
});

describe('parseDataYaml', () => {
  it('reads what formatDataYaml writes, the mirror table by our scheme', () => {
    const text = formatDataYaml(
      new Map([
        ['train', 'train.txt'],
        ['val', 'val.txt'],
      ]),
    );
    expect(text).toContain('flip_idx: [16, 15, 14,');
    expect(parseDataYaml(text, 'data.yaml')).toEqual({
      shape: YOLO_SHAPE,
      splits: new Map([
        ['train', 'train.txt'],
        ['val', 'val.txt'],
      ]),
    });
  });

  it('reads block lists, quotes and comments', () => {
    const text = 'train: "lists/train.txt" # ours\r\nkpt_shape:\n- 70\n- 2\n';
    const data = parseDataYaml(text, 'data.yaml');
    expect(data?.shape).toMatchObject({ scheme: { count: 70 }, numbers: 2 });
    expect(data?.splits.get('train')).toBe('lists/train.txt');
  });

  it('refuses another number of landmarks, and knows a set without any', () => {
    expect(() => parseDataYaml('kpt_shape: [17, 3]', 'data.yaml')).toThrow(
      'yolo-pose: data.yaml: expected kpt_shape [68, 3] (or 70, or 2), found [17, 3]',
    );
    expect(parseDataYaml('names: [face]', 'data.yaml')).toBeUndefined();
  });
});

describe('a YOLO pose folder', () => {
  it('finds labels in `labels` and beside, splits by lists and by folders', async () => {
    const files = memoryFiles({
      'data.yaml': 'train: lists/train.txt\nkpt_shape: [68, 3]\n',
      'lists/train.txt': '../a.jpg\n',
      'a.jpg': imageHeader,
      'a.txt': `${yoloLine()}\n${yoloLine()}\n`,
      'images/val/b.jpg': imageHeader,
      'labels/val/b.txt': yoloLine(),
      'c.jpg': 'no image',
      'c.txt': yoloLine(),
      'd.jpg': imageHeader,
      'd.txt': '1 2 3',
      'e.jpg': imageHeader,
    });
    expect(await yoloPose.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(yoloPose, files);
    expect(samples.map(({ key, split, annotation }) => [key, split, annotation !== null])).toEqual([
      ['a.jpg#1', 'train', true],
      ['a.jpg#2', 'train', true],
      ['e.jpg', null, false],
      ['images/val/b.jpg', 'val', true],
    ]);
    expect(problems).toEqual([
      'yolo-pose: c.jpg: expected an image, found something else',
      'yolo-pose: d.txt:1: expected 209 numbers, found 3',
    ]);
  });

  it('writes where Ultralytics looks, and tells of files that two would own', async () => {
    const problems: string[] = [];
    const sink = memorySink();
    const samples = [
      exportSample('images/a.jpg', { split: 'train' }),
      exportSample('images/a.png', { split: 'train' }),
      exportSample('b.jpg', { split: 'val' }),
      exportSample('train.jpg'),
      exportSample('z.jpg'),
    ];
    await yoloPose.write?.(inTurn(samples), sink, (problem) => problems.push(problem.message));
    expect(Object.keys(sink.written)).toEqual([
      'labels/a.txt',
      'b.txt',
      'z.txt',
      'train.txt',
      'val.txt',
      'unsplit.txt',
      'data.yaml',
    ]);
    expect(sink.written['train.txt']).toBe('./images/a.jpg\n');
    expect(problems).toEqual([
      'yolo-pose: labels/a.txt: expected one owner of this file, found images/a.jpg and images/a.png',
      'yolo-pose: train.txt: expected one owner of this file, found a list of images and train.jpg',
    ]);
  });
});
