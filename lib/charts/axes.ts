import { niceStep, ticksTo } from './scale';
import { line, type Margin, type Shape, type Size } from './shapes';

/** A plot's own rectangle, and where numbers lie in it. */
export interface Plot extends Size {
  readonly margin: Margin;
  x(value: number): number;
  y(value: number): number;
  /** the value at a place, for pointers */
  valueAt(x: number): number;
  /** the value at a height */
  heightAt(y: number): number;
}

export function plotOf(
  { width, height }: Size,
  margin: Margin,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
): Plot {
  const across = Math.max(1, width - margin.left - margin.right);
  const down = Math.max(1, height - margin.top - margin.bottom);
  return {
    width,
    height,
    margin,
    x: (value) => margin.left + (across * (value - x0)) / (x1 - x0),
    y: (value) => margin.top + down * (1 - (value - y0) / (y1 - y0)),
    valueAt: (x) => x0 + ((x - margin.left) / across) * (x1 - x0),
    heightAt: (y) => y0 + (1 - (y - margin.top) / down) * (y1 - y0),
  };
}

const AXIS_TEXT = 11;

/** Numbers under the plot, and what they are. */
export function xAxis(
  plot: Plot,
  { max, title, format = String }: { max: number; title: string; format?: (value: number) => string },
): Shape[] {
  const { width, height, margin } = plot;
  const few = Math.max(2, Math.min(8, Math.floor((width - margin.left - margin.right) / 48)));
  const foot = height - margin.bottom;
  return [
    ...ticksTo(max, niceStep(max, few)).map(
      (tick): Shape => ({
        kind: 'text',
        x: plot.x(tick),
        y: foot + 14,
        text: format(tick),
        anchor: 'middle',
        size: AXIS_TEXT,
      }),
    ),
    {
      kind: 'text',
      x: margin.left + (width - margin.left - margin.right) / 2,
      y: height - 4,
      text: title,
      anchor: 'middle',
      size: AXIS_TEXT,
    },
  ];
}

/** Lines across the plot with their numbers at the left. */
export function yGrid(plot: Plot, ticks: readonly number[], format: (value: number) => string): Shape[] {
  const { width, margin } = plot;
  return ticks.flatMap((tick): Shape[] => [
    line(margin.left, plot.y(tick), width - margin.right, plot.y(tick)),
    {
      kind: 'text',
      x: margin.left - 8,
      y: plot.y(tick),
      text: format(tick),
      anchor: 'end',
      centred: true,
      size: AXIS_TEXT,
    },
  ]);
}

/** The line that bars stand on. */
export const baseLine = (plot: Plot, value = 0): Shape =>
  line(plot.margin.left, plot.y(value), plot.width - plot.margin.right, plot.y(value), { stroke: 'base' });
