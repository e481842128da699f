'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { countOf } from '@/components/ui/format-number';
import { Menu } from '@/components/ui/menu';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { CopyMember } from '@/lib/contracts/doctor';
import { errorLine, postJson } from '@/lib/request';

const SPLITS = [
  { value: 'train', label: 'Put all into train' },
  { value: 'val', label: 'Put all into val' },
  { value: 'test', label: 'Put all into test' },
  { value: 'none', label: 'Put all into no split' },
] as const;
const TAG = 'copy';

/** What the server answers to a change of many samples: how many, and the way back. */
interface BulkAnswer {
  readonly changed: number;
  readonly undo: readonly object[];
}

const bulk = (change: object): Promise<BulkAnswer> => postJson<BulkAnswer>('/api/samples/bulk', change);

/** What can be done about faces that must not stand apart, or not twice. */
export function GroupActions({ members }: { readonly members: readonly CopyMember[] }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const all = members.map(({ sampleId }) => sampleId);

  async function change(request: object, told: (count: number) => string) {
    setBusy(true);
    try {
      const { changed, undo } = await bulk(request);
      const back = async () => {
        try {
          for (const step of undo) await bulk(step);
        } catch (error) {
          showError(errorLine(error));
        }
        router.refresh();
      };
      showInfo(told(changed), undo.length > 0 ? { label: 'Undo', run: () => void back() } : undefined);
      router.refresh();
    } catch (error) {
      showError(errorLine(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Menu
      label="What to do with these"
      align="end"
      items={[
        ...SPLITS.map(({ value, label }) => ({
          label,
          run: () =>
            void change(
              { action: 'split', target: { ids: all }, split: value },
              (count) => `${countOf(count, 'face')} moved.`,
            ),
        })),
        {
          label: `Tag all “${TAG}”`,
          run: () =>
            void change(
              { action: 'tag', target: { ids: all }, tag: TAG },
              (count) => `${countOf(count, 'face')} tagged.`,
            ),
        },
        {
          label: `Delete all but ${members[0].name}`,
          icon: 'trash' as const,
          danger: true,
          run: () =>
            void change(
              { action: 'delete', target: { ids: all.slice(1) } },
              (count) => `${countOf(count, 'face')} deleted.`,
            ),
        },
      ]}
      trigger={(props) => (
        <Button variant="quiet" busy={busy} {...props}>
          Mend
        </Button>
      )}
    />
  );
}
