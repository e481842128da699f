import { describe, expect, it } from 'vitest';
import { parseCvat } from '@/lib/datasets/formats/cvat-parse';
import { cvatXml, formatCvat, formatCvatImage } from '@/lib/datasets/formats/cvat-xml';
import type { DatasetFormatError } from '@/lib/datasets/formats/format';
import { cvatImage, cvatPoint, cvatPoints, cvatSkeleton, cvatText } from '../../../../fixtures/cvat-xml/cvat-text';
import { exportSample, partlyHidden } from '../../../../fixtures/files/export-samples';
import { memoryFiles, readAll } from '../../../../fixtures/files/memory-files';

function parse(text: string) {
  const problems: string[] = [];
  const report = ({ message }: DatasetFormatError) => void problems.push(message);
  return { images: parseCvat(new TextEncoder().encode(text), 'a.xml', report), problems };
}

describe('parseCvat', () => {
  it('goes by sub-labels, not by order, from the corner of the pixel, and from 1 where the labels do', () => {
    for (const points of [cvatPoints().reverse(), cvatPoints(1).reverse()]) {
      const { images, problems } = parse(cvatText([cvatImage('a.jpg', [cvatSkeleton(points)], 'subset="Train"')]));
      expect(problems).toEqual([]);
      const [{ path, split, faces }] = images;
      expect([path, split]).toEqual(['a.jpg', 'train']);
      expect(faces[0]?.annotation?.points[0]).toEqual([100, 199.5]);
      expect(faces[0]?.annotation?.points[67]).toEqual([167, 333.5]);
      expect(faces[0]?.annotation?.visibility).toBeNull();
    }
  });

  it('takes outside for missing, occluded for hidden, and what is not there for missing', () => {
    const points = cvatPoints().slice(0, -1);
    points[3] = cvatPoint('3', 3, 'outside="0" occluded="1"');
    points[5] = cvatPoint('5', 5, 'outside="1" occluded="0"');
    const [{ faces }] = parse(cvatText([cvatImage('a.jpg', [cvatSkeleton(points)])])).images;
    const states = faces[0]?.annotation?.visibility?.flatMap((state, i) =>
      state === 'visible' ? [] : [`${i} ${state}`],
    );
    expect(states).toEqual(['3 hidden', '5 missing', '67 missing']);
    expect(faces[0]?.annotation?.points[5]).toEqual([0, 0]);
  });

  it.each([
    ['text in numbers', cvatPoint('4').replace('104.5', 'x'), "expected points=\"x,y\" for '4', found 'x,208'"],
    ['two points in one', cvatPoint('4').replace('/>', '').replace('208"', '208;1,2"/>'), "found '104.5,208;1,2'"],
    ['a label that is no index', cvatPoint('nose', 4), "expected a landmark label 0 to 69, found 'nose'"],
    ['a landmark of another scheme', cvatPoint('97'), "expected a landmark label 0 to 69, found '97'"],
    ['a landmark twice', cvatPoint('5'), "expected each landmark once, found '5' twice"],
  ])('leaves out a skeleton with %s, and keeps the one after it', (_, broken, reason) => {
    const points = cvatPoints();
    points[4] = broken;
    const { images, problems } = parse(cvatText([cvatImage('a.jpg', [cvatSkeleton(points), cvatSkeleton()])]));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^cvat-xml: a\.xml:\d+: expected [^\n]+$/);
    expect(problems[0]).toContain(reason);
    // the broken one keeps its number
    expect(images[0].faces).toEqual([null, expect.objectContaining({ box: null })]);
  });

  it('does not guess where labels count from', () => {
    const text = cvatText([cvatImage('a.jpg', [cvatSkeleton(cvatPoints().slice(1, 60))])]);
    expect(() => parse(text)).toThrow(
      /^cvat-xml: a\.xml:\d+: expected sub-labels that count from 0, or from 1 to 68 or 70/,
    );
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><annotations/>', 'expected no document type, found <!DOCTYPE>'],
    ['another document', '<html/>', 'expected <annotations>, found <html>'],
    [
      'a video',
      '<annotations><track/></annotations>',
      'expected images, found a video track (export it as CVAT for images)',
    ],
  ])('refuses %s', (_, text, reason) => {
    expect(parse(text)).toEqual({ images: [], problems: [`cvat-xml: a.xml:1: ${reason}`] });
  });

  it('keeps what stood before the XML breaks off', () => {
    const image = cvatImage('a.jpg', [cvatSkeleton()]);
    const { images, problems } = parse(cvatText([image, image]).slice(0, -300));
    expect(images).toHaveLength(1);
    expect(problems[0]).toMatch(/expected well-formed XML, found: /);
  });
});

describe('a CVAT export', () => {
  it('is undone by parseCvat, names escaped, states kept', () => {
    const face = exportSample('a & "b".jpg', { annotation: partlyHidden(), split: 'val' });
    const image = formatCvatImage({ ...face, faces: [face] }, 1);
    expect(image.split('\n')[0]).toBe(
      '<image id="0" name="a &amp; &quot;b&quot;.jpg" subset="val" width="640" height="480">',
    );
    const { images, problems } = parse(formatCvat([image]));
    expect(problems).toEqual([]);
    expect(images[0]).toMatchObject({ path: face.imageFile, split: 'val' });
    const back = images[0].faces[0]?.annotation;
    expect(back?.visibility).toEqual(face.annotation?.visibility);
    expect(back?.points[9][0]).toBeCloseTo(face.annotation?.points[9][0] ?? 0, 12);
  });

  it('is known by its content among XML', async () => {
    const files = memoryFiles({ 'a.jpg': '', 'annotations.xml': cvatText([cvatImage('a.jpg', [])]), 'x.xml': '<x/>' });
    expect(await cvatXml.detect(files)).toBe('certain');
    expect(await cvatXml.detect(memoryFiles({ 'x.xml': '<x/>' }))).toBe('no');
    const { samples, problems } = await readAll(cvatXml, files);
    expect(samples.map(({ key, annotation }) => [key, annotation])).toEqual([['a.jpg', null]]);
    expect(problems).toEqual(['cvat-xml: x.xml:1: expected <annotations>, found <x>']);
  });
});
