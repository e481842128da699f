import { Segmented } from '@/components/ui/segmented';
import type { TrainingFields } from './form-fields';
import styles from './training-form.module.css';
import type { GpuChoice } from './use-gpu';

interface PlaceChoiceProps {
  readonly place: TrainingFields['place'];
  readonly gpu: GpuChoice;
  readonly onChange: (place: TrainingFields['place']) => void;
}

/** Where a run trains: beside the server, or in this tab where it has a GPU; else why not. */
export function PlaceChoice({ place, gpu, onChange }: PlaceChoiceProps) {
  const inTab = gpu.kind === 'found' ? `in this tab (GPU: ${gpu.gpu.name})` : 'in this tab';
  return (
    <>
      <Segmented
        label="Where it trains"
        options={[
          { value: 'server', label: 'beside the server' },
          { value: 'tab', label: inTab, disabled: gpu.kind !== 'found' },
        ]}
        value={place}
        onChange={onChange}
      />
      {gpu.kind === 'none' && <p className={styles.note}>Not in this tab: {gpu.reason}</p>}
      {place === 'tab' && (
        <p className={styles.note}>
          Keep this tab open while it trains: closed, the run waits at its last checkpoint until a tab or the server
          goes on.
        </p>
      )}
    </>
  );
}
