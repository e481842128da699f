import { describe, expect, it } from 'vitest';
import { extensionOf, isImageFile, personOf, resolveInside, splitOf, stemOf } from '@/lib/datasets/formats/paths';

describe('paths of a file source', () => {
  it('keeps the dots of a name and takes only the last part for its extension', () => {
    expect(stemOf('a.b/face.v2.left.JPG')).toBe('face.v2.left');
    expect(extensionOf('a.b/face.v2.left.JPG')).toBe('.jpg');
    expect(extensionOf('a.b/README')).toBe('');
    expect(isImageFile('takeo.ppm')).toBe(true);
    expect(isImageFile('drawing.svg')).toBe(false);
  });

  it.each([
    ['sets/', 'a.jpg', 'sets/a.jpg'],
    ['sets/', '../images/./a.jpg', 'images/a.jpg'],
    ['', 'sub\\a.jpg', 'sub/a.jpg'],
  ])('resolves from %j the path %j to %j', (folder, file, inside) => {
    expect(resolveInside(folder, file)).toBe(inside);
  });

  it.each([
    '../a.jpg',
    'x/../../a.jpg',
    '/etc/passwd',
    '\\\\host\\a.jpg',
    'C:\\a.jpg',
    'file:///etc/passwd',
    'a\0.jpg',
  ])('leaves %j unresolved, for it leads outside', (file) => {
    expect(resolveInside('', file)).toBeUndefined();
  });

  it('takes the split from the innermost folder of that very name', () => {
    expect(splitOf('lfpw/trainset/image_0001.jpg')).toBe('train');
    expect(splitOf('test/val/a.jpg')).toBe('val');
    expect(splitOf('testset/a.jpg')).toBe('test');
    expect(splitOf('training/test.jpg')).toBeNull();
    expect(splitOf('train.jpg')).toBeNull();
  });

  it.each([
    ['T_Boone_Pickens_50', 'T_Boone_Pickens'],
    ['Abdel_Aziz_Al-Hakim_01', 'Abdel_Aziz_Al-Hakim'],
    ['111076519_2', '111076519'],
  ])('tells from %j the person or photo %j', (stem, person) => {
    expect(personOf(stem)).toBe(person);
  });

  it.each(['image_0001', 'indoor_012', '000042', 'image00050', 'Image_01', 'takeo', 'left_eye_03'])(
    'tells nobody from %j',
    (stem) => {
      expect(personOf(stem)).toBeNull();
    },
  );
});
