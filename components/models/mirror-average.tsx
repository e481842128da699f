'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { ModelInfo } from '@/lib/contracts/model';
import { errorLine, fetchOk } from '@/lib/request';

/** Adds the model that averages over the mirror image; its card stands beside this one. */
export function MirrorAverage({ modelId }: { readonly modelId: string }) {
  const router = useRouter();
  const [adding, setAdding] = useState(false);

  async function add() {
    setAdding(true);
    try {
      const answer = await fetchOk(`/api/models/${encodeURIComponent(modelId)}/mirror`, { method: 'POST' });
      const { title } = (await answer.json()) as ModelInfo;
      showInfo(`${title} has been added.`);
      router.refresh();
    } catch (error) {
      showError(`The mirror average could not be added: ${errorLine(error)}`);
    } finally {
      setAdding(false);
    }
  }

  return (
    <Button busy={adding} onClick={add}>
      Add a model that averages over the mirror image
    </Button>
  );
}
