import { create } from 'zustand';
import { showInfo } from '@/components/ui/toast-store';
import type { Recording } from './recording';

interface RecordingStore {
  /** null: nothing has been recorded */
  readonly last: Recording | null;
}

/** The last recording belongs to the tab, not to the page: it can be saved until there is another. */
export const useRecordingStore = create<RecordingStore>(() => ({ last: null }));

export function keepRecording(recording: Recording): void {
  for (const { url } of useRecordingStore.getState().last?.files ?? []) URL.revokeObjectURL(url);
  useRecordingStore.setState({ last: recording });
}

/** Tells of a recording that has ended because its page was left. */
export function offerRecording({ seconds, files: [video] }: Recording): void {
  showInfo(`The recording ended with the page, after ${seconds.toFixed(1)} s. Live still has its files.`, {
    label: 'Save the video',
    run() {
      const link = document.createElement('a');
      link.href = video.url;
      link.download = video.name;
      link.click();
    },
  });
}
