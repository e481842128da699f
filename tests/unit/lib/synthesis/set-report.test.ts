import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';
import { dominantExpression, reportSet } from '@/lib/synthesis/set-report';
import { formatSetReport } from '@/lib/synthesis/set-report-text';

const face = (limits: Parameters<typeof sampleFaceParameters>[1]): FaceParameters =>
  sampleFaceParameters(createRandom(1), limits);

describe('the report of a set', () => {
  it('counts yaw in bins of 15 degrees, the last one with its edge', () => {
    const set = [-75, -60.01, -60, 0, 14.9, 75].map((yawDeg) => face({ camera: { yawDeg } }));
    const { yawDeg } = reportSet(set);
    expect(yawDeg.edges).toEqual([-75, -60, -45, -30, -15, 0, 15, 30, 45, 60, 75]);
    expect(yawDeg.counts).toEqual([2, 1, 0, 0, 0, 2, 0, 0, 0, 1]);
  });

  it('names the strongest expression, neutral when none is strong, and never how the lips rest', () => {
    const none = Object.fromEntries(
      Object.keys(face({}).expression).map((name) => [name, 0]),
    ) as FaceParameters['expression'];
    expect(dominantExpression({ ...none, lipsClosed: 1, smile: 0.2 })).toBe('neutral');
    expect(dominantExpression({ ...none, smile: 0.5, mouthRight: -0.6 })).toBe('mouthRight');
  });

  it('reads age back from the wrinkles', () => {
    const ages = [0.05, 0.35, 0.65, 0.95];
    const { age } = reportSet(ages.map((value) => face({ traits: { age: value } })));
    expect(age.counts).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('tallies styles and attributes', () => {
    const shaven = { moustache: 0, chin: 0, cheeks: 0 };
    const report = reportSet([
      face({ hair: { style: 'long' }, beard: { ...shaven, chin: 0.3 } }),
      face({ hair: { style: 'long' }, beard: shaven }),
      face({ hair: { style: 'bald' }, beard: shaven }),
    ]);
    expect(report.hair).toEqual({ long: 2, bald: 1 });
    expect(report.attributes.beard).toBe(1);
    expect(reportSet([face({ eyes: { rightClosed: 1, leftClosed: 1 } })]).attributes['closed eyes']).toBe(1);
    // one closed eye is a wink
    expect(reportSet([face({ eyes: { rightClosed: 1, leftClosed: 0 } })]).attributes['closed eyes']).toBe(0);
    expect(report.faces).toBe(3);
  });

  it('reads as text with one bar a bin', () => {
    const text = formatSetReport(reportSet([face({ camera: { yawDeg: 1 } }), face({ camera: { yawDeg: -1 } })]));
    expect(text).toContain('2 faces');
    expect(text).toMatch(/ -15 to 0 +1 █{40}/);
    expect(text).toMatch(/ 0 to 15 +1 █{40}/);
  });

  it('of 2,000 drawn faces is balanced in skin tone and has its share of turned heads', () => {
    const set = Array.from({ length: 2000 }, (_, seed) => sampleFaceParameters(createRandom(seed)));
    const { tone, yawDeg } = reportSet(set);
    for (const count of tone.counts) expect(Math.abs(count - 200)).toBeLessThan(60);
    const turned = yawDeg.counts[0] + yawDeg.counts[1] + yawDeg.counts[8] + yawDeg.counts[9];
    expect(turned / 2000).toBeGreaterThan(0.05);
    expect(turned / 2000).toBeLessThan(0.2);
  });
});
