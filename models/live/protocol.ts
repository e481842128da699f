import type { Box } from '@/lib/landmarks/geometry';
import type { DetectorMode } from '../blazeface/modes';
import type { LoadedModel, ModelSource } from '../runtime/protocol';

export interface LiveSettings {
  readonly mode: DetectorMode;
  readonly maxFaces: number;
  /** one-euro filter against jitter */
  readonly smooths: boolean;
}

/**
 * How a frame is looked at. `live`: detection runs beside the landmarks, and what it finds is followed from a later frame
 * on. `step`: detection is waited for, so that this very frame shows what is in it. `still`: searched as `predict`
 * searches a photo, and nothing is followed.
 */
export type FrameKind = 'live' | 'step' | 'still';

/** A face of a frame, in px of the frame. */
export interface LiveFace {
  /** the same from frame to frame; of a still, its place in the list */
  readonly id: number;
  /** [68 · 2] x, y, in iBUG order */
  readonly points: Float32Array;
  /** [68] growing away from the camera, origin free; null for a model that has not learnt it */
  readonly depth: Float32Array | null;
  /** 0–1; null for a model that has not learnt it */
  readonly confidence: number | null;
  /** what the crop was made from: upright in a frame turned by angleRad about its centre */
  readonly box: Box;
  /** clockwise */
  readonly angleRad: number;
  /** null where the points fix none */
  readonly pose: { readonly pitchRad: number; readonly yawRad: number; readonly rollRad: number } | null;
}

/** Milliseconds of one frame in the worker. */
export interface FrameTimings {
  /** pixels out of the video frame */
  readonly read: number;
  readonly crop: number;
  readonly landmarks: number;
  /** all of the worker's time for this frame, a detection that was waited for included */
  readonly total: number;
  /** of the last detection, wherever it ran; null before the first */
  readonly detect: number | null;
}

export interface LiveResult {
  /** of the frame that the coordinates are in, px */
  readonly width: number;
  readonly height: number;
  /** one a model, in the order they were loaded; each face in the same order */
  readonly models: readonly { readonly faces: readonly LiveFace[]; readonly durationMs: number }[];
  readonly timings: FrameTimings;
  /** live tensors of both workers */
  readonly tensors: number;
}

/** The questions that the live worker answers. */
export interface LiveCalls {
  readonly load: {
    readonly request: {
      /** one, or two to see side by side; they share the crops of the first */
      readonly models: readonly ModelSource[];
      readonly detectorsUrl: string;
      readonly detectorWorkerUrl: string;
      readonly settings: LiveSettings;
    };
    readonly response: { readonly models: readonly LoadedModel[] };
  };
  readonly configure: { readonly request: LiveSettings; readonly response: null };
  /** another video: what was followed is forgotten */
  readonly reset: { readonly request: null; readonly response: null };
  /** frame: transferred, and closed by the worker */
  readonly frame: {
    readonly request: { readonly frame: VideoFrame | ImageBitmap; readonly timeMs: number; readonly kind: FrameKind };
    readonly response: LiveResult;
  };
}
