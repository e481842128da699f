'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { showError, showInfo } from '@/components/ui/toast-store';
import { errorLine, fetchOk } from '@/lib/request';

/** Deletes a run after saying what is lost: its numbers, and the link to them. */
export function DeleteRun({ id, title }: { readonly id: string; readonly title: string }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);

  async function remove() {
    setIsBusy(true);
    try {
      await fetchOk(`/api/evaluations/${id}`, { method: 'DELETE' });
      showInfo(`${title} is deleted.`);
      router.push('/evaluations');
    } catch (error) {
      setIsBusy(false);
      showError(`${title} could not be deleted: ${errorLine(error)}`);
    }
  }

  return (
    <>
      <IconButton label="Delete this run" icon="trash" onClick={() => setIsOpen(true)} />
      <Dialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title="Delete this run?"
        footer={
          <>
            <Button onClick={() => setIsOpen(false)}>Keep it</Button>
            <Button variant="danger" busy={isBusy} onClick={remove}>
              Delete
            </Button>
          </>
        }
      >
        <p>
          {title}: its numbers and every link to them are lost. Labels and predictions stay, and the same can be scored
          again.
        </p>
      </Dialog>
    </>
  );
}
