'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { TextField } from '@/components/ui/text-field';
import { showInfo } from '@/components/ui/toast-store';
import type { ModelInfo } from '@/lib/contracts/model';
import { errorLine, fetchJson } from '@/lib/request';
import styles from './import-model.module.css';

const FILES = ['weights.json', 'weights.bin'] as const;
type FileName = (typeof FILES)[number];

/** Brings in a FaceMesh checkpoint: weights.json names its tensors, weights.bin holds them. */
export function ImportModel() {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [files, setFiles] = useState<Partial<Record<FileName, File>>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const complete = title.trim() !== '' && FILES.every((name) => files[name]);

  function take(picked: Iterable<File>) {
    const known = [...picked].filter(({ name }) => FILES.includes(name as FileName));
    setFiles((before) => ({ ...before, ...Object.fromEntries(known.map((file) => [file.name, file])) }));
    setError(known.length > 0 ? null : 'Expected weights.json and weights.bin, found neither.');
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const body = new FormData();
    body.set('title', title.trim());
    for (const name of FILES) {
      const file = files[name];
      if (file) body.set(name, file);
    }
    setBusy(true);
    setError(null);
    try {
      const model = await fetchJson<ModelInfo>('/api/models', { method: 'POST', body });
      setOpen(false);
      setTitle('');
      setFiles({});
      showInfo(`${model.title} has been imported.`);
      router.refresh();
    } catch (cause) {
      setError(errorLine(cause));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button variant="primary" icon="plus" onClick={() => setOpen(true)}>
        Import a model
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Import a model"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" busy={busy} disabled={!complete} onClick={() => form.current?.requestSubmit()}>
              Import
            </Button>
          </>
        }
      >
        <form
          ref={form}
          className={styles.form}
          onSubmit={submit}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            take(event.dataTransfer.files);
          }}
        >
          <TextField
            label="Title"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            hint="Shown wherever the model is chosen."
          />
          <div className={styles.drop}>
            <p>Choose or drop both files of a FaceMesh checkpoint.</p>
            <label className={styles.pick}>
              <Icon name="upload" size={14} />
              Choose files
              <input
                type="file"
                multiple
                accept=".json,.bin"
                className="visually-hidden"
                aria-label="weights.json and weights.bin"
                onChange={(event) => event.target.files && take(event.target.files)}
              />
            </label>
            <ul>
              {FILES.map((name) => (
                <li key={name} data-there={files[name] !== undefined || undefined}>
                  <Icon name={files[name] ? 'check' : 'minus'} size={14} />
                  <code>{name}</code>
                </li>
              ))}
            </ul>
          </div>
          {error && (
            <p role="alert" className={styles.error}>
              {error}
            </p>
          )}
        </form>
      </Dialog>
    </>
  );
}
