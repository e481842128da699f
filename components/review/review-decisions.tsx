'use client';

import { useState } from 'react';
import { ExportDialog } from '@/components/datasets/export-dialog';
import { ALL_DATASETS, NO_FILTERS } from '@/components/gallery/gallery-query';
import type { QueueEndProps, QueuePanelProps } from '@/components/queue/queue-kind';
import { useKeysOf } from '@/components/shell/keymap-store';
import { Button, ButtonLink } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { LaterOrSkip } from './later-or-skip';
import { ACCEPT } from './review-words';

/** The ways on from a face: it is right, it waits for somebody, or nothing is said about it. One key each. */
export function ReviewDecisions({ review }: QueuePanelProps) {
  const accept = useKeysOf(ACCEPT.action, ACCEPT.keys);
  return (
    <>
      <Button variant="primary" icon="check" onClick={review.accept}>
        {ACCEPT.label} <Kbd keys={accept} />
      </Button>
      <LaterOrSkip review={review} />
    </>
  );
}

/** Nothing is left: what was fixed can be taken along. */
export function ReviewEnd({ scope, query, galleryHref }: QueueEndProps) {
  const [isExporting, setExporting] = useState(false);
  const dataset = scope === ALL_DATASETS ? query.dataset : [scope];
  return (
    <>
      <span>Nothing is left here.</span>
      <Button icon="download" onClick={() => setExporting(true)}>
        Export the fixed ones
      </Button>
      <ButtonLink variant="primary" href={galleryHref}>
        Back to the gallery
      </ButtonLink>
      <ExportDialog
        open={isExporting}
        onClose={() => setExporting(false)}
        choices={[{ label: 'Fixed faces', target: { query: { ...query, ...NO_FILTERS, dataset, review: ['fixed'] } } }]}
      />
    </>
  );
}
