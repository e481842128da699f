'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { countOf, formatBytes } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Progress } from '@/components/ui/progress';
import type { ImportPreview } from '@/lib/contracts/dataset';
import { errorLine } from '@/lib/request';
import { DropTarget } from './drop-target';
import { commonName } from './dropped-files';
import {
  discardImport,
  type NamedFile,
  openImport,
  previewImport,
  startImport,
  type UploadProgress,
  uploadFiles,
} from './import-client';
import styles from './import-panel.module.css';
import { ImportProgress } from './import-progress';
import { type ImportChoices, ImportReview } from './import-review';

type Step =
  | { readonly at: 'source'; readonly error?: string }
  | { readonly at: 'upload'; readonly progress: UploadProgress }
  | { readonly at: 'look' }
  | { readonly at: 'review'; readonly preview: ImportPreview; readonly error?: string }
  | { readonly at: 'import'; readonly jobId: string; readonly name: string };

interface ImportPanelProps {
  /** names that stand already: importing under one adds to it */
  readonly existing: readonly string[];
}

/** Source → upload → what it holds → import → what came in. Nothing is brought in before it has been shown. */
export function ImportPanel({ existing }: ImportPanelProps) {
  const router = useRouter();
  const [step, setStep] = useState<Step>({ at: 'source' });
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);

  async function take(source: { readonly files: readonly NamedFile[] } | { readonly folder: string }) {
    const controller = new AbortController();
    stop.current = controller;
    let importId: string | null = null;
    try {
      if ('folder' in source) {
        setStep({ at: 'look' });
        importId = await openImport(source.folder);
      } else {
        if (source.files.length === 0) throw new Error('There are no files in what was dropped.');
        importId = await openImport();
        await uploadFiles(importId, source.files, controller.signal, (progress) => setStep({ at: 'upload', progress }));
        setStep({ at: 'look' });
      }
      const preview = await previewImport(importId, controller.signal);
      const name = 'files' in source ? commonName(source.files) : null;
      setStep({ at: 'review', preview: { ...preview, suggestedName: name ?? preview.suggestedName } });
    } catch (error) {
      if (importId) void discardImport(importId).catch(() => undefined);
      setStep({ at: 'source', error: controller.signal.aborted ? undefined : errorLine(error) });
    }
  }

  async function start(preview: ImportPreview, { split, ...choices }: ImportChoices) {
    try {
      const { jobId } = await startImport(preview.importId, split === 'source' ? choices : { ...choices, split });
      setStep({ at: 'import', jobId, name: choices.dataset });
    } catch (error) {
      setStep({ at: 'review', preview, error: errorLine(error) });
    }
  }

  function discard(preview: ImportPreview) {
    void discardImport(preview.importId).catch(() => undefined);
    setStep({ at: 'source' });
  }

  switch (step.at) {
    case 'source':
      return (
        <div className={styles.panel}>
          {step.error && (
            <p role="alert" className={styles.error}>
              <Icon name="warning" />
              {step.error}
            </p>
          )}
          <DropTarget onFiles={(files) => take({ files })} onFolder={(folder) => take({ folder })} />
        </div>
      );
    case 'upload': {
      const { files, totalFiles, bytes, totalBytes } = step.progress;
      return (
        <Working label="Uploading" onCancel={() => stop.current?.abort()}>
          <Progress label="Uploading" done={bytes} total={totalBytes} />
          {`${files} of ${countOf(totalFiles, 'file')}, ${formatBytes(bytes)} of ${formatBytes(totalBytes)}`}
        </Working>
      );
    }
    case 'look':
      return (
        <Working label="Looking at what it holds" onCancel={() => stop.current?.abort()}>
          <Progress label="Looking at what it holds" done={0} total={null} />
        </Working>
      );
    case 'review':
      return (
        <div className={styles.panel}>
          <ImportReview
            preview={step.preview}
            existing={existing}
            error={step.error}
            onStart={(choices) => start(step.preview, choices)}
            onCancel={() => discard(step.preview)}
          />
        </div>
      );
    case 'import':
      return (
        <div className={styles.panel}>
          <ImportProgress
            jobId={step.jobId}
            name={step.name}
            onEnd={() => router.refresh()}
            onClose={() => setStep({ at: 'source' })}
          />
        </div>
      );
  }
}

interface WorkingProps {
  readonly label: string;
  readonly onCancel: () => void;
  readonly children: React.ReactNode;
}

function Working({ label, onCancel, children }: WorkingProps) {
  return (
    <div className={styles.panel}>
      <div className={styles.working}>
        <h2>{label}</h2>
        {children}
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </div>
  );
}
