import { describe, expect, it } from 'vitest';
import { createRandom, hash32 } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { checkFaceLimits, type FaceLimits } from '@/lib/synthesis/face-limits';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

const draw = (seed: number, limits?: FaceLimits) => sampleFaceParameters(createRandom(seed), limits);
const drawMany = (count: number, limits: FaceLimits) => Array.from({ length: count }, (_, seed) => draw(seed, limits));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('limits on what is drawn', () => {
  it('leave the faces of every seed as they always were where there are none', () => {
    const all = Array.from({ length: 40 }, (_, seed) => draw(seed));
    // of the draws before ranges came: a change here changes every generated set
    expect(hash32(JSON.stringify(all))).toBe(1_895_399_579);
    expect(draw(7, {})).toEqual(draw(7));
  });

  it('draw evenly from a range, and move nothing else', () => {
    const free = drawMany(400, {});
    const ranged = drawMany(400, { camera: { yawDeg: [30, 70] } });
    const yaws = ranged.map(({ camera }) => camera.yawDeg);
    expect(Math.min(...yaws)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...yaws)).toBeLessThanOrEqual(70);
    // even from 30 to 70: mean 50, a standard error of 0.6
    expect(mean(yaws)).toBeGreaterThan(48);
    expect(mean(yaws)).toBeLessThan(52);
    ranged.forEach((face, i) => {
      expect({ ...face, camera: { ...face.camera, yawDeg: 0 } }).toEqual({
        ...free[i],
        camera: { ...free[i].camera, yawDeg: 0 },
      });
    });
  });

  it('keep a drawn value when another limit is added', () => {
    const one = draw(3, { camera: { yawDeg: [-40, 40] } });
    const two = draw(3, { camera: { yawDeg: [-40, 40], pitchDeg: [-5, 5] }, skin: { gloss: 0.5 } });
    expect(two.camera.yawDeg).toBe(one.camera.yawDeg);
  });

  it('take one of several words, each as often', () => {
    const styles = drawMany(300, { glasses: { style: ['round', 'pilot'] } }).map(({ glasses }) => glasses.style);
    const round = styles.filter((style) => style === 'round').length;
    expect(styles.every((style) => style === 'round' || style === 'pilot')).toBe(true);
    expect(round).toBeGreaterThan(120);
    expect(round).toBeLessThan(180);
  });

  it('draw whole numbers from a range of whole numbers, its ends among them', () => {
    const qualities = drawMany(200, { lens: { jpegQuality: [60, 62] } }).map(({ lens }) => lens.jpegQuality);
    expect([...new Set(qualities)].sort()).toEqual([60, 61, 62]);
  });

  it('give allowed faces, whatever they are', () => {
    const limits: FaceLimits = {
      traits: { age: [0, 1], look: 'masculine', mood: ['laugh', 'shout'], faceSize: [0.15, 0.9] },
      camera: { distanceMm: [250, 20000], yawDeg: 75 },
      light: { ambient: [0.05, 0.1], keyStrength: 0 },
    };
    for (const face of drawMany(300, limits)) expect(() => checkFaceParameters(face)).not.toThrow();
  });
});

describe('limits on traits', () => {
  it('make faces older in skin, hair and shape', () => {
    const young = drawMany(200, { traits: { age: [0, 0.1] } });
    const old = drawMany(200, { traits: { age: [0.9, 1] } });
    expect(Math.max(...young.map(({ skin }) => skin.wrinkles))).toBeLessThan(0.04);
    expect(Math.min(...old.map(({ skin }) => skin.wrinkles))).toBeGreaterThan(0.8);
    expect(mean(old.map(({ hair }) => hair.grey))).toBeGreaterThan(mean(young.map(({ hair }) => hair.grey)) + 0.2);
    expect(mean(old.map(({ identity }) => identity.cheekSag))).toBeGreaterThan(1);
    expect(mean(young.map(({ identity }) => identity.eyeBags))).toBeLessThan(-1);
  });

  it('grow beards on masculine faces only', () => {
    const bearded = (limits: FaceLimits) => drawMany(200, limits).filter(({ beard }) => beard.chin > 0).length;
    expect(bearded({ traits: { look: 'feminine' } })).toBe(0);
    expect(bearded({ traits: { look: 'masculine' } })).toBeGreaterThan(60);
  });

  it('set the mood', () => {
    for (const { expression } of drawMany(60, { traits: { mood: 'shout' } })) {
      expect(expression.jawOpen).toBeGreaterThanOrEqual(0.5);
    }
    for (const { expression } of drawMany(60, { traits: { mood: 'neutral' } })) {
      expect([expression.smile, expression.jawOpen, expression.pucker]).toEqual([0, 0, 0]);
    }
  });

  it('keep the size of the face while the distance changes: the lens follows', () => {
    const near = draw(5, { traits: { faceSize: 0.5 }, camera: { distanceMm: 400 } }).camera;
    const far = draw(5, { traits: { faceSize: 0.5 }, camera: { distanceMm: 4000 } }).camera;
    // height of a 140 mm face on a 36 mm sensor, at the face's front, 60 mm before the pivot
    const share = ({ focalLengthMm, distanceMm }: typeof near) => (focalLengthMm * 140) / 36 / (distanceMm - 60);
    expect(share(near)).toBeCloseTo(0.5, 6);
    expect(share(far)).toBeCloseTo(0.5, 6);
  });

  it('keep the size of the face where the lens is limited: the camera steps back', () => {
    const long = draw(5, { traits: { faceSize: 0.5 }, camera: { focalLengthMm: 400 } }).camera;
    // 400 · 140 / (36 · 0.5) + 60
    expect(long.distanceMm).toBeCloseTo(3171.1, 0);
    const both = draw(5, { camera: { focalLengthMm: 400, distanceMm: 1000 } }).camera;
    expect([both.focalLengthMm, both.distanceMm]).toEqual([400, 1000]);
  });

  it('give dark skin the hair and eyes that go with it', () => {
    const dark = drawMany(100, { skin: { melanin: 0.95 } });
    expect(mean(dark.map(({ hair }) => hair.melanin))).toBeGreaterThan(0.85);
    expect(mean(dark.map(({ eyes }) => eyes.irisMelanin))).toBeGreaterThan(0.8);
  });
});

describe('wrong limits are refused', () => {
  it.each([
    [{ camera: { yawDeg: 90 } }, 'camera.yawDeg: expected a number -75 to 75, found 90'],
    [{ camera: { yawDeg: [0, 90] } }, 'camera.yawDeg: expected a number -75 to 75, found 90'],
    [{ camera: { yawDeg: [30, 10] } }, 'camera.yawDeg: expected a range from low to high, found 30 to 10'],
    [{ camera: { yawDeg: [1] } }, 'camera.yawDeg: expected a number -75 to 75, or the two ends of a range, found [1]'],
    [{ lens: { jpegQuality: [20, 30.5] } }, 'lens.jpegQuality: expected a whole number 15 to 100, found 30.5'],
    [{ glasses: { style: 'monocle' } }, 'glasses.style: expected none, round, square, wide, pilot, found "monocle"'],
    [{ glasses: { style: [] } }, 'glasses.style: expected some of none, round, square, wide, pilot, found none'],
    [{ detail: { moves: [0] } }, 'detail.moves: expected 46 numbers, found 1'],
    [{ traits: { age: 2 } }, 'traits.age: expected a number 0 to 1, found 2'],
    [{ camera: 3 }, 'camera: expected an object, found 3'],
    [[], 'limits: expected an object, found []'],
  ])('%j', (limits, message) => {
    expect(() => checkFaceLimits(limits)).toThrow(message);
  });

  it('unknown names are told with those that there are', () => {
    expect(() => checkFaceLimits({ camera: { zoom: 1 } })).toThrow(
      'camera.zoom: no such parameter; there are focalLengthMm, distanceMm, yawDeg,',
    );
    expect(() => checkFaceLimits({ wings: {} })).toThrow('wings: no such parameter group; there are traits, identity,');
    expect(() => checkFaceLimits(JSON.parse('{"__proto__":{},"toString":{}}'))).toThrow('no such parameter group');
  });
});
