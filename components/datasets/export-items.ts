import type { MenuItem } from '@/components/ui/menu';

/** The newest labels of a whole dataset, as files of other tools. */
export const exportItems = (datasetId: string): readonly MenuItem[] => [
  {
    label: 'Export .pts',
    note: 'one file a face, as 300-W (.zip)',
    icon: 'download',
    href: `/api/datasets/${datasetId}/export?format=ibug-pts`,
    download: true,
  },
  {
    label: 'Export CSV',
    note: 'one row a face',
    icon: 'download',
    href: `/api/datasets/${datasetId}/export?format=csv`,
    download: true,
  },
];
