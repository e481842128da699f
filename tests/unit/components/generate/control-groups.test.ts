import { describe, expect, it } from 'vitest';
import { CONTROL_GROUPS, controlsOf, fromPlace, stepOf, toPlace } from '@/components/generate/control-groups';
import { LIMIT_RANGES } from '@/lib/synthesis/face-limits';

const controls = CONTROL_GROUPS.flatMap(controlsOf);

describe('the controls of the page', () => {
  it('reach every parameter once, but for the free-form detail and the seed of the texture', () => {
    const names = controls.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const all = Object.entries(LIMIT_RANGES).flatMap(([group, rules]) =>
      Object.keys(rules).map((own) => `${group}.${own}`),
    );
    expect(all.filter((name) => !names.includes(name))).toEqual(['detail.moves', 'texture.seed']);
  });

  it('are named in words, with the unit apart', () => {
    const named = Object.fromEntries(controls.map(({ name, label, unit }) => [name, `${label} ${unit}`.trim()]));
    expect(named['camera.yawDeg']).toBe('Yaw °');
    expect(named['light.keyAzimuthDeg']).toBe('Key azimuth °');
    expect(named['camera.distanceMm']).toBe('Distance mm');
    expect(named['expression.upperLipRaise']).toBe('Upper lip raise');
  });
});

describe('a slider', () => {
  it('gives back the value at every place, to its step', () => {
    for (const { rule } of controls) {
      if ('oneOf' in rule) continue;
      for (const place of [0, 137, 500, 1000]) {
        const value = fromPlace(place, rule);
        expect(value).toBeGreaterThanOrEqual(rule.min);
        expect(value).toBeLessThanOrEqual(rule.max);
        expect(Math.abs(fromPlace(toPlace(value, rule), rule) - value)).toBeLessThanOrEqual(
          Math.max(stepOf(rule), value * 0.006) + 1e-9,
        );
      }
      expect([fromPlace(0, rule), fromPlace(1000, rule)]).toEqual([rule.min, rule.max]);
    }
  });

  it('goes by factors where a range is wide: the middle of 250 to 20,000 mm is 2,236', () => {
    expect(fromPlace(500, LIMIT_RANGES.camera.distanceMm)).toBe(2236);
  });
});
