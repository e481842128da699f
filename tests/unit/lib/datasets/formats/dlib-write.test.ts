import { describe, expect, it } from 'vitest';
import { parseDlibXml } from '@/lib/datasets/formats/dlib-parse';
import { formatDlibFile, formatDlibImage } from '@/lib/datasets/formats/dlib-write';
import { dlibXml } from '@/lib/datasets/formats/dlib-xml';
import { throwProblem } from '@/lib/datasets/formats/format';
import { imagePoint } from '@/lib/landmarks/geometry';
import { exportSample, inTurn, partlyHidden } from '../../../../fixtures/files/export-samples';
import { plainAnnotation } from '../../../../fixtures/files/landmarks';
import { memorySink } from '../../../../fixtures/files/memory-files';

describe('a dlib XML export', () => {
  it('writes whole pixels, parts named with two digits, and a box that counts its pixels', () => {
    const annotation = {
      ...plainAnnotation(),
      points: plainAnnotation().points.map((_, i) => imagePoint(i + 0.4, 2 * i + 0.6)),
    };
    const face = exportSample('a&b.jpg', { annotation, box: { x: 9.6, y: 20.4, width: 30, height: 40 } });
    const lines = formatDlibImage({ ...face, faces: [face] }).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      "<image file='a&amp;b.jpg' width='640' height='480'>",
      "<box top='20' left='10' width='31' height='41'>",
      "<part name='00' x='0' y='1'/>",
      "<part name='01' x='1' y='3'/>",
    ]);
    expect(lines[69]).toBe("<part name='67' x='67' y='135'/>");
    expect(lines).toHaveLength(72);
  });

  it('is undone by parseDlibXml for whole pixels', () => {
    const annotation = {
      ...plainAnnotation(),
      points: plainAnnotation().points.map((_, i) => imagePoint(i - 3, 2 * i)),
    };
    const face = exportSample('x.jpg', { annotation, box: { x: 1, y: 2, width: 30, height: 40 } });
    const text = formatDlibFile([formatDlibImage({ ...face, faces: [face] })]);
    const [image] = parseDlibXml(new TextEncoder().encode(text), 'a.xml', throwProblem);
    expect(image).toMatchObject({ file: 'x.jpg', faceCount: 1, faces: [{ number: 1, box: face.box, annotation }] });
  });

  it('leaves out the part of a missing landmark', () => {
    const face = exportSample('x.jpg', { annotation: partlyHidden() });
    const text = formatDlibImage({ ...face, faces: [face] });
    expect(text).toContain("name='03'");
    expect(text).not.toContain("name='05'");
  });

  it('writes a file for each split, and tells of faces that dlib would mistake', async () => {
    const visibility = plainAnnotation().points.map((_, i) => (i < 5 ? ('visible' as const) : ('missing' as const)));
    const sink = memorySink();
    const problems: string[] = [];
    await dlibXml.write?.(
      inTurn([
        exportSample('a.jpg', { split: 'train' }),
        exportSample('b.jpg', { split: 'test' }),
        exportSample('c.jpg'),
        exportSample('d.jpg', { annotation: { ...plainAnnotation(), visibility } }),
        exportSample('e.jpg#2', { annotation: null }),
        exportSample('f.jpg', { annotation: null }),
      ]),
      sink,
      (problem) => problems.push(problem.message),
    );
    expect(Object.keys(sink.written)).toEqual([
      'training_with_face_landmarks.xml',
      'testing_with_face_landmarks.xml',
      'face_landmarks.xml',
    ]);
    expect(sink.written['face_landmarks.xml']).toContain("<image file='f.jpg' width='640' height='480'>\n</image>");
    expect(problems).toEqual([
      "dlib-xml: d.jpg: expected a landmark beyond 0 to 4, which alone are dlib's 5-point scheme, found none",
      'dlib-xml: e.jpg#2: expected a box or landmarks, found neither',
    ]);
  });
});
