import type { Metadata } from 'next';
import { DatasetCard } from '@/components/datasets/dataset-card';
import styles from '@/components/datasets/datasets-page.module.css';
import { ImportPanel } from '@/components/datasets/import-panel';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf } from '@/components/ui/format-number';
import { listDatasets } from '@/lib/server/datasets';

export const metadata: Metadata = { title: 'Datasets' };
export const dynamic = 'force-dynamic';

export default async function DatasetsPage() {
  const datasets = await listDatasets();
  const faces = datasets.reduce((sum, { samples }) => sum + samples, 0);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Datasets</h1>
          <p>
            {countOf(datasets.length, 'set')}, {countOf(faces, 'face')}
          </p>
        </div>
        <div className={styles.links}>
          <ButtonLink href="/datasets/generate" icon="face">
            Generate faces
          </ButtonLink>
          {faces > 0 && (
            <ButtonLink href="/datasets/all" icon="grid">
              All images
            </ButtonLink>
          )}
        </div>
      </header>
      <ImportPanel existing={datasets.map(({ name }) => name)} />
      {datasets.length === 0 ? (
        <EmptyState icon="database" title="No dataset yet">
          Drop one above, or import a folder from the command line:{' '}
          <code>npm run -s landmarks -- import PATH --dataset NAME</code>
        </EmptyState>
      ) : (
        <div className={styles.cards}>
          {datasets.map((dataset) => (
            <DatasetCard key={dataset.id} dataset={dataset} />
          ))}
        </div>
      )}
    </div>
  );
}
