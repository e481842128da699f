import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULTS,
  limitOf,
  parseSettings,
  type Settings,
  settingsParams,
  withLimit,
} from '@/components/generate/settings-url';
import type { FaceLimits } from '@/lib/synthesis/face-limits';
import { PRESETS } from '@/lib/synthesis/presets';

const roundTrip = (settings: Settings) => parseSettings(new URLSearchParams(settingsParams(settings).toString()));

describe('the address of the page', () => {
  it('is empty for what is as usual', () => {
    expect(settingsParams(DEFAULTS).toString()).toBe('');
    expect(parseSettings(new URLSearchParams('')).settings).toEqual(DEFAULTS);
  });

  it('reads as words, numbers and ranges', () => {
    const limits: FaceLimits = {
      camera: { yawDeg: [-20.5, 30], pitchDeg: 4 },
      glasses: { style: ['round', 'pilot'] },
      traits: { look: 'feminine' },
    };
    const params = settingsParams({
      ...DEFAULTS,
      seed: 9,
      jaw: 'outline',
      limits,
      splits: { train: 100, val: 0, test: 0 },
    });
    expect(decodeURIComponent(params.toString())).toBe(
      'seed=9&jaw=outline&split=100-0-0&camera.yawDeg=-20.5..30&camera.pitchDeg=4&glasses.style=round,pilot&traits.look=feminine',
    );
  });

  it('gives every preset back', () => {
    for (const { limits } of PRESETS) {
      const { settings, refusals } = roundTrip({ ...DEFAULTS, limits });
      expect(settings.limits).toEqual(limits);
      expect(refusals).toEqual([]);
    }
  });

  it('gives any range of angles back', () => {
    const angle = fc.double({ min: -75, max: 75, noNaN: true }).map((value) => Math.round(value * 100) / 100 || 0);
    fc.assert(
      fc.property(angle, angle, fc.integer({ min: 0, max: 1e9 }), (a, b, seed) => {
        const settings = {
          ...DEFAULTS,
          seed,
          limits: { camera: { yawDeg: [Math.min(a, b), Math.max(a, b)] } } satisfies FaceLimits,
        };
        expect(roundTrip(settings)).toEqual({ settings, refusals: [] });
      }),
    );
  });

  it('keeps what faces are to be like', () => {
    const settings = { ...DEFAULTS, like: ['abc', 'def'], spread: 0.6 };
    expect(roundTrip(settings).settings).toEqual(settings);
  });

  it('is refused where it is wrong, by name and allowed range, and holds elsewhere', () => {
    const { settings, refusals } = parseSettings(
      new URLSearchParams(
        'camera.yawDeg=90&camera.pitchDeg=-3..3&skin.melanin=dark&seed=-1&hair.style=mohawk&spread=2&wings.span=3&count=',
      ),
    );
    expect(settings).toEqual({ ...DEFAULTS, limits: { camera: { pitchDeg: [-3, 3] } } });
    expect(refusals).toEqual([
      'camera.yawDeg: expected a number -75 to 75, found 90',
      'skin.melanin: expected a number 0 to 1, found "dark"',
      'hair.style: expected bald, short, medium, long, curly, receding, tied, found "mohawk"',
      'spread: expected a number 0 to 1, found 2',
      'seed: expected a whole number 0 to 2147483647, found -1',
      'count: expected a whole number 1 to 100000, found nothing',
    ]);
  });
});

describe('one limit among many', () => {
  it('is set and taken away without a trace', () => {
    const one = withLimit({}, 'camera.yawDeg', [0, 5]);
    const two = withLimit(one, 'camera.rollDeg', 3);
    expect(two).toEqual({ camera: { yawDeg: [0, 5], rollDeg: 3 } });
    expect(limitOf(two, 'camera.yawDeg')).toEqual([0, 5]);
    expect(limitOf(two, 'skin.gloss')).toBeUndefined();
    expect(withLimit(withLimit(two, 'camera.yawDeg', undefined), 'camera.rollDeg', undefined)).toEqual({});
    expect(one).toEqual({ camera: { yawDeg: [0, 5] } });
  });
});
