import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ALL_DATASETS, parseView, viewParams } from '@/components/gallery/gallery-query';
import { reviewQuery } from '@/components/review/review-queue';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { getDataset } from '@/lib/server/datasets';
import { listModels } from '@/lib/server/models';
import { countSamples, listSamples } from '@/lib/server/samples';

export const metadata: Metadata = { title: 'Review' };
export const dynamic = 'force-dynamic';

interface ReviewPageProps {
  readonly params: Promise<{ readonly datasetId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** The door of a gallery's review: leads to its first face, with an address that the review can be taken up again by. */
export default async function ReviewPage({ params, searchParams }: ReviewPageProps) {
  const { datasetId: scope } = await params;
  if (scope !== ALL_DATASETS && !(await getDataset(scope))) notFound();
  const models = await listModels();
  const address = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
  const view = parseView(scope, address, models[0]?.id ?? null);
  const query = reviewQuery(view.query);
  const [{ items }, count] = await Promise.all([listSamples({ ...query, limit: 1 }), countSamples(query)]);
  const back = viewParams(scope, view);
  if (items[0]) {
    const place = new URLSearchParams(back);
    place.delete('size');
    place.set('queue', 'review');
    place.set('since', new Date().toISOString());
    place.set('of', String(count));
    redirect(`/datasets/${scope}/samples/${items[0].id}?${place}`);
  }
  return (
    <EmptyState
      icon="check"
      title="Nothing is left to review here"
      level={1}
      actions={
        <ButtonLink variant="primary" href={`/datasets/${scope}${back.size > 0 ? `?${back}` : ''}`}>
          Back to the gallery
        </ButtonLink>
      }
    >
      Every face that matches has been decided about. Choose a review state in the gallery to look at some of them
      again.
    </EmptyState>
  );
}
