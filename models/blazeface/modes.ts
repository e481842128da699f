import type { AnchorSpec } from './anchors';

/** `close-up`: faces within 2 m of the camera; `distant`: within 5 m, faces a quarter of that size. */
export type DetectorMode = 'close-up' | 'distant';

export interface ModeSpec {
  readonly title: string;
  /** of the package @mediapipe/face_detection */
  readonly file: string;
  readonly anchors: AnchorSpec;
  /** 0–1, default */
  readonly minScore: number;
}

/**
 * The package's two modes. It compiles its graphs into its .wasm: the numbers are those of the
 * SsdAnchorsCalculatorOptions and TensorsToDetectionsCalculatorOptions of FaceDetectionShortRangeCommon and
 * FaceDetectionFullRangeCommon in face_detection_solution_simd_wasm_bin.wasm of 0.4.1646425229, read as protocol buffers.
 */
export const DETECTOR_MODES: Readonly<Record<DetectorMode, ModeSpec>> = {
  'close-up': {
    title: 'Close-up, within 2 m',
    file: 'face_detection_short_range.tflite',
    anchors: { inputSize: 128, strides: [8, 16, 16, 16], perLayer: 2 },
    minScore: 0.5,
  },
  distant: {
    title: 'Distant, within 5 m',
    file: 'face_detection_full_range_sparse.tflite',
    anchors: { inputSize: 192, strides: [4], perLayer: 1 },
    // The package keeps 0.6. At that it sees a face in a table top and, searched in tiles, one in a neck (0.67, 0.68).
    minScore: 0.7,
  },
};
