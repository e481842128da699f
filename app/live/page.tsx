import type { Metadata } from 'next';
import { Live } from '@/components/live/live';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { listDatasets } from '@/lib/server/datasets';
import { listRunnableModels } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Live' };
export const dynamic = 'force-dynamic';

export default async function LivePage() {
  const [models, datasets] = await Promise.all([listRunnableModels(), listDatasets()]);
  if (models.length === 0) {
    return (
      <EmptyState icon="model" level={1} title="No model yet" actions={<ButtonLink href="/models">Models</ButtonLink>}>
        Watching faces needs a model: import or train one first.
      </EmptyState>
    );
  }
  return (
    <Live
      models={models.map(({ id, title }) => ({ id, title }))}
      datasets={datasets.filter(({ kind }) => kind === 'real').map(({ name }) => name)}
    />
  );
}
