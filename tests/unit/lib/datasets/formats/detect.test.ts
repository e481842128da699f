import { describe, expect, it } from 'vitest';
import { detectFormat, FORMATS, formatById } from '@/lib/datasets/formats/index';
import { aflwVariables, buildMat } from '../../../../fixtures/aflw2000-3d/mat-builder';
import { cocoAnnotation, cocoJson } from '../../../../fixtures/coco-keypoints/coco-json';
import { cvatImage, cvatSkeleton, cvatText } from '../../../../fixtures/cvat-xml/cvat-text';
import { allParts, boxTag, dlibText, imageTag } from '../../../../fixtures/dlib-xml/dlib-text';
import { landmarksText } from '../../../../fixtures/face-synthetics/landmarks-text';
import { memoryFiles } from '../../../../fixtures/files/memory-files';
import { ptsText } from '../../../../fixtures/ibug-pts/pts-text';
import { keypoints, task, tasksJson } from '../../../../fixtures/label-studio/tasks-json';
import { ljsonV2 } from '../../../../fixtures/ljson/ljson-text';
import { wflwLineText } from '../../../../fixtures/wflw-line/wflw-text';
import { imageHeader, yoloLine } from '../../../../fixtures/yolo-pose/yolo-text';

const SETS = {
  'face-synthetics': { 'f.png': '', 'f_ldmks.txt': landmarksText(), 'f_seg.png': '' },
  'aflw2000-3d': { 'm.jpg': '', 'm.mat': buildMat(aflwVariables()), 'other.json': '{}' },
  'ibug-pts': { 'p.jpg': '', 'p.pts': ptsText() },
  'dlib-xml': { 'd.jpg': '', 'd.xml': dlibText([imageTag('d.jpg', [boxTag(allParts())])]) },
  'coco-keypoints': { 'a.jpg': '', 'b.jpg': '', 'faces.json': cocoJson([cocoAnnotation()]) },
  'wflw-line': { 'w.jpg': '', 'list_68.txt': wflwLineText('w.jpg') },
  'yolo-pose': { 'y.jpg': imageHeader, 'y.txt': yoloLine(), 'data.yaml': 'kpt_shape: [68, 3]' },
  'cvat-xml': { 'v.jpg': '', 'v.xml': cvatText([cvatImage('v.jpg', [cvatSkeleton()])]) },
  'label-studio': { 's.jpg': '', 's-tasks.json': tasksJson([task('s.jpg', keypoints())]) },
  ljson: { 'l.jpg': '', 'l.ljson': ljsonV2() },
  csv: { 'c.jpg': '', 'c.csv': 'image,face,x0,y0' },
};

const KNOWN =
  'face-synthetics, aflw2000-3d, ibug-pts, dlib-xml, coco-keypoints, wflw-line, yolo-pose, cvat-xml, label-studio, ljson, csv';

describe('detectFormat', () => {
  it.each(Object.entries(SETS))('knows %s', async (id, contents) => {
    expect((await detectFormat(memoryFiles(contents))).id).toBe(id);
  });

  it('takes a folder of nothing but photos for faces that wait for their landmarks', async () => {
    const files = memoryFiles({ 'a.jpg': '', 'b/c.png': '', 'README.md': '', LICENSE: '' });
    expect((await detectFormat(files)).id).toBe('ibug-pts');
  });

  it('names what it found when nothing fits', async () => {
    const files = memoryFiles({ 'a.jpg': '', 'b.jpg': '', 'labels.json': '', Makefile: '' });
    await expect(detectFormat(files)).rejects.toThrow(
      `detect: these files: expected the files of one format (${KNOWN}), ` +
        'found none of them in 4 files (2 .jpg, 1 without extension, 1 .json)',
    );
  });

  it('names the formats when several fit', async () => {
    const files = memoryFiles({ ...SETS['ibug-pts'], ...SETS['dlib-xml'] });
    await expect(detectFormat(files)).rejects.toThrow(
      'found ibug-pts and dlib-xml; name the format, or import them apart',
    );
  });

  it('prefers a certain layout to a possible one', async () => {
    const files = memoryFiles({ ...SETS['ibug-pts'], 'notes.csv': 'a,b' });
    expect((await detectFormat(files)).id).toBe('ibug-pts');
  });
});

describe('formatById', () => {
  it('finds every format and refuses other names', () => {
    for (const format of FORMATS) expect(formatById(format.id)).toBe(format);
    expect(() => formatById('coco')).toThrow(`format: coco: expected one of ${KNOWN}, found coco`);
  });
});
