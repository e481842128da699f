'use client';

import { ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Kbd } from '@/components/ui/kbd';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { BACKEND_TITLES, BACKENDS, type BackendName } from '@/models/runtime/protocol';
import { LAYER_LOOKS, LIVE_LAYERS, useLiveSettings } from './live-settings';
import styles from './panel.module.css';
import type { LiveView, ModelChoice } from './use-live';

const NONE = 'none';
const FACE_COUNTS = [1, 2, 3, 4, 6, 8, 12];

interface ViewPanelProps {
  readonly models: readonly ModelChoice[];
  readonly live: LiveView;
}

/** What looks at the picture, and what of it is drawn. */
export function ViewPanel({ models, live: { choices, shown } }: ViewPanelProps) {
  const { choose, toggle } = useLiveSettings();
  const [first, second] = shown;
  const options = models.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <>
      <section className={styles.panel} aria-labelledby="live-model">
        <h2 id="live-model">Model</h2>
        <Select label="Landmarks" options={options} value={first.id} onChange={(modelId) => choose({ modelId })} />
        {models.length > 1 && (
          <Select
            label="Beside it"
            options={[{ value: NONE, label: 'nothing' }, ...options.filter(({ value }) => value !== first.id)]}
            value={second?.id ?? NONE}
            onChange={(id) => choose({ besideId: id === NONE ? null : id })}
          />
        )}
        <Select
          label="Computes on"
          options={BACKENDS.map((name) => ({ value: name, label: BACKEND_TITLES[name] }))}
          value={choices.backend}
          onChange={(backend: BackendName) => choose({ backend })}
        />
        <ButtonLink href="/live/benchmark" icon="clock" variant="quiet">
          Measure this machine
        </ButtonLink>
      </section>
      <section className={styles.panel} aria-labelledby="live-detector">
        <h2 id="live-detector">Detector</h2>
        <Segmented
          label="Detector"
          options={[
            { value: 'close-up', label: 'Close-up, 2 m' },
            { value: 'distant', label: 'Distant, 5 m' },
          ]}
          value={choices.mode}
          onChange={(mode) => choose({ mode })}
        />
        <Select
          label="Faces at most"
          options={FACE_COUNTS.map((count) => ({ value: String(count), label: String(count) }))}
          value={String(choices.maxFaces)}
          onChange={(count) => choose({ maxFaces: Number(count) })}
        />
        <Checkbox checked={choices.smooths} onChange={(smooths) => choose({ smooths })}>
          Calm jitter (1€ filter)
        </Checkbox>
      </section>
      <section className={styles.panel} aria-labelledby="live-overlay">
        <h2 id="live-overlay">Overlay</h2>
        {LIVE_LAYERS.map((layer) => (
          <Checkbox
            key={layer}
            checked={choices.layers[layer]}
            onChange={() => toggle(layer)}
            aside={<Kbd keys={LAYER_LOOKS[layer].keys} />}
          >
            {LAYER_LOOKS[layer].label}
          </Checkbox>
        ))}
      </section>
    </>
  );
}
