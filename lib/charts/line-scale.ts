import { niceCeil, niceStep, ticksTo } from './scale';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** Where values of one axis stand, 0–1, and which of them are named. */
export interface AxisScale {
  readonly place: (value: number) => number;
  /** what stands there */
  readonly valueAt: (place: number) => number;
  readonly ticks: readonly number[];
}

/** From 0 to a round number. */
export function linearScale(max: number, count: number): AxisScale {
  const end = niceCeil(max > 0 ? max : 1, count);
  return scaleTo(end, ticksTo(end, niceStep(end, count)));
}

/** From 0 to the number itself, with about so many ticks. */
export function linearScaleTo(end: number, count: number): AxisScale {
  return scaleTo(
    end,
    linearScale(end, count).ticks.filter((tick) => tick <= end),
  );
}

const scaleTo = (end: number, ticks: readonly number[]): AxisScale => ({
  place: (value) => value / end,
  valueAt: (place) => place * end,
  ticks,
});

/** Equal factors are equally far apart; what is not above 0 stands at the foot. @param min, max above 0 */
export function logScale(min: number, max: number): AxisScale {
  const [low, high] = [min / LOG_MARGIN, max * LOG_MARGIN];
  const span = Math.log(high / low);
  return {
    place: (value) => Math.max(0, Math.log(Math.max(value, low) / low) / span),
    valueAt: (place) => low * Math.exp(place * span),
    ticks: logTicks(low, high),
  };
}

/** room above and below, so that no line lies on the frame */
const LOG_MARGIN = 1.06;
const FACTORS = [
  [1],
  [1, 2, 5],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
  Array.from({ length: 18 }, (_, i) => 1 + i / 2),
];

/** Powers of ten inside the range, with as few numbers between them as make three ticks. */
function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = (factors: readonly number[]) =>
    powers
      .flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(6))))
      .filter((tick) => tick >= low && tick <= high);
  return FACTORS.map(inside).find((ticks) => ticks.length >= 3) ?? inside(FACTORS[FACTORS.length - 1]);
}

/** At most about so many points, the last one always among them. @param points in the order of x */
export function thinPoints<Point>(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const step = Math.ceil(points.length / most);
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}

/** The point whose x is nearest. @param points in the order of x; undefined for none */
export function nearestPoint(points: readonly ChartPoint[], x: number): ChartPoint | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  return before && x - before.x <= after.x - x ? before : after;
}

/** Pushes labels apart that would lie over each other. @param places wanted, px. @returns in the same order */
export function spreadLabels(places: readonly number[], gap: number, min: number, max: number): number[] {
  const order = Array.from(places.keys()).sort((a, b) => places[a] - places[b]);
  const spread = [...places];
  let floor = min;
  for (const i of order) {
    spread[i] = Math.max(places[i], floor);
    floor = spread[i] + gap;
  }
  let ceiling = max;
  for (const i of order.reverse()) {
    spread[i] = Math.min(spread[i], ceiling);
    ceiling = spread[i] - gap;
  }
  return spread;
}
