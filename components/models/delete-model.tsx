'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { showError, showInfo } from '@/components/ui/toast-store';
import { errorLine, fetchOk } from '@/lib/request';

export function DeleteModel({ id, title }: { readonly id: string; readonly title: string }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [deleting, setDeleting] = useState(false);

  async function remove() {
    setDeleting(true);
    try {
      await fetchOk(`/api/models/${encodeURIComponent(id)}`, { method: 'DELETE' });
      setAsking(false);
      showInfo(`${title} has been deleted.`);
      router.refresh();
    } catch (error) {
      showError(`${title} could not be deleted: ${errorLine(error)}`);
    } finally {
      setDeleting(false);
    }
  }

  return (
    <>
      <IconButton label={`Delete ${title}`} icon="trash" onClick={() => setAsking(true)} />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${title}?`}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button variant="danger" icon="trash" busy={deleting} onClick={remove}>
              Delete {title}
            </Button>
          </>
        }
      >
        <p>
          This cannot be undone. Its weights go, and with them every prediction it has made and every evaluation of it.
        </p>
      </Dialog>
    </>
  );
}
