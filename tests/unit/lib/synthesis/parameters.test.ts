import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

const valid = () => structuredClone(sampleFaceParameters(createRandom(1))) as Record<string, Record<string, unknown>>;

describe('face parameters', () => {
  it('drawn from 500 seeds are always allowed', () => {
    for (let seed = 0; seed < 500; seed++) {
      expect(() => checkFaceParameters(sampleFaceParameters(createRandom(seed)))).not.toThrow();
    }
  });

  it('survive JSON', () => {
    const parameters = sampleFaceParameters(createRandom(12));
    expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
  });

  it('out of range are refused with the range', () => {
    const parameters = valid();
    parameters.camera.yawDeg = 90;
    expect(() => checkFaceParameters(parameters)).toThrow('camera.yawDeg: expected a number -75 to 75, found 90');
  });

  it('that are not numbers, not whole or not one of the choices are refused', () => {
    const one = valid();
    one.skin.melanin = 'dark';
    expect(() => checkFaceParameters(one)).toThrow('skin.melanin: expected a number 0 to 1, found "dark"');
    const two = valid();
    two.lens.jpegQuality = 80.5;
    expect(() => checkFaceParameters(two)).toThrow('lens.jpegQuality: expected a whole number 15 to 100, found 80.5');
    const three = valid();
    three.hair.style = 'mohawk';
    expect(() => checkFaceParameters(three)).toThrow(/^hair\.style: expected bald, .*found "mohawk"$/);
    const four = valid();
    four.detail.moves = [0];
    expect(() => checkFaceParameters(four)).toThrow(/^detail\.moves: expected \d+ numbers, found 1$/);
  });

  it('that are missing or unknown are refused by name', () => {
    const missing = valid();
    delete missing.lens.noise;
    expect(() => checkFaceParameters(missing)).toThrow('lens.noise: expected a number 0 to 25, found nothing');
    const unknown = valid();
    unknown.lens.zoom = 1;
    expect(() => checkFaceParameters(unknown)).toThrow('lens.zoom: no such parameter');
    expect(() => checkFaceParameters(null)).toThrow('face parameters: expected an object');
  });

  it('keep what the limits fix and draw the rest as before', () => {
    const free = sampleFaceParameters(createRandom(3));
    const fixed = sampleFaceParameters(createRandom(3), { skin: { melanin: 0.9 } });
    expect(fixed.skin.melanin).toBe(0.9);
    expect(fixed.camera).toEqual(free.camera);
    expect(fixed.identity).toEqual(free.identity);
  });
});
