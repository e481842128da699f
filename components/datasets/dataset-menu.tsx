'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { doctorHref } from '@/components/doctor/doctor-url';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countOf } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { DatasetBelongings, DatasetSummary } from '@/lib/contracts/dataset';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { errorLine, fetchJson, fetchOk } from '@/lib/request';
import { ExportDialog } from './export-dialog';

/** Doctor, report, export and delete. */
export function DatasetMenu({ dataset }: { readonly dataset: DatasetSummary }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [exporting, setExporting] = useState(false);
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
        label={`${dataset.name}: doctor, report, export and delete`}
        align="end"
        items={[
          { label: 'Label doctor', icon: 'pulse', href: doctorHref(dataset.id) },
          ...(dataset.kind === 'synthetic'
            ? [{ label: 'What it is made of', icon: 'face' as const, href: `/datasets/${dataset.id}/report` }]
            : []),
          { label: 'Export', icon: 'download', run: () => setExporting(true) },
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
        <Belongings dataset={dataset} />
      </Dialog>
      <ExportDialog
        open={exporting}
        onClose={() => setExporting(false)}
        choices={[
          {
            label: `All ${countOf(dataset.samples, 'face')} of ${dataset.name}`,
            target: { query: sampleQuerySchema.parse({ dataset: [dataset.id] }) },
          },
        ]}
      />
    </>
  );
}

/** What is lost with a dataset, counted when it is asked about. */
function Belongings({ dataset }: { readonly dataset: DatasetSummary }) {
  const [found, setFound] = useState<DatasetBelongings | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    fetchJson<DatasetBelongings>(`/api/datasets/${dataset.id}/belongings`, { signal: leave.signal }).then(
      setFound,
      () => undefined, // the summary says the most of it
    );
    return () => leave.abort();
  }, [dataset.id]);
  const {
    corrections = dataset.edited,
    reviewed = dataset.reviewed,
    notes = 0,
    predictions = 0,
    evaluations = 0,
    images = 0,
  } = found ?? {};
  const parts = [
    `${countOf(dataset.samples, 'face')} with all labels and their history`,
    corrections > 0 && `${countOf(corrections, 'correction')} made by hand`,
    reviewed > 0 && `the decisions about ${countOf(reviewed, 'reviewed face')}`,
    notes > 0 && countOf(notes, 'note'),
    predictions > 0 && countOf(predictions, 'prediction'),
    evaluations > 0 && countOf(evaluations, 'evaluation'),
    images > 0 && `the files of ${countOf(images, 'image')} that no other dataset shows`,
  ];
  return (
    <ul style={{ margin: '8px 0 0 20px', listStyle: 'disc' }}>
      {parts.map((part) => part && <li key={part}>{part}</li>)}
    </ul>
  );
}
