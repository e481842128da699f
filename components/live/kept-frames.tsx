'use client';

import Link from 'next/link';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';
import { showError } from '@/components/ui/toast-store';
import { datasetNameSchema } from '@/lib/contracts/common';
import { errorLine } from '@/lib/request';
import { forgetFrame, type KeptFrame } from './keep-frame';
import styles from './kept-frames.module.css';
import type { LiveController } from './live-controller';
import { useLiveSettings } from './live-settings';
import panel from './panel.module.css';
import { sampleHref } from './use-sample-link';

interface KeptFramesProps {
  readonly controller: LiveController;
  readonly kept: readonly KeptFrame[];
  readonly datasets: readonly string[];
}

/** Into which dataset frames go, and those kept since the page was opened. */
export function KeptFrames({ controller, kept, datasets }: KeptFramesProps) {
  const dataset = useLiveSettings((store) => store.dataset);
  const choose = useLiveSettings((store) => store.choose);
  const [name, setName] = useState<string | null>(null);
  const parsed = datasetNameSchema.safeParse(name ?? dataset);
  const isNew = parsed.success && ![...datasets, ...kept.map((frame) => frame.dataset)].includes(parsed.data);
  return (
    <section className={panel.panel} aria-labelledby="live-kept">
      <h2 id="live-kept">Kept frames</h2>
      <TextField
        label="Into the dataset"
        list="live-datasets"
        value={name ?? dataset}
        onChange={(event) => {
          const next = event.target.value;
          setName(next);
          const valid = datasetNameSchema.safeParse(next);
          if (valid.success) choose({ dataset: valid.data });
        }}
        error={parsed.success ? undefined : parsed.error.issues[0].message}
        hint={isNew ? 'A new one; it is made with its first frame.' : undefined}
      />
      <datalist id="live-datasets">
        {datasets.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      {kept.length > 0 && (
        <ul className={styles.list} aria-label="Kept frames">
          {kept.map((frame) => (
            <Kept key={frame.samples[0]} frame={frame} onDropped={() => controller.dropKept(frame)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Kept({ frame, onDropped }: { readonly frame: KeptFrame; readonly onDropped: () => void }) {
  const [isGoing, setGoing] = useState(false);
  async function remove() {
    setGoing(true);
    try {
      await forgetFrame(frame);
      onDropped();
    } catch (error) {
      setGoing(false);
      showError(`${frame.name} could not be deleted: ${errorLine(error)}`);
    }
  }
  return (
    <li className={styles.kept}>
      <span className={styles.faces}>
        {frame.samples.map((sample, i) => (
          <Link key={sample} href={sampleHref(frame, sample)} title="Open in the editor">
            {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail in the size it is shown */}
            <img
              src={`/api/samples/${sample}/thumbnail?size=96`}
              alt={`${frame.name}, face ${i + 1}`}
              width={48}
              height={48}
            />
          </Link>
        ))}
      </span>
      <IconButton label={`Delete ${frame.name} for good`} icon="trash" disabled={isGoing} onClick={remove} />
    </li>
  );
}
