'use client';

import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { countOf } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import { listWords } from '@/lib/list-words';
import type { LiveController } from './live-controller';
import { useLiveSettings } from './live-settings';
import type { LiveState } from './live-state';
import styles from './panel.module.css';

interface SourcePanelProps {
  readonly controller: LiveController;
  readonly state: LiveState;
  readonly onFiles: () => void;
}

const ANY_CAMERA = 'any';

/** Where the picture comes from. */
export function SourcePanel({ controller, state, onFiles }: SourcePanelProps) {
  const { source, playback, cameras, cameraId, phase, trouble } = state;
  const isMirrored = useLiveSettings((store) => store.isMirrored) ?? source?.isMirror ?? false;
  const choose = useLiveSettings((store) => store.choose);
  const isOpen = phase !== 'idle' && source !== null && trouble === null;
  return (
    <section className={styles.panel} aria-labelledby="live-source">
      <h2 id="live-source">Source</h2>
      <div className={styles.buttons}>
        <Button icon="camera" onClick={() => controller.openWebcam(cameraId)} aria-keyshortcuts="w" title="Webcam (w)">
          Webcam
        </Button>
        <Button icon="video" onClick={onFiles} aria-keyshortcuts="o" title="Video or pictures (o)">
          File…
        </Button>
        {isOpen && (
          <Button icon="stop" variant="quiet" onClick={() => controller.close()}>
            Close
          </Button>
        )}
      </div>
      {source && <p className={styles.note}>{source.title}</p>}
      {isOpen && playback?.passedOver && playback.passedOver.length > 0 && (
        <p role="status" className={styles.note}>
          {passedOverText(playback.passedOver)}
        </p>
      )}
      {cameras.length > 1 && (
        <Select
          label="Camera"
          options={[
            { value: ANY_CAMERA, label: 'as the browser chooses' },
            ...cameras.map(({ id, label }) => ({ value: id, label })),
          ]}
          value={cameraId ?? ANY_CAMERA}
          onChange={(id) => controller.openWebcam(id === ANY_CAMERA ? null : id)}
        />
      )}
      <Checkbox checked={isMirrored} onChange={(next) => choose({ isMirrored: next })}>
        Mirrored view
      </Checkbox>
    </section>
  );
}

const NAMED = 5;

/** "2 pictures passed over, which this browser cannot decode: a.png and b.png" */
function passedOverText(names: readonly string[]): string {
  const more = names.length - NAMED;
  const listed = listWords([...names.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])]);
  return `${countOf(names.length, 'picture')} passed over, which this browser cannot decode: ${listed}`;
}
