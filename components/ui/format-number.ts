const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 50000 → "50,000" */
export const formatCount = (count: number): string => whole.format(count);

/** "1 image", "1,800 images" */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Pixels with two decimals, as errors are reported. */
export const formatPx = (px: number): string => px.toFixed(2);

/** A share 0–1 as percent. */
export const formatPercent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;

/** Bytes in decimal units: 1_234_567 → "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** Seconds as people say them: "8 s", "3 min", "2 h 05 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A date as year-month-day and time, the same on server and browser. */
export const formatDate = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
