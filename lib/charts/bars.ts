import type { Interval } from '@/lib/metrics/share-interval';
import { niceCeil, niceStep, ticksTo } from './scale';
import { type Chart, type Ink, line, type Shape } from './shapes';

export interface Bar {
  readonly label: string;
  /** a quiet word after the label, such as a count */
  readonly note?: string;
  /** null: there is nothing to measure */
  readonly value: number | null;
  /** the same of the mean shape: a tick on the bar */
  readonly baseline?: number | null;
  readonly interval?: Interval | null;
  readonly ink?: Ink;
}

export interface BarChart extends Chart {
  /** where each row lies, for pointers */
  readonly rowHeight: number;
  readonly top: number;
}

const ROW = 24;
const TOP = 20;
const FOOT = 22;
const LETTER = 6.2;
const RIGHT = 52;

/** Bars with their numbers, one below the other, with the constant face's number as a tick. */
export function barChart(
  bars: readonly Bar[],
  {
    title,
    unit,
    digits = 2,
    width,
  }: { readonly title: string; readonly unit: string; readonly digits?: number; readonly width: number },
): BarChart {
  const names = bars.map(({ label, note }) => label.length + (note ? note.length + 2 : 0));
  const left = Math.min(width * 0.45, 12 + LETTER * Math.max(6, ...names));
  const right = width - RIGHT;
  const max = niceCeil(
    Math.max(1e-9, ...bars.flatMap(({ value, baseline, interval }) => [value ?? 0, baseline ?? 0, interval?.[1] ?? 0])),
    4,
  );
  const x = (value: number) => left + ((right - left) * value) / max;
  const height = TOP + ROW * bars.length + FOOT;
  const foot = TOP + ROW * bars.length;
  const hasBaseline = bars.some(({ baseline }) => typeof baseline === 'number');
  const shapes: Shape[] = [
    ...ticksTo(max, niceStep(max, 4)).flatMap((tick): Shape[] => [
      line(x(tick), TOP - 4, x(tick), foot),
      { kind: 'text', x: x(tick), y: TOP - 8, text: String(tick), anchor: 'middle' },
    ]),
    ...bars.flatMap((bar, i) => barShapes(bar, TOP + ROW * i, { left, x, digits, right: width - 2 })),
    {
      kind: 'text',
      x: left,
      y: foot + 15,
      text: hasBaseline ? `${unit}; the tick is the mean shape's` : unit,
    },
  ];
  return {
    width,
    height,
    title,
    shapes,
    rowHeight: ROW,
    top: TOP,
    table: {
      columns: [title, 'note', unit, ...(hasBaseline ? ['mean shape'] : []), 'low', 'high'],
      rows: bars.map(({ label, note, value, baseline, interval }) => [
        label,
        note ?? null,
        value,
        ...(hasBaseline ? [baseline ?? null] : []),
        interval?.[0] ?? null,
        interval?.[1] ?? null,
      ]),
    },
  };
}

function barShapes(
  { label, note, value, baseline, interval, ink = 'prediction' }: Bar,
  top: number,
  { left, x, digits, right }: { left: number; x: (value: number) => number; digits: number; right: number },
): Shape[] {
  const middle = top + ROW / 2;
  const shapes: Shape[] = [
    { kind: 'text', x: 0, y: middle, text: label, ink: 'text', centred: true, size: 12 },
    {
      kind: 'text',
      x: right,
      y: middle,
      text: value === null ? '–' : value.toFixed(digits),
      anchor: 'end',
      ink: 'text',
      centred: true,
      size: 12,
    },
  ];
  if (note) shapes.push({ kind: 'text', x: left - 8, y: middle, text: note, anchor: 'end', centred: true });
  if (value !== null) {
    shapes.push({
      kind: 'rect',
      x: left,
      y: middle - 5,
      width: Math.max(1, x(value) - left),
      height: 10,
      fill: ink,
      opacity: 0.85,
    });
  }
  if (interval) {
    const [low, high] = interval.map(x);
    shapes.push({
      kind: 'path',
      d: `M${low} ${middle}H${high}M${low} ${middle - 3}v6M${high} ${middle - 3}v6`,
      stroke: 'text',
    });
  }
  if (typeof baseline === 'number') {
    shapes.push({ kind: 'path', d: `M${x(baseline)} ${middle - 8}v16`, stroke: 'muted', strokeWidth: 2 });
  }
  return shapes;
}
