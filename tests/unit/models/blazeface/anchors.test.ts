import { expect, it } from 'vitest';
import { anchorCentres } from '@/models/blazeface/anchors';
import { DETECTOR_MODES } from '@/models/blazeface/modes';

it('goes grid by grid, row by row, the anchors of a cell together', () => {
  // 8 px wide: a grid of 2×2 cells with one layer, then one cell with two layers
  expect([...anchorCentres({ inputSize: 8, strides: [4, 8, 8], perLayer: 1 })]).toEqual([
    2, 2, 6, 2, 2, 6, 6, 6, 4, 4, 4, 4,
  ]);
});

it('has 896 anchors close-up and 2304 distant', () => {
  const closeUp = anchorCentres(DETECTOR_MODES['close-up'].anchors);
  expect(closeUp.length).toBe(2 * 896);
  expect([...closeUp.slice(0, 6)]).toEqual([4, 4, 4, 4, 12, 4]);
  // 16 · 16 · 2 anchors of stride 8, then six a cell of stride 16
  expect([...closeUp.slice(2 * 512, 2 * 512 + 14)]).toEqual([8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 24, 8]);
  const distant = anchorCentres(DETECTOR_MODES.distant.anchors);
  expect(distant.length).toBe(2 * 2304);
  expect([...distant.slice(-2)]).toEqual([190, 190]);
});
