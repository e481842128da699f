import { describe, expect, it } from 'vitest';
import { barChart } from '@/lib/charts/bars';
import { cedChart, cedInterval, cedShare } from '@/lib/charts/ced';
import { changeColour, errorColour } from '@/lib/charts/error-scale';
import { arrowFactor, faceMap, vectorMap } from '@/lib/charts/face-map';
import { histogramChart, histogramScale } from '@/lib/charts/histogram';
import { nearestDot, scatterChart } from '@/lib/charts/scatter';
import { spacePlot } from '@/lib/charts/space-plot';
import { commonTop, sampleSurface, surfaceChart } from '@/lib/charts/surface';
import { chartSvg, tableCsv } from '@/lib/charts/svg';
import type { MeanShape } from '@/lib/metrics/mean-shape';

const SIZE = { width: 400, height: 200 };

describe('the cumulative error distribution', () => {
  const series = { name: 'model', ink: 'prediction', sorted: [1, 2, 4, 9], failures: 1 } as const;

  it('counts faces without an answer as images that never come in', () => {
    expect(cedShare(series, 4)).toBe(0.6);
    expect(cedShare(series, 100)).toBe(0.8);
    const [low, high] = cedInterval(series, 4);
    expect(low).toBeLessThan(0.6);
    expect(high).toBeGreaterThan(0.6);
  });

  it('reaches alpha at least, and keeps its numbers', () => {
    const chart = cedChart([series], { alpha: 8, normaliser: 'eyes', size: SIZE });
    expect(chart.max).toBeGreaterThanOrEqual(9);
    expect(chart.plot.x(0)).toBe(44);
    expect(chart.plot.valueAt(chart.plot.x(3.5))).toBeCloseTo(3.5, 10);
    expect(chart.table.columns).toEqual(['NME, % of eyes', 'model, share of images', 'model, low', 'model, high']);
    expect(chart.table.rows.at(-1)?.[1]).toBe(0.8);
  });

  it('of no image is empty, not broken', () => {
    const chart = cedChart([{ ...series, sorted: [] }], { alpha: 8, normaliser: 'eyes', size: SIZE });
    expect(chartSvg(chart, 'light')).not.toContain('NaN');
  });
});

describe('the histogram', () => {
  it('keeps its steps while values are filtered, and shows all of them behind', () => {
    const all = [0.2, 1.1, 1.4, 19, 55];
    const scale = histogramScale(all, 20);
    const chart = histogramChart([1.1], { scale, ghost: all, axis: 'error, px', marks: [], size: SIZE });
    expect(chart.binWidth).toBe(scale.binWidth);
    expect(chart.bins.at(-1)).toMatchObject({ to: Infinity, count: 0 });
    expect(chart.table.columns).toEqual(['from', 'to', 'images', 'of all']);
    expect(chart.table.rows.reduce((sum, row) => sum + Number(row[3]), 0)).toBe(5);
    expect(chart.table.rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(1);
  });
});

describe('bars', () => {
  it('state value, baseline and interval, and a dash for what is not there', () => {
    const chart = barChart(
      [
        { label: 'jaw', value: 4.25, baseline: 9, interval: [4, 4.5] },
        { label: 'nose', value: null, baseline: 3 },
      ],
      { title: 'By region', unit: 'px', width: 300 },
    );
    expect(chart.table.rows).toEqual([
      ['jaw', null, 4.25, 9, 4, 4.5],
      ['nose', null, null, 3, null, null],
    ]);
    const svg = chartSvg(chart, 'dark');
    expect(svg).toContain('>4.25<');
    expect(svg).toContain('>–<');
  });
});

const shape: MeanShape = Array.from({ length: 68 }, (_, i) => [i, (7 * i) % 68] as const);

describe('numbers on a face', () => {
  it('are drawn large first, so that small ones are not hidden', () => {
    const values = shape.map((_, i) => (i === 3 ? null : i === 10 ? 9 : 1));
    const chart = faceMap(shape, values, {
      title: 'errors',
      side: 300,
      valueLabel: 'px',
      colourOf: () => 'accent',
      full: 9,
    });
    const circles = chart.shapes.filter((one) => one.kind === 'circle');
    expect(circles).toHaveLength(68);
    expect(circles[0]).toMatchObject({ r: 11, cx: chart.places[10][0] });
    expect(chart.table.rows[3]).toEqual([3, 'jaw 4', null]);
  });

  it('point as far as the factor says', () => {
    const none = new Array(68).fill(0);
    const dx = none.map((_, i) => (i === 5 ? 3 : 0));
    expect(arrowFactor(dx, none)).toBe(2);
    expect(arrowFactor(none, none)).toBe(50);
    const chart = vectorMap(shape, { dx, dy: none, error: dx }, { side: 304, times: 2 });
    // the shape spans 67 units over 304 − 44 px: 3 px to the right, twice as long
    const arrow = chart.shapes.filter((one) => one.kind === 'path' && one.stroke === 'prediction')[5];
    const [x] = chart.places[5];
    expect(arrow.kind === 'path' && arrow.d).toContain(`L${Math.round(100 * (x + (6 * 260) / 67)) / 100}`);
  });
});

describe('the scatter', () => {
  const xs = [1, 5, 9];
  const ys = [2, 5, 3];
  const chart = scatterChart(xs, ys, { title: 't', xTitle: 'a', yTitle: 'b', size: SIZE, ids: ['p', 'q', 'r'] });

  it('finds the image under the pointer', () => {
    expect(nearestDot(chart, xs, ys, [chart.plot.x(9) + 3, chart.plot.y(3) - 2])).toBe(2);
    expect(nearestDot(chart, xs, ys, [chart.plot.x(1), chart.plot.y(9)])).toBeNull();
  });

  it('has one scale on both axes, and the images as rows', () => {
    expect(chart.plot.valueAt(chart.plot.x(chart.max))).toBeCloseTo(chart.max, 10);
    expect(chart.table.rows[1]).toEqual(['q', 5, 5]);
  });
});

describe('surfaces', () => {
  it('keep the heights of the function they are sampled from', () => {
    const surface = sampleSurface(10, 5, (x, y) => x * x + 2 * y * y);
    expect(surface.values[0]).toBe(300);
    expect(surface.values[12]).toBe(0);
    expect(commonTop([surface])).toBeGreaterThanOrEqual(300);
    const chart = surfaceChart(surface, {
      title: 's',
      size: SIZE,
      top: 300,
      colourOf: () => 'accent',
      axes: ['x', 'y', 'z'],
    });
    expect(chart.table.rows[1]).toEqual([-5, -10, 225]);
    expect(chart.shapes.filter((one) => one.kind === 'path' && one.fill === 'accent')).toHaveLength(16);
  });

  it('of landmarks in space turn about their middle', () => {
    const points = [
      [0, 0, 0],
      [10, 0, 0],
      [0, 10, 4],
    ] as const;
    const flat = spacePlot([{ points, ink: 'prediction' }], {
      side: 100,
      turn: { yawDeg: 0, pitchDeg: 0 },
      contours: [],
    });
    const side = spacePlot([{ points, ink: 'prediction' }], {
      side: 100,
      turn: { yawDeg: 90, pitchDeg: 0 },
      contours: [],
    });
    const xs = (chart: typeof flat) => {
      const dots = chart.shapes[1];
      return dots.kind === 'path' ? [...dots.d.matchAll(/M([\d.]+)/g)].map((match) => Number(match[1])) : [];
    };
    expect(xs(flat)[1]).toBeGreaterThan(xs(flat)[0]);
    // seen from the side, what is right or left lies in one line, and depth spreads
    expect(xs(side)[1]).toBeCloseTo(xs(side)[0], 1);
    expect(xs(side)[2]).toBeLessThan(xs(side)[0]);
  });
});

describe('files', () => {
  const chart = barChart([{ label: 'a "b" <c>, d', value: 1.5 }], { title: 'T & U', unit: 'px', width: 300 });

  it('as SVG are well formed, with the colours of the theme or of the page around them', () => {
    const light = chartSvg(chart, 'light');
    expect(light).toContain('<title>T &amp; U</title>');
    expect(light).toContain('&lt;c&gt;');
    expect(light).toContain('fill="#0a5c9e"');
    expect(chartSvg(chart, 'dark')).toContain('fill="#74c2ff"');
    expect(chartSvg(chart, 'page', { hasGround: false })).toContain('fill="var(--ink-prediction)"');
  });

  it('as CSV quote what must be', () => {
    expect(tableCsv(chart.table).split('\n')).toEqual(['T & U,note,px,low,high', '"a ""b"" <c>, d",,1.5,,', '']);
  });
});

describe('colours', () => {
  it('of a change are grey at none, green where the error falls, purple where it grows', () => {
    expect(changeColour(0, 2)).toBe('rgb(150 150 150)');
    expect(changeColour(-2, 2)).toBe('rgb(27 120 55)');
    expect(changeColour(9, 2)).toBe('rgb(118 42 131)');
    expect(errorColour(0)).toBe('rgb(68 1 84)');
    expect(errorColour(50)).toBe('rgb(253 231 37)');
  });
});
