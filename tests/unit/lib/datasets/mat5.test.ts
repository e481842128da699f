import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseMat5 } from '@/lib/datasets/mat5';
import { buildMat, concat, element, type MatVariable, matHeader } from '../../../fixtures/aflw2000-3d/mat-builder';

const variables: MatVariable[] = [
  { name: 'a', dimensions: [2, 3], values: [1, 2, 3, 4, 5, 6], storage: 2 },
  { name: 'half_numbers', dimensions: [1, 3], values: [0.5, -1.25, 1e300] },
  { name: 'small', dimensions: [1, 1], values: [-7], storage: 1 },
  { name: 'singles', dimensions: [3, 1], values: [0.75, -2.5, 1024], storage: 7 },
  { name: 'shorts', dimensions: [1, 2], values: [-300, 299], storage: 3 },
];

describe('parseMat5', () => {
  it.each([
    { little: true, compressed: false },
    { little: false, compressed: false },
    { little: true, compressed: true },
    { little: false, compressed: true },
  ])('reads every number, whatever its storage, with %o', (options) => {
    const arrays = parseMat5(buildMat(variables, options));
    expect([...arrays.keys()]).toEqual(variables.map(({ name }) => name));
    for (const { name, dimensions, values } of variables) {
      expect(arrays.get(name)?.dimensions).toEqual(dimensions);
      expect([...(arrays.get(name)?.values ?? [])]).toEqual(values);
    }
  });

  it('passes over text and structures', () => {
    const text = buildMat([{ name: 't', dimensions: [1, 2], values: [72, 105] }]);
    text[128 + 16] = 4; // class mxCHAR
    expect(parseMat5(text).size).toBe(0);
  });

  const hdf5 = new Uint8Array(600);
  hdf5.set(new TextEncoder().encode('MATLAB 7.3 MAT-file, Platform: GLNXA64'));
  const whole = buildMat(variables);
  const claim = (bytes: number) => {
    const tag = new Uint8Array(8);
    new DataView(tag.buffer).setUint32(0, 14, true);
    new DataView(tag.buffer).setUint32(4, bytes, true);
    return concat([matHeader(), tag, new Uint8Array(64)]);
  };
  const tenGigabytes = buildMat([{ name: 'x', dimensions: [40_000, 31_250], values: [1, 2, 3] }]);

  it.each([
    ['version 7.3', hdf5, 'expected a MATLAB 5 file, found version 7.3 (HDF5); save it again with -v7'],
    ['nothing', new Uint8Array(), 'expected a MATLAB 5 header of 128 bytes, found 0'],
    ['another file', new Uint8Array(200).fill(65), 'expected a MATLAB 5 header, found none'],
    ['another version', matHeader(true, 0x0200), 'expected MATLAB 5 version 0x0100, found 0x0200'],
    [
      'a file cut short',
      whole.subarray(0, whole.length - 20),
      'expected 56 more bytes, found 36 (file cut short, or a false size)',
    ],
    ['a file cut inside a tag', concat([matHeader(), Uint8Array.of(14, 0, 0)]), 'expected 8 more bytes, found 3'],
    ['a size beyond the file', claim(0xfffffff0), 'expected 4294967280 more bytes, found 64'],
    ['dimensions of ten gigabytes', tenGigabytes, 'expected 40000×31250 numbers in x, found 3'],
    [
      'broken zlib',
      concat([matHeader(), element(15, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9))]),
      'expected whole zlib data, found',
    ],
    [
      'zlib cut short',
      concat([matHeader(), element(15, zlibSync(new Uint8Array(999)).subarray(0, 9), true, false)]),
      'expected whole zlib data, found',
    ],
    [
      'a matrix without numbers',
      concat([matHeader(), element(14, new Uint8Array())]),
      'expected flags, dimensions and name',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseMat5(bytes)).toThrow(message);
  });

  it('stops a bomb at the cap, long before it is unfolded', () => {
    const bomb = concat([matHeader(), element(15, zlibSync(new Uint8Array(32 * 1024 * 1024)), true, false)]);
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(() => parseMat5(bomb, 1024 * 1024)).toThrow('expected at most 1048576 bytes after inflating, found more');
  });
});
