import { describe, expect, it } from 'vitest';
import type { DatasetFormatError } from '@/lib/datasets/formats/format';
import { formatLabellingInterface, formatTask, labelStudio } from '@/lib/datasets/formats/label-studio';
import { parseLabelStudio } from '@/lib/datasets/formats/label-studio-parse';
import { exportSample, partlyHidden } from '../../../../fixtures/files/export-samples';
import { memoryFiles, readAll } from '../../../../fixtures/files/memory-files';
import { keypoint, keypoints, rectangle, task, tasksJson } from '../../../../fixtures/label-studio/tasks-json';

function parse(tasks: readonly unknown[]) {
  const problems: string[] = [];
  const report = ({ message }: DatasetFormatError) => void problems.push(message);
  return { images: parseLabelStudio(JSON.parse(tasksJson(tasks)), 'a.json', report), problems };
}

describe('parseLabelStudio', () => {
  it('goes by labels, in percent from the corner of the pixel, and counts from 1 where the labels do', () => {
    for (const result of [keypoints().reverse(), keypoints({}, 1).reverse()]) {
      const { images, problems } = parse([task('a.jpg', result)]);
      expect(problems).toEqual([]);
      const [{ annotation, box }] = images[0].faces;
      expect(annotation?.points[0]).toEqual([10, 19.5]);
      expect(annotation?.points[67]).toEqual([77, 153.5]);
      expect([annotation?.visibility, box]).toEqual([null, null]);
    }
  });

  it('tells several faces by their rectangles', () => {
    const result = [
      rectangle('r2'),
      ...keypoints({ parentID: 'r1' }),
      rectangle('r1'),
      keypoint(0, { parentID: 'r2' }),
    ];
    const [{ faces }] = parse([task('a.jpg', result)]).images;
    expect(faces.map((face) => face?.box)).toEqual(Array(2).fill({ x: 4.5, y: 39.5, width: 100, height: 200 }));
    expect(faces[0].annotation?.visibility?.slice(0, 2)).toEqual(['visible', 'missing']);
    expect(faces[1].annotation?.visibility).toBeNull();
  });

  it.each([
    ['/data/upload/3/0a1b2c3d-a b.jpg', 'a b.jpg'],
    ['/data/local-files/?d=set/a%20%26%20b.jpg', 'set/a & b.jpg'],
    ['set/a.jpg', 'set/a.jpg'],
  ])('finds the path in %s', (image, path) => {
    expect(parse([task(image, keypoints())]).images[0].path).toBe(path);
  });

  it.each([
    [
      'two annotations',
      task('a.jpg', [], { annotations: [{ result: [] }, { result: [] }] }),
      'expected one annotation, found 2',
    ],
    [
      'JSON-MIN',
      { id: 11, image: 'a.jpg' },
      'expected data.image and annotations (the JSON export, not JSON-MIN), found less',
    ],
    [
      'no size',
      task('a.jpg', [keypoint(0, { original_width: 0 })]),
      'expected original_width and original_height, found [0,400]',
    ],
    [
      'text in numbers',
      task('a.jpg', [keypoint(0, { value: { x: '1', y: 2 } })]),
      'expected numbers x and y, found {"x":"1","y":2}',
    ],
    [
      'a label that is no index',
      task('a.jpg', [keypoint(0), keypoint(1, {}, 'nose')]),
      "expected a landmark label 0 to 69, found 'nose'",
    ],
    ['a landmark twice', task('a.jpg', [keypoint(0), keypoint(0)]), "expected each landmark once, found '0' twice"],
    [
      'keypoints of no face',
      task('a.jpg', [rectangle('r1'), rectangle('r2'), keypoint(0)]),
      'expected a parentID of each keypoint of several faces, found none',
    ],
    ['a broken path', task('/data/local-files/?d=%E0%A4%A', []), 'expected a path in percent encoding'],
  ])('leaves out a task with %s, and keeps the one after it', (_, broken, reason) => {
    const { images, problems } = parse([broken, task('b.jpg', keypoints())]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^label-studio: a\.json: expected [^\n]+ in task 11$/);
    expect(problems[0]).toContain(reason);
    expect(images.map(({ path }) => path)).toEqual(['b.jpg']);
  });

  it('does not guess where labels count from, nor read another JSON', () => {
    expect(() => parse([task('a.jpg', keypoints().slice(1, 60))])).toThrow(
      'expected labels that count from 0, or from 1',
    );
    expect(() => parseLabelStudio({}, 'a.json', () => {})).toThrow(
      'label-studio: a.json: expected a list of tasks, found {}',
    );
  });
});

describe('a Label Studio export', () => {
  it('is undone by parseLabelStudio but for what percent cannot hold', () => {
    const face = exportSample('ä & b/c.jpg', { annotation: partlyHidden(), split: 'test', person: 'ada' });
    const text = formatTask({ ...face, faces: [face] }, 4);
    const { images, problems } = parse([JSON.parse(text)]);
    expect(problems).toEqual([]);
    expect(images[0]).toMatchObject({ path: face.imageFile, split: 'test', person: 'ada' });
    const [{ annotation, box }] = images[0].faces;
    expect(box).toBeNull();
    expect(annotation?.visibility?.indexOf('missing')).toBe(5);
    expect(annotation?.points[1][1]).toBeCloseTo(-123456.789, 8);
  });

  it('names its controls as its labelling interface does', () => {
    const face = exportSample('a.jpg', { box: { x: 1, y: 2, width: 3, height: 4 } });
    const [{ result }] = JSON.parse(formatTask({ ...face, faces: [face] }, 1)).annotations;
    const names = new Set(result.map(({ from_name }: { from_name: string }) => from_name));
    expect([...names]).toEqual(['faces', 'landmarks']);
    for (const name of names) expect(formatLabellingInterface()).toContain(`name="${name}" toName="image"`);
    expect(formatLabellingInterface()).toContain('<Label value="69"/>');
  });

  it('is known by its content among JSON', async () => {
    const files = memoryFiles({ 'b.jpg': '', 'a.json': '[]', 'x.json': tasksJson([task('b.jpg', keypoints())]) });
    expect(await labelStudio.detect(files)).toBe('certain');
    expect((await readAll(labelStudio, files)).samples.map(({ key }) => key)).toEqual(['b.jpg']);
  });
});
