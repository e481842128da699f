import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { aflw20003d, formatAflwMat, parseAflwMat } from '@/lib/datasets/formats/aflw2000-3d';
import { aflwVariables, buildMat, matHeader } from '../../../../fixtures/aflw2000-3d/mat-builder';
import { awkwardAnnotation } from '../../../../fixtures/files/landmarks';
import { memoryFiles, readAll } from '../../../../fixtures/files/memory-files';

describe('AFLW2000-3D', () => {
  it('keeps x and y, and turns z and pose into our directions', () => {
    const { annotation, pose } = parseAflwMat(buildMat(aflwVariables(), { compressed: true }), 'a.mat');
    expect(annotation.points[0]).toEqual([100, 200]);
    expect(annotation.points[67]).toEqual([167, 334]);
    expect(annotation.z?.[67]).toBe(-201);
    expect(pose).toEqual({ pitchRad: -0.1, yawRad: -0.2, rollRad: 0.3 });
  });

  const withNaN = aflwVariables();
  withNaN[0] = { ...withNaN[0], values: withNaN[0].values.map((value, i) => (i === 7 ? Number.NaN : value)) };
  it.each([
    ['67 landmarks', buildMat(aflwVariables({ count: 67 })), 'expected 68 landmarks, found 67'],
    ['no pt3d_68', buildMat(aflwVariables().slice(1)), 'expected a variable pt3d_68, found Pose_Para'],
    ['not a number', buildMat(withNaN), 'expected finite numbers, found landmark 2 at (102, NaN, 6)'],
    [
      'points in rows',
      buildMat([{ ...aflwVariables()[0], dimensions: [68, 3] }]),
      'expected pt3d_68 of 3×68, found 68×3',
    ],
    ['a short pose', buildMat([aflwVariables()[0], { name: 'Pose_Para', dimensions: [1, 1], values: [2] }]), 'found 2'],
    ['a truncated file', buildMat(aflwVariables()).subarray(0, 500), 'expected 872 more bytes, found 364'],
  ])('refuses %s in one line', (_, bytes, message) => {
    expect(() => parseAflwMat(bytes, 'a.mat')).toThrow(message);
    expect(() => parseAflwMat(bytes, 'a.mat')).toThrow(/^aflw2000-3d: a\.mat: expected [^\n]*$/);
  });

  it('reads the set, tells of the broken file, and is known by its content', async () => {
    const files = memoryFiles({
      'image1.jpg': '',
      'image1.mat': buildMat(aflwVariables()),
      'image2.jpg': '',
      'image2.mat': matHeader().subarray(0, 50),
    });
    expect(await aflw20003d.detect(files)).toBe('certain');
    const { samples, problems } = await readAll(aflw20003d, files);
    expect(samples.map(({ key }) => key)).toEqual(['image1.jpg']);
    expect(problems).toEqual(['aflw2000-3d: image2.mat: expected a MATLAB 5 header of 128 bytes, found 50']);
  });

  it('is only possible where .mat files hold something else', async () => {
    const files = memoryFiles({ 'a.jpg': '', 'a.mat': buildMat([{ name: 'x', dimensions: [1, 1], values: [1] }]) });
    expect(await aflw20003d.detect(files)).toBe('possible');
  });
});

const PYTHON = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import scipy.io']).status === 0,
);
if (!PYTHON) console.log('aflw2000-3d: the check against scipy is skipped, no python3 here has it');

describe('an AFLW2000-3D export', () => {
  const face = {
    annotation: { ...awkwardAnnotation(), z: awkwardAnnotation().points.map((_, i) => i / 3 - 7) },
    pose: { pitchRad: 0.1, yawRad: -2 / 3, rollRad: 0 },
  };

  it('is undone by parseAflwMat to the last bit', () => {
    expect(parseAflwMat(formatAflwMat(face), 'a.mat')).toEqual(face);
  });

  it('has no Pose_Para where no pose is known', () => {
    expect(parseAflwMat(formatAflwMat({ ...face, pose: null }), 'a.mat').pose).toBeUndefined();
  });

  it.skipIf(!PYTHON)('is read by scipy: 3 × 68 doubles in rows x, y, z with z towards the camera, and the pose', () => {
    const script = [
      'import io, json, sys',
      'from scipy.io import loadmat',
      'm = loadmat(io.BytesIO(sys.stdin.buffer.read()))',
      'print(json.dumps({k: [str(m[k].dtype), m[k].tolist()] for k in ("pt3d_68", "Pose_Para")}))',
    ].join('\n');
    const { stdout, stderr } = spawnSync(PYTHON ?? '', ['-c', script], {
      input: formatAflwMat(face),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { points, z } = face.annotation;
    expect(JSON.parse(stdout)).toEqual({
      pt3d_68: ['float64', [points.map(([x]) => x), points.map(([, y]) => y), z.map((depth) => 0 - depth)]],
      Pose_Para: ['float64', [[-0.1, 2 / 3, 0, 0, 0, 0, 1]]],
    });
  });
});
