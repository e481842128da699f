'use client';

import { countOf, formatBytes } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import list from './file-list.module.css';
import styles from './panel.module.css';
import { useRecordingStore } from './recording-store';

/** The last recording, as files to save; it lives in this tab only. */
export function RecordingPanel() {
  const recording = useRecordingStore((store) => store.last);
  if (!recording) return null;
  return (
    <section className={styles.panel} aria-labelledby="live-recording">
      <h2 id="live-recording">
        Recording, {recording.seconds.toFixed(1)} s, {countOf(recording.frames, 'frame')}
      </h2>
      <ul className={list.files}>
        {recording.files.map(({ label, name, url, bytes }) => (
          <li key={name}>
            <a href={url} download={name}>
              <Icon name="download" size={14} />
              <span>{label}</span>
              <small>{formatBytes(bytes)}</small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
