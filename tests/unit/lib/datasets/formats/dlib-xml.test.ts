import { describe, expect, it } from 'vitest';
import { parseDlibXml } from '@/lib/datasets/formats/dlib-parse';
import { dlibXml } from '@/lib/datasets/formats/dlib-xml';
import { allParts, boxTag, dlibText, imageTag, partTag } from '../../../../fixtures/dlib-xml/dlib-text';
import { memoryFiles, readAll } from '../../../../fixtures/files/memory-files';

const parse = (text: string) => {
  const problems: string[] = [];
  const bytes = new TextEncoder().encode(text);
  const images = parseDlibXml(bytes, 'a.xml', (problem) => problems.push(problem.message));
  return { images, problems };
};

describe('parseDlibXml', () => {
  it('reads parts by name, in whatever order they stand', () => {
    const { images, problems } = parse(dlibText([imageTag('a.jpg', [boxTag(allParts().reverse())])]));
    expect(problems).toEqual([]);
    const [{ annotation, box }] = images[0].faces;
    expect(annotation?.points[0]).toEqual([100, 200]);
    expect(annotation?.points[67]).toEqual([167, 334]);
    expect(annotation?.visibility).toBeNull();
    // 37 × 45 pixels are 36 × 44 from centre to centre
    expect(box).toEqual({ x: 94, y: 90, width: 36, height: 44 });
  });

  it('marks the landmarks whose parts are missing', () => {
    const parts = allParts().filter((_, i) => i !== 1 && i !== 66);
    const [{ annotation }] = parse(dlibText([imageTag('a.jpg', [boxTag(parts)])])).images[0].faces;
    expect(annotation?.visibility?.flatMap((word, i) => (word === 'missing' ? [i] : []))).toEqual([1, 66]);
    expect(annotation?.points[66]).toEqual([0, 0]);
    expect(annotation?.points[65]).toEqual([165, 330]);
    expect(annotation?.visibility?.[65]).toBe('visible');
  });

  it('numbers the faces of an image and passes over the ignored ones', () => {
    const boxes = [boxTag(allParts()), boxTag([], " ignore='1'"), boxTag()];
    const [{ faces, faceCount }] = parse(dlibText([imageTag('a.jpg', boxes)])).images;
    expect(faceCount).toBe(3);
    expect(faces.map(({ number, annotation }) => [number, annotation !== null])).toEqual([
      [1, true],
      [3, false],
    ]);
  });

  it.each([
    ['text in numbers', boxTag([partTag(0).replace("x='100'", "x='abc'")]), "6: expected a number x, found 'abc'"],
    ['a part without y', boxTag([partTag(0).replace("y='200'", '')]), '6: expected a number y, found none'],
    ['a part of another scheme', boxTag([partTag(68)]), "6: expected a part name 00 to 67, found '68'"],
    [
      'a part without a number',
      boxTag([partTag(0).replace('00', 'nose')]),
      "6: expected a part name 00 to 67, found 'nose'",
    ],
    ['a part twice', boxTag([partTag(4), partTag(4)]), "7: expected each part once, found '04' twice"],
    [
      "dlib's five points, which are no jaw",
      boxTag([0, 1, 2, 3, 4].map((i) => partTag(i))),
      '11: expected parts of the 68-point scheme, found only some of 00 to 04 (the 5-point scheme)',
    ],
    ['a box without width', boxTag().replace("width='37'", ''), '5: expected a number width, found none'],
    [
      'an empty box',
      boxTag().replace("width='37'", "width='0'"),
      '5: expected a box of at least one pixel, found 0×45',
    ],
  ])('leaves out a face with %s, and keeps the one after it', (_, broken, message) => {
    const { images, problems } = parse(dlibText([imageTag('a.jpg', [broken, boxTag(allParts())])]));
    expect(problems).toEqual([`dlib-xml: a.xml:${message}`]);
    expect(images[0].faces.map(({ number }) => number)).toEqual([2]);
  });

  it('keeps what stood before the XML breaks off', () => {
    const text = dlibText([imageTag('a.jpg', [boxTag(allParts())]), imageTag('b.jpg', [boxTag(allParts())])]);
    const { images, problems } = parse(text.slice(0, -400));
    expect(images.map(({ file }) => file)).toEqual(['a.jpg']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^dlib-xml: a\.xml:\d+: expected well-formed XML, found: [^\n]+$/);
  });

  it.each([
    [
      'a document type with entities that unfold to gigabytes',
      `<!DOCTYPE dataset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<dataset><images/></dataset>`,
      'expected no document type, found <!DOCTYPE>',
    ],
    [
      'an entity that names a file',
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><dataset><name>&x;</name></dataset>',
      'expected no document type, found <!DOCTYPE>',
    ],
    [
      'an entity nobody declared',
      '<dataset><name>&lol;</name></dataset>',
      'expected well-formed XML, found: undefined entity.',
    ],
    ['another document', '<html></html>', 'expected <dataset>, found <html>'],
    ['no XML', 'hello', 'expected well-formed XML, found: text data outside of root node.'],
  ])('refuses %s', (_, text, message) => {
    const { images, problems } = parse(text);
    expect(images).toEqual([]);
    expect(problems).toEqual([`dlib-xml: a.xml:1: ${message}`]);
  });

  it('refuses bytes that are not of the declared encoding', () => {
    const problems: string[] = [];
    const text = new TextEncoder().encode("<?xml version='1.0' encoding='UTF-8'?><dataset>");
    parseDlibXml(Uint8Array.of(...text, 0xff, 0xfe), 'a.xml', (problem) => problems.push(problem.message));
    expect(problems).toEqual(['dlib-xml: a.xml:1: expected text in UTF-8, found other bytes']);
  });
});

describe('a folder of imglab files', () => {
  const images = { 'a.jpg': '', 'b.jpg': '', 'c.jpg': '' };

  it('gives several faces of an image keys and names of their own', async () => {
    const files = memoryFiles({
      ...images,
      'training_with_face_landmarks.xml': dlibText([
        imageTag('b.jpg', [boxTag(allParts())]),
        imageTag('a.jpg', [boxTag(allParts()), boxTag(allParts())]),
      ]),
    });
    expect(await dlibXml.detect(files)).toBe('certain');
    const { samples } = await readAll(dlibXml, files);
    expect(samples.map(({ key, name, split }) => [key, name, split])).toEqual([
      ['a.jpg#1', 'a (1)', 'train'],
      ['a.jpg#2', 'a (2)', 'train'],
      ['b.jpg', 'b', 'train'],
    ]);
  });

  it('takes an image from the file with parts, and from a file of boxes only when no other has it', async () => {
    const { samples, problems } = await readAll(
      dlibXml,
      memoryFiles({
        ...images,
        'boxes.xml': dlibText([imageTag('a.jpg', [boxTag(), boxTag()]), imageTag('c.jpg', [boxTag()])]),
        'parts.xml': dlibText([imageTag('a.jpg', [boxTag(allParts())]), imageTag('b.jpg', [])]),
      }),
    );
    expect(problems).toEqual([]);
    expect(samples.map(({ key, annotation, box }) => [key, annotation !== null, box !== null])).toEqual([
      ['a.jpg', true, true],
      ['b.jpg', false, false],
      ['c.jpg', false, true],
    ]);
  });

  it('opens no image outside the import folder, and brings in the rest', async () => {
    const face = [boxTag(allParts())];
    const { samples, problems } = await readAll(
      dlibXml,
      memoryFiles({
        ...images,
        'labels/set.xml': dlibText([
          imageTag('../../etc/passwd', face),
          imageTag('/etc/passwd', face),
          imageTag('../a.jpg', face),
          imageTag('nowhere.jpg', face),
        ]),
        'labels/twice.xml': dlibText([imageTag('../a.jpg', face)]),
      }),
    );
    expect(samples.map(({ key }) => key)).toEqual(['a.jpg']);
    expect(problems).toEqual([
      "dlib-xml: labels/set.xml:4: expected an image inside the import folder, found '../../etc/passwd'",
      "dlib-xml: labels/set.xml:76: expected an image inside the import folder, found '/etc/passwd'",
      "dlib-xml: labels/set.xml:220: expected an image 'nowhere.jpg', found none",
      "dlib-xml: labels/twice.xml:4: expected '../a.jpg' once, found it in labels/set.xml too",
    ]);
  });
});
