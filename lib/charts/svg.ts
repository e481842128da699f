import { formatCsvCell } from '@/lib/datasets/formats/csv-table';
import { escapeXml } from '@/lib/datasets/formats/xml';
import type { Chart, ChartTable, Ink, Shape } from './shapes';

/** page: the colours are the reader's page's, as variables --ink-… */
export type ChartTheme = 'light' | 'dark' | 'page';

/** The page's tokens (app/globals.css) as plain colours, for files that stand alone. */
const COLOURS: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>> = {
  light: {
    text: '#191b1e',
    muted: '#575d65',
    grid: '#d8dbdf',
    base: '#878d95',
    surface: '#ffffff',
    prediction: '#0a5c9e',
    'ground-truth': '#8f4d00',
    accent: '#006d55',
    'series-1': '#0a5c9e',
    'series-2': '#b35900',
    'series-3': '#1b7837',
    'series-4': '#7b3294',
    'series-5': '#a6192e',
    'series-6': '#4d4d4d',
  },
  dark: {
    text: '#e5e7ea',
    muted: '#9fa5ad',
    grid: '#2b2e33',
    base: '#6a7079',
    surface: '#17181b',
    prediction: '#74c2ff',
    'ground-truth': '#ffb35c',
    accent: '#35c79b',
    'series-1': '#74c2ff',
    'series-2': '#ffb35c',
    'series-3': '#7fd08f',
    'series-4': '#cfa6e6',
    'series-5': '#ff8f9c',
    'series-6': '#c9c9c9',
  },
};

const colourOf = (ink: Ink, theme: ChartTheme): string => {
  const named = COLOURS[theme === 'page' ? 'light' : theme][ink];
  if (named === undefined) return ink;
  return theme === 'page' ? `var(--ink-${ink})` : named;
};

/** The named inks of a theme, for a page that draws charts in its own. */
export const pageInks = (theme: 'light' | 'dark'): Readonly<Record<string, string>> => COLOURS[theme];

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

/**
 * The chart as an SVG file of its own.
 *
 * @param hasGround false: no ground is painted, where it lies on a page of its own colour
 */
export function chartSvg(chart: Chart, theme: ChartTheme, { hasGround = true } = {}): string {
  const { width, height, title, shapes } = chart;
  const ground = hasGround ? `<rect width="${width}" height="${height}" fill="${colourOf('surface', theme)}"/>` : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" font-family="${FONT}" font-size="11"><title>${escapeXml(title)}</title>${ground}` +
    `${shapes.map((shape) => shapeSvg(shape, theme)).join('')}</svg>`
  );
}

function shapeSvg(shape: Shape, theme: ChartTheme): string {
  if (shape.kind === 'text') {
    const { x, y, text, anchor, ink = 'muted', size, bold, centred, turn } = shape;
    return `<text${attributes({
      x,
      y,
      fill: colourOf(ink, theme),
      'text-anchor': anchor,
      'font-size': size,
      'font-weight': bold ? 600 : undefined,
      'dominant-baseline': centred ? 'central' : undefined,
      transform: turn ? `rotate(${turn} ${x} ${y})` : undefined,
    })}>${escapeXml(text)}</text>`;
  }
  const { kind, fill = 'none', stroke, strokeWidth, dash, opacity, ...place } = shape;
  return `<${kind}${attributes({
    ...place,
    fill: colourOf(fill, theme),
    stroke: stroke && colourOf(stroke, theme),
    'stroke-width': strokeWidth,
    'stroke-dasharray': dash,
    'stroke-linecap': kind === 'path' ? 'round' : undefined,
    'stroke-linejoin': kind === 'path' ? 'round' : undefined,
    opacity,
  })}/>`;
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? Math.round(value * 100) / 100 : escapeXml(value as string)}"`,
    )
    .join('');

/** Comma-separated with a head, every digit kept; what there is not is an empty cell. */
export const tableCsv = ({ columns, rows }: ChartTable): string =>
  [columns, ...rows]
    .map((cells) => cells.map((cell) => (cell === null ? '' : formatCsvCell(String(cell)))).join(','))
    .join('\n')
    .concat('\n');
