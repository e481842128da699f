import type { LiveFace } from '@/models/live/protocol';
import type { LoadedModel } from '@/models/runtime/protocol';
import type { FrameSource, Playback, SourceTrouble } from './frame-source';
import type { KeptFrame } from './keep-frame';
import type { LiveStats } from './live-loop';
import type { Camera } from './webcam-source';

/** What went wrong, and with what. */
export interface Trouble extends SourceTrouble {
  readonly at: 'source' | 'worker';
}

export interface LiveState {
  readonly phase: 'idle' | 'opening' | 'running';
  readonly source: Pick<FrameSource, 'kind' | 'title' | 'isMirror'> | null;
  readonly playback: Playback | null;
  readonly trouble: Trouble | null;
  readonly models: readonly LoadedModel[];
  readonly stats: LiveStats | null;
  readonly cameras: readonly Camera[];
  /** of the camera in use; null: the browser's choice */
  readonly cameraId: string | null;
  /** seconds since a recording began; null while none runs */
  readonly recordingSeconds: number | null;
  readonly kept: readonly KeptFrame[];
  /** the pose of the largest face */
  readonly pose: LiveFace['pose'];
}

export const IDLE: LiveState = {
  phase: 'idle',
  source: null,
  playback: null,
  trouble: null,
  models: [],
  stats: null,
  cameras: [],
  cameraId: null,
  recordingSeconds: null,
  kept: [],
  pose: null,
};
