import { describe, expect, it } from 'vitest';
import { cocoKeypoints, formatCoco, formatCocoImage } from '@/lib/datasets/formats/coco-keypoints';
import { cocoAnnotation, cocoJson, cocoKeypointList } from '../../../../fixtures/coco-keypoints/coco-json';
import { exportSample, inTurn, partlyHidden, wholeFaces } from '../../../../fixtures/files/export-samples';
import { memoryFiles, memorySink, readAll } from '../../../../fixtures/files/memory-files';

const images = { 'a.jpg': '', 'b.jpg': '' };
const read = (text: string) => readAll(cocoKeypoints, memoryFiles({ ...images, 'faces.json': text }));

describe('COCO keypoints', () => {
  it('reads points, visibility and box as they stand, several faces an image', async () => {
    const keypoints = cocoKeypointList();
    keypoints.splice(3, 6, 1.25, 2.5, 1, 0, 0, 0);
    const { samples, problems } = await read(cocoJson([cocoAnnotation({ keypoints }), cocoAnnotation()]));
    expect(problems).toEqual([]);
    expect(samples.map(({ key, name }) => [key, name])).toEqual([
      ['a.jpg#1', 'a (1)'],
      ['a.jpg#2', 'a (2)'],
      ['b.jpg', 'b'],
    ]);
    const [first, second, third] = samples;
    expect(first.annotation?.points.slice(0, 4)).toEqual([
      [100, 200.5],
      [1.25, 2.5],
      [0, 0],
      [103, 206.5],
    ]);
    expect(first.annotation?.visibility?.slice(0, 4)).toEqual(['visible', 'hidden', 'missing', 'visible']);
    expect(first.box).toEqual({ x: 90, y: 190.5, width: 80, height: 160 });
    expect(second.annotation?.visibility).toBeNull();
    expect(third.annotation).toBeNull();
  });

  it('knows 70 landmarks by their number, an unplaced face, and passes over crowds', async () => {
    const { samples, problems } = await read(
      cocoJson([
        cocoAnnotation({ keypoints: cocoKeypointList(70) }),
        cocoAnnotation({ keypoints: Array(204).fill(0), image_id: 8 }),
        { id: 3, image_id: 8, iscrowd: 1 },
      ]),
    );
    expect(problems).toEqual([]);
    expect(samples.map(({ annotation, box }) => [annotation?.scheme, box !== null])).toEqual([
      ['face-synthetics-70', true],
      [undefined, true],
    ]);
  });

  it.each([
    [
      '17 body joints',
      { keypoints: Array(51).fill(0) },
      'expected keypoints of 68 or 70 landmarks (204 or 210 numbers), found 51 numbers',
    ],
    [
      'no keypoints',
      { keypoints: undefined },
      'expected keypoints of 68 or 70 landmarks (204 or 210 numbers), found none',
    ],
    [
      'text in numbers',
      { keypoints: ['x', ...cocoKeypointList().slice(1)] },
      'expected x, y and v of 0, 1 or 2 for landmark 0, found ["x",200.5,2]',
    ],
    [
      'another visibility',
      { keypoints: [1, 2, 3, ...cocoKeypointList().slice(3)] },
      'expected x, y and v of 0, 1 or 2 for landmark 0, found [1,2,3]',
    ],
    ['a short box', { bbox: [1, 2, 3] }, 'expected bbox [x, y, width, height], found [1,2,3]'],
    ['an image that is not there', { image_id: 9 }, 'expected the id of an image, found 9'],
  ])('leaves out a face with %s, and keeps the one after it', async (_, fields, reason) => {
    const { samples, problems } = await read(cocoJson([cocoAnnotation(fields), cocoAnnotation()]));
    expect(problems).toEqual([`coco-keypoints: faces.json: ${reason} in annotations[0]`]);
    expect(samples.filter(({ annotation }) => annotation !== null)).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{', /^coco-keypoints: faces\.json: expected JSON, found: [^\n]+$/],
    ['another JSON', '[]', /expected an object with lists images and annotations, found none$/],
  ])('refuses %s in one line', async (_, text, message) => {
    const { samples, problems } = await read(text);
    expect(samples).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('keeps the number of a broken face free, and names no image unlabelled whose faces are all broken', async () => {
    const broken = cocoAnnotation({ bbox: [1] });
    const keys = async (faces: Parameters<typeof cocoJson>[0]) =>
      (await read(cocoJson(faces))).samples.filter(({ imageFile }) => imageFile === 'a.jpg').map(({ key }) => key);
    expect(await keys([broken, cocoAnnotation()])).toEqual(['a.jpg#2']);
    expect(await keys([cocoAnnotation(), cocoAnnotation()])).toEqual(['a.jpg#1', 'a.jpg#2']);
    expect(await keys([broken])).toEqual([]);
    expect(await keys([])).toEqual(['a.jpg']);
  });

  it('finds images that are named without their folder, and none outside the import', async () => {
    const files = memoryFiles({
      'annotations/person_keypoints_val2017.json': cocoJson([cocoAnnotation()], {
        images: [
          { id: 7, file_name: 'a.jpg' },
          { id: 8, file_name: 'twice.jpg' },
          { id: 9, file_name: '../../etc/passwd' },
          { id: 10, file_name: 'nowhere.jpg' },
        ],
      }),
      'val2017/a.jpg': '',
      'val2017/twice.jpg': '',
      'train2017/twice.jpg': '',
    });
    expect(await cocoKeypoints.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(cocoKeypoints, files);
    expect(samples.map(({ key, split }) => [key, split])).toEqual([['val2017/a.jpg', 'val']]);
    expect(problems.map((line) => line.replace(/^.*\.json: /, ''))).toEqual([
      "expected an image 'twice.jpg', found train2017/twice.jpg, val2017/twice.jpg",
      "expected an image inside the import folder, found '../../etc/passwd'",
      "expected an image 'nowhere.jpg', found none",
    ]);
  });

  it('is no other JSON: neither what stands beside its image nor a certificate', async () => {
    const beside = { 'a.jpg': '', 'a.json': cocoJson([cocoAnnotation()]) };
    expect(await cocoKeypoints.detect(memoryFiles(beside))).toBe('no');
    expect(await cocoKeypoints.detect(memoryFiles({ 'certificate.json': cocoJson([cocoAnnotation()]) }))).toBe('no');
    await expect(readAll(cocoKeypoints, memoryFiles({ 'a.jpg': '' }))).rejects.toThrow(
      'coco-keypoints: these files: expected a COCO keypoints .json, found none',
    );
  });
});

describe('a COCO export', () => {
  it('counts its landmarks, its skeleton from 1, and tells states by v', () => {
    const face = exportSample('c.jpg', { annotation: partlyHidden(), box: { x: 1, y: 2, width: 3, height: 4.5 } });
    const text = formatCoco([formatCocoImage({ ...face, faces: [face] }, 12)]);
    const {
      images: [image],
      annotations: [entry],
      categories,
    } = JSON.parse(text);
    expect(image).toEqual({ id: 12, file_name: 'c.jpg', width: 640, height: 480 });
    expect(entry).toMatchObject({
      image_id: 12,
      category_id: 1,
      bbox: [1, 2, 3, 4.5],
      area: 13.5,
      iscrowd: 0,
      num_keypoints: 67,
    });
    expect(entry.keypoints[3 * 3 + 2]).toBe(1);
    expect(entry.keypoints.slice(15, 18)).toEqual([0, 0, 0]);
    expect(categories[0].keypoints).toHaveLength(68);
    expect(categories[0].skeleton[0]).toEqual([1, 2]);
    expect(categories[0].skeleton).toContainEqual([42, 37]); // the right eye closes
    expect(categories[1].keypoints[69]).toBe('left pupil');
  });

  it('writes a file for each split, which read back equal', async () => {
    const sink = memorySink();
    const samples = wholeFaces('face-synthetics-70');
    await cocoKeypoints.write?.(inTurn(samples), sink);
    expect(Object.keys(sink.written)).toEqual(['landmarks_val.json', 'landmarks_train.json', 'landmarks_test.json']);
    const pictures = Object.fromEntries(samples.map(({ imageFile }) => [imageFile, '']));
    const back = await readAll(cocoKeypoints, memoryFiles({ ...sink.written, ...pictures }));
    expect(back.problems).toEqual([]);
    for (const { key, split, annotation } of samples) {
      expect(back.samples.find((sample) => sample.key === key)).toMatchObject({
        split,
        annotation: { points: annotation?.points },
      });
    }
  });
});
