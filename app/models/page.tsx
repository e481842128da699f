import type { Metadata } from 'next';
import { ImportModel } from '@/components/models/import-model';
import { ModelCard } from '@/components/models/model-card';
import styles from '@/components/models/models-page.module.css';
import { EmptyState } from '@/components/ui/empty-state';
import { listModels } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Models' };
export const dynamic = 'force-dynamic';

export default async function ModelsPage() {
  const models = await listModels();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Models</h1>
        <ImportModel />
      </header>
      {models.length === 0 ? (
        <EmptyState icon="model" title="No model yet: import or train one">
          Import weights.json and weights.bin of a FaceMesh checkpoint here, or from the command line:{' '}
          <code>npm run -s landmarks -- model import DIR</code>
        </EmptyState>
      ) : (
        <div className={styles.cards}>
          {models.map((model) => (
            <ModelCard key={model.id} model={model} isMirrored={models.some(({ id }) => id === `${model.id}-mirror`)} />
          ))}
        </div>
      )}
    </div>
  );
}
