'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countOf } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { ImportedPredictions } from '@/lib/contracts/prediction';
import { errorLine, fetchJson } from '@/lib/request';
import styles from './import-predictions.module.css';

interface ImportPredictionsProps {
  readonly datasets: readonly { readonly id: string; readonly name: string }[];
}

/** Brings in what another tool predicted, as a model of its own, and leads to its first evaluation. */
export function ImportPredictions({ datasets }: ImportPredictionsProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [dataset, setDataset] = useState(datasets[0]?.id ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<ImportedPredictions | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isLeading, startLeading] = useTransition();

  function close() {
    setIsOpen(false);
    setResult(null);
    setError(null);
    setFile(null);
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!file) return;
    const body = new FormData();
    body.set('title', title.trim());
    body.set('dataset', dataset);
    body.set('file', file);
    setIsBusy(true);
    setError(null);
    try {
      setResult(await fetchJson<ImportedPredictions>('/api/models/predictions', { method: 'POST', body }));
      router.refresh();
    } catch (cause) {
      setError(errorLine(cause));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <>
      <Button icon="upload" disabled={datasets.length === 0} onClick={() => setIsOpen(true)}>
        Import predictions
      </Button>
      <Dialog
        open={isOpen}
        onClose={close}
        title="Predictions of another tool"
        width={560}
        footer={
          result ? (
            <>
              <Button onClick={close}>Close</Button>
              <Button
                variant="primary"
                icon="play"
                busy={isLeading}
                onClick={() =>
                  // the dialog goes when the form behind it names this model: until then it would score another
                  startLeading(() => {
                    router.push(`/evaluations?new=1&model=${result.model.id}&dataset=${dataset}&split=all`);
                    close();
                  })
                }
              >
                Score them
              </Button>
            </>
          ) : (
            <>
              <Button onClick={close}>Cancel</Button>
              <Button
                variant="primary"
                busy={isBusy}
                disabled={!file || title.trim() === ''}
                onClick={() => form.current?.requestSubmit()}
              >
                Import
              </Button>
            </>
          )
        }
      >
        {result ? (
          <Outcome result={result} />
        ) : (
          <form
            ref={form}
            className={styles.form}
            onSubmit={submit}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              setFile(event.dataTransfer.files[0] ?? null);
            }}
          >
            <TextField
              label="Name of the tool"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              hint="It is listed as a model under this name. The same name again adds to it."
            />
            <Select
              label="Predicted on"
              value={dataset}
              options={datasets.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setDataset}
            />
            <label className={styles.pick}>
              <Icon name="upload" size={14} />
              {file ? file.name : 'Choose or drop a .csv or .json file'}
              <input
                type="file"
                accept=".csv,.json"
                className="visually-hidden"
                aria-label="Predictions, .csv or .json"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
            </label>
            <p className={styles.format}>
              CSV: <code>sample,x0,y0,…,x67,y67</code> and where there are any{' '}
              <code>z0…z67,confidence,duration_ms</code>. JSON:{' '}
              <code>{'{"format":"landmark-predictions","version":1,"predictions":[{"sample","landmarks"}]}'}</code>.
              Image pixels, 0-based pixel centres, iBUG order; <code>sample</code> is the image’s path in the set or its
              name. What a run’s page exports has this layout.
            </p>
            {error && (
              <p role="alert" className={styles.error}>
                {error}
              </p>
            )}
          </form>
        )}
      </Dialog>
    </>
  );
}

function Outcome({ result: { model, dataset, stored, unknown, without } }: { readonly result: ImportedPredictions }) {
  return (
    <div className={styles.form}>
      <p>
        <b>{model.title}</b>: {countOf(stored, 'prediction')} on {dataset}.
      </p>
      {without > 0 && (
        <p>{countOf(without, 'labelled face')} of the set have none; scoring can count them as failures.</p>
      )}
      {unknown.count > 0 && (
        <p>
          {countOf(unknown.count, 'face')} of the file are not in the set: {unknown.first.slice(0, 5).join(', ')}
          {unknown.count > 5 && ' …'}
        </p>
      )}
    </div>
  );
}
