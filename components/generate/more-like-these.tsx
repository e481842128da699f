'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';

/** As many as may be examples, spread evenly over all of them. */
export function someOf(ids: readonly string[], most: number = SET_RANGES.examples.max): readonly string[] {
  if (ids.length <= most) return ids;
  return Array.from({ length: most }, (_, i) => ids[Math.floor((i * ids.length) / most)]);
}

/** Leads from selected faces to the page that makes others like them. */
export function MoreLikeThese({ selection }: { readonly selection: () => readonly string[] }) {
  const router = useRouter();
  return (
    <Button icon="face" onClick={() => router.push(`/datasets/generate?like=${someOf(selection()).join(',')}`)}>
      More like these
    </Button>
  );
}
