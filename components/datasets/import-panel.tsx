'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { countOf, formatBytes } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Progress } from '@/components/ui/progress';
import { DropTarget } from './drop-target';
import styles from './import-panel.module.css';
import { ImportProgress } from './import-progress';
import { ImportReview } from './import-review';
import {
  beginImport,
  cancelTaking,
  chooseSource,
  dropImport,
  showImport,
  takeSource,
  useImportStore,
} from './import-store';

interface ImportPanelProps {
  /** names that stand already: importing under one adds to it */
  readonly existing: readonly string[];
}

/** Source → upload → what it holds → import → what came in. Nothing is brought in before it has been shown. */
export function ImportPanel({ existing }: ImportPanelProps) {
  const router = useRouter();
  const step = useImportStore((store) => store.step);
  useEffect(() => showImport(), []);

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
          <DropTarget
            onFiles={(files) => takeSource({ files })}
            onFolder={(folder) => takeSource({ folder })}
            onError={chooseSource}
          />
        </div>
      );
    case 'upload': {
      const { files, totalFiles, bytes, totalBytes } = step.progress;
      return (
        <Working label="Uploading" onCancel={cancelTaking}>
          <Progress label="Uploading" done={bytes} total={totalBytes} />
          {`${files} of ${countOf(totalFiles, 'file')}, ${formatBytes(bytes)} of ${formatBytes(totalBytes)}. It goes on when you leave this page.`}
        </Working>
      );
    }
    case 'look':
      return (
        <Working label="Looking at what it holds" onCancel={cancelTaking}>
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
            onStart={(choices) => beginImport(step.preview, choices)}
            onCancel={() => dropImport(step.preview)}
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
            onClose={() => chooseSource()}
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
