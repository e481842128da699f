import type { MenuItem } from '@/components/ui/menu';

const FORMATS = [
  { id: 'ibug-pts', label: '.pts', note: 'one file a face, as 300-W' },
  { id: 'csv', label: 'CSV', note: 'one table, one row a face' },
] as const;

/** The newest labels of a whole dataset as a .zip for other tools, with the images or without. */
export const exportItems = (datasetId: string): readonly MenuItem[] =>
  FORMATS.flatMap(({ id, label, note }): MenuItem[] => {
    const href = `/api/datasets/${datasetId}/export?format=${id}`;
    return [
      { label: `Export ${label} and images`, note, icon: 'download', href, download: true },
      { label: `Export ${label}, labels only`, icon: 'download', href: `${href}&images=no`, download: true },
    ];
  });
