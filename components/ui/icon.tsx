/** Line drawings on a 16-px grid, in the colour of the text around them. */
const PATHS = {
  'arrow-left': 'M13 8H3M7 4 3 8l4 4',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  camera: 'M2 5h2.6l1.2-2h4.4l1.2 2H14v8H2zm6 6a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chart: 'M2.500 2.500v11h11M5 11V8m3 3V4.500M11 11V6.500',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-right': 'm6 4 4 4-4 4',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 4.5V8l2.5 2',
  close: 'm4 4 8 8M12 4l-8 8',
  command:
    'M6 6h4v4H6zM6 6V4.5A1.5 1.5 0 1 0 4.5 6H6m4 0h1.5A1.5 1.5 0 1 0 10 4.5V6m0 4v1.5a1.5 1.5 0 1 0 1.5-1.5H10m-4 0H4.5A1.5 1.5 0 1 0 6 11.5V10',
  contours: 'M2 5.5c2-2.6 10-2.6 12 0M3 10c3 4 7 4 10 0-3-1.6-7-1.6-10 0Z',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  curve: 'M2.5 2.5v11h11M4.5 4c1 5.5 4 7 8.5 7.2',
  cube: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6',
  database: 'M3 4c0-2.7 10-2.7 10 0v8c0 2.7-10 2.7-10 0zm0 0c0 2.7 10 2.7 10 0M3 8c0 2.7 10 2.7 10 0',
  dice: 'M3 3h10v10H3zM5.6 5.6v.1M10.4 5.6v.1M8 8v.1M5.6 10.4v.1M10.4 10.4v.1',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  edit: 'm3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3z',
  external: 'M6 3.5H3.5v9h9V10M9 3h4v4M13 3 7.5 8.5',
  face: 'M8 14.2c-3 0-5-2.7-5-6.4S5 1.8 8 1.8s5 2.3 5 6-2 6.4-5 6.4M6 6.8v.1M10 6.8v.1M6 10.3c1.2 1.2 2.8 1.2 4 0',
  filter: 'M2.5 3.5h11L9.5 8.5v4.5l-3-1.5v-3z',
  flag: 'M4 14V2.5h8.5L10.8 5.8l1.7 3.2H4',
  folder: 'M2 4.5h4l1.5 1.5H14v7H2z',
  grid: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  help: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M6.2 6.2C6.2 3.8 9.9 3.9 9.9 6.1c0 1.5-1.9 1.5-1.9 2.9m0 2v.2',
  indices: 'M3 4.5 4.5 3.5v5M8.5 7.5h4.5M8.5 11h4.5M9.8 6 9 12.5M12.5 6l-.8 6.5M3 12.5h3',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 7.3v3.9M8 4.8V5',
  image: 'M2.5 3h11v10h-11zm0 8 3-3.5 2.5 2.5 2-2 3.5 3M10.5 5.8v.1',
  minus: 'M3.5 8h9',
  model: 'M3 3.5v.1m0 4.4v.1m0 4.4v.1M8 5.7v.1m0 4.5v.1M13 8v.1M3 3.5 8 5.7 3 8l5 2.4-5 2.1M8 5.7 13 8l-5 2.4',
  moon: 'M13 9.7A5.6 5.6 0 0 1 6.3 3a5.6 5.6 0 1 0 6.7 6.7Z',
  more: 'M3.5 8v.1M8 8v.1m4.5-.1v.1',
  note: 'M2.500 3h11v8h-5.500l-3 2.500V11H2.500zM5 6h6M5 8.500h4',
  pane: 'M2.500 3h11v10h-11zM9.500 3v10',
  pause: 'M5.5 3.5v9m5-9v9',
  play: 'M5 3v10l8-5z',
  plus: 'M8 3.5v9M3.5 8h9',
  prediction: 'M4 4v.1m8-.1v.1M8 8v.1M4.5 11.5c2 2 5 2 7 0',
  pulse: 'M1.5 8.5H5l1.8-5 2.6 9 1.9-4h3.2',
  record: 'M8 12.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4',
  redo: 'M10 3.5 13 6.5l-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9m3.3-1.2 3.2 3.2',
  'step-back': 'M12 3.5v9L6 8zM4 3.5v9',
  'step-forward': 'M4 3.5v9L10 8zm8 0v9',
  stop: 'M4.5 4.5h7v7h-7z',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M8 1.5V3m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.500 9h6l.500-9M6.8 7v4m2.4-4v4',
  undo: 'M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7',
  upload: 'M8 11V3M4.5 6 8 2.5 11.5 6M3 13.5h10',
  video: 'M2 4h8.5v8H2zm8.5 3L14 5v6l-3.5-2',
  vectors: 'M3 13 13 3M8.5 3H13v4.5',
  warning: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.3m0 1.7v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
