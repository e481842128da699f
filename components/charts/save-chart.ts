import type { Chart } from '@/lib/charts/shapes';
import { type ChartTheme, chartSvg, tableCsv } from '@/lib/charts/svg';

export type ChartFileFormat = 'svg' | 'png' | 'csv';

/** Dots of a saved picture for each px of the chart: sharp on paper. */
const PNG_SCALE = 3;

/** Saves a chart under a name, in the theme that the page has now. @throws Error when the browser draws no picture */
export async function saveChart(chart: Chart, name: string, format: ChartFileFormat): Promise<void> {
  if (format === 'csv') return saveText(tableCsv(chart.table), `${name}.csv`, 'text/csv');
  const svg = chartSvg(chart, pageTheme());
  if (format === 'svg') return saveText(svg, `${name}.svg`, 'image/svg+xml');
  saveBlob(await toPng(svg, chart), `${name}.png`);
}

export const saveText = (text: string, name: string, type: string): void => saveBlob(new Blob([text], { type }), name);

/** Saves bytes under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the download has taken hold of the bytes by then
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function pageTheme(): ChartTheme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

async function toPng(svg: string, { width, height }: Chart): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = PNG_SCALE * width;
  canvas.height = PNG_SCALE * height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no picture; save the chart as SVG.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png');
  });
}
