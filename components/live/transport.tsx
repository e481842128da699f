'use client';

import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { Slider } from '@/components/ui/slider';
import type { LiveController } from './live-controller';
import type { LiveState } from './live-state';
import styles from './transport.module.css';

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];
const PICTURE_SPEEDS = [1, 2, 5, 10, 15, 24, 30, 60];

interface TransportProps {
  readonly controller: LiveController;
  readonly state: LiveState;
}

/** Play, pause, step, seek and speed; a camera can only be frozen. */
export function Transport({ controller, state: { playback, source } }: TransportProps) {
  if (!playback) return null;
  const { isPlaying, position, length, unit, speed } = playback;
  const isCamera = source?.kind === 'webcam';
  const speeds = unit === 'seconds' ? SPEEDS : PICTURE_SPEEDS;
  return (
    <div className={styles.transport} role="toolbar" aria-label="Playback">
      {!isCamera && (
        <IconButton label="One frame back" icon="step-back" shortcut="," onClick={() => controller.step(-1)} />
      )}
      <IconButton
        label={isPlaying ? (isCamera ? 'Freeze' : 'Pause') : 'Go on'}
        icon={isPlaying ? 'pause' : 'play'}
        shortcut="Space"
        onClick={() => controller.togglePlaying()}
      />
      {!isCamera && (
        <>
          <IconButton label="One frame on" icon="step-forward" shortcut="." onClick={() => controller.step(1)} />
          <span className={styles.place}>
            <Slider
              label="Position"
              hideLabel
              min={0}
              max={unit === 'seconds' ? Math.max(0.01, length) : length - 1}
              step={unit === 'seconds' ? 0.01 : 1}
              value={position}
              onChange={(place) => controller.seek(place)}
              format={(place) => placeText(place, unit)}
            />
          </span>
          <output className={styles.time}>
            {unit === 'seconds' ? `${clock(position)} / ${clock(length)}` : `${Math.round(position) + 1} / ${length}`}
          </output>
          <Select
            label="Speed"
            hideLabel
            options={speeds.map((value) => ({
              value: String(value),
              label: unit === 'seconds' ? `${value} ×` : `${value} a second`,
            }))}
            value={String(speed)}
            onChange={(value) => controller.setSpeed(Number(value))}
          />
        </>
      )}
      {isCamera && <span className={styles.title}>{isPlaying ? source?.title : `${source?.title}, frozen`}</span>}
    </div>
  );
}

const placeText = (place: number, unit: 'seconds' | 'pictures'): string =>
  unit === 'seconds' ? clock(place) : `picture ${Math.round(place) + 1}`;

/** 75.5 → "1:15.50" */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - 60 * minutes).toFixed(2).padStart(5, '0')}`;
}
