'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { doctorHref } from '@/components/doctor/doctor-url';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countOf } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import { errorLine, fetchOk } from '@/lib/request';
import { exportItems } from './export-items';

/** Doctor, export and delete. */
export function DatasetMenu({ dataset }: { readonly dataset: DatasetSummary }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [deleting, setDeleting] = useState(false);

  async function remove() {
    setDeleting(true);
    try {
      await fetchOk(`/api/datasets/${dataset.id}`, { method: 'DELETE' });
      setAsking(false);
      showInfo(`${dataset.name} has been deleted.`);
      router.refresh();
    } catch (error) {
      showError(`${dataset.name} could not be deleted: ${errorLine(error)}`);
    } finally {
      setDeleting(false);
    }
  }

  return (
    <>
      <Menu
        label={`${dataset.name}: doctor, export and delete`}
        align="end"
        items={[
          { label: 'Label doctor', icon: 'pulse', href: doctorHref(dataset.id) },
          ...exportItems(dataset.id),
          { label: 'Delete', icon: 'trash', danger: true, run: () => setAsking(true) },
        ]}
        trigger={(props) => <IconButton label={`More about ${dataset.name}`} icon="more" {...props} />}
      />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${dataset.name}?`}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button variant="danger" icon="trash" busy={deleting} onClick={remove}>
              Delete {dataset.name}
            </Button>
          </>
        }
      >
        <p>This cannot be undone. What goes with it:</p>
        <ul style={{ margin: '8px 0 0 20px', listStyle: 'disc' }}>
          <li>{countOf(dataset.samples, 'face')} with all labels and their history</li>
          {dataset.edited > 0 && <li>among them {countOf(dataset.edited, 'face')} corrected by hand</li>}
          <li>every prediction and every evaluation made on them</li>
        </ul>
      </Dialog>
    </>
  );
}
