import { describe, expect, it } from 'vitest';
import { matchFace } from '@/lib/evaluation/match-face';

const face = (name: string, x: number) => ({ name, box: { x, y: 0, width: 100, height: 100 } });
const labelled = { x: 0, y: 0, width: 100, height: 100 };

describe('matchFace', () => {
  it('takes the face that overlaps the labelled one most', () => {
    // moved by 10 of 100 px: 90 shared of 110; by 30: 70 of 130
    expect(matchFace([face('further', 30), face('nearer', 10)], labelled)?.name).toBe('nearer');
  });

  it('takes none that overlaps by less than 0.4', () => {
    // moved by 42 px: 58 of 142 = 0.408; by 44: 56 of 144 = 0.389
    expect(matchFace([face('just', 42)], labelled)?.name).toBe('just');
    expect(matchFace([face('not', 44)], labelled)).toBeNull();
    expect(matchFace([], labelled)).toBeNull();
  });
});
