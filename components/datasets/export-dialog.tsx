'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { countOf } from '@/components/ui/format-number';
import { showInfo } from '@/components/ui/toast-store';
import type { SampleTarget } from '@/lib/contracts/bulk';
import type { PreparedExport } from '@/lib/contracts/export';
import type { FormatId } from '@/lib/datasets/formats/format';
import { errorLine, postJson } from '@/lib/request';
import styles from './export-dialog.module.css';
import { EXPORT_FORMATS } from './export-formats';

/** Samples that can be exported together. */
export interface ExportChoice {
  readonly label: string;
  readonly target: SampleTarget;
}

interface ExportDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** the first is the usual one */
  readonly choices: readonly ExportChoice[];
}

/** The newest labels as a .zip for other tools, with the images or without, and a certificate of their round trip. */
export function ExportDialog({ open, onClose, choices }: ExportDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Export" width={520}>
      <ExportForm choices={choices} onClose={onClose} />
    </Dialog>
  );
}

function ExportForm({ choices, onClose }: Pick<ExportDialogProps, 'choices' | 'onClose'>) {
  const [choice, setChoice] = useState(0);
  const [format, setFormat] = useState<FormatId>(EXPORT_FORMATS[0].id);
  const [images, setImages] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const name = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const { target } = choices[choice];
      const { url, samples } = await postJson<PreparedExport>('/api/samples/export', { target, format, images });
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
      showInfo(`The export of ${countOf(samples, 'face')} has begun; the browser keeps it with its downloads.`);
      onClose();
    } catch (error) {
      setFailure(errorLine(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      {choices.length > 1 && (
        <fieldset>
          <legend>Which faces</legend>
          {choices.map(({ label }, at) => (
            <label key={label}>
              <input type="radio" name={`${name}-faces`} checked={at === choice} onChange={() => setChoice(at)} />
              {label}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className={styles.formats}>
        <legend>Format</legend>
        {EXPORT_FORMATS.map(({ id, label, note }) => (
          <label key={id}>
            <input type="radio" name={`${name}-format`} checked={id === format} onChange={() => setFormat(id)} />
            <span>
              {label} <small>{note}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <Checkbox checked={images} onChange={setImages}>
        With the images
      </Checkbox>
      <p className={styles.note}>
        {choices.length === 1 && `${choices[0].label}. `}A certificate beside the labels says what the files hold, and
        what the format cannot.
      </p>
      {failure && <p role="alert">{failure}</p>}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" icon="download" busy={isBusy}>
          Export
        </Button>
      </div>
    </form>
  );
}
