/** A face in one frame of a recording. */
export interface LoggedFace {
  /** the same from frame to frame */
  readonly id: number;
  /** 0–1; null for a model that has not learnt it */
  readonly confidence: number | null;
  /** [68 · 2] x, y, px of the frame */
  readonly points: ArrayLike<number>;
  /** [68] growing away from the camera, px, origin free; null for a model that has not learnt it */
  readonly depth: ArrayLike<number> | null;
}

export interface LoggedFrame {
  /** since the recording began */
  readonly timeMs: number;
  readonly faces: readonly LoggedFace[];
}

/** The landmarks of a recorded video. */
export interface LandmarkLog {
  readonly model: string;
  readonly source: string;
  /** of the frame, px */
  readonly width: number;
  readonly height: number;
  readonly frames: readonly LoggedFrame[];
}

const COUNT = 68;

/** A thousandth of a px is finer than any prediction. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** One row a face and frame: frame, time_ms, face, confidence, x0, y0, z0 … x67, y67, z67; a cell is empty where nothing is known. */
export function formatLogCsv({ frames }: LandmarkLog): string {
  const columns = Array.from({ length: COUNT }, (_, i) => [`x${i}`, `y${i}`, `z${i}`]).flat();
  const rows = frames.flatMap(({ timeMs, faces }, frame) =>
    faces.map(({ id, confidence, points, depth }) => [
      frame,
      rounded(timeMs),
      id,
      confidence === null ? '' : rounded(confidence),
      ...Array.from({ length: COUNT }, (_, i) => [
        rounded(points[2 * i]),
        rounded(points[2 * i + 1]),
        depth ? rounded(depth[i]) : '',
      ]).flat(),
    ]),
  );
  return `${[['frame', 'time_ms', 'face', 'confidence', ...columns], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** Every frame, those without a face too; landmarks as [x, y] or [x, y, z]. */
export function formatLogJson({ frames, ...head }: LandmarkLog): string {
  const toJson = ({ id, confidence, points, depth }: LoggedFace) => ({
    id,
    confidence: confidence === null ? null : rounded(confidence),
    landmarks: Array.from({ length: COUNT }, (_, i) => [
      rounded(points[2 * i]),
      rounded(points[2 * i + 1]),
      ...(depth ? [rounded(depth[i])] : []),
    ]),
  });
  const lines = frames.map(({ timeMs, faces }) =>
    JSON.stringify({ timeMs: rounded(timeMs), faces: faces.map(toJson) }),
  );
  const start = JSON.stringify(head).slice(0, -1);
  return `${start},"frames":[\n${lines.join(',\n')}\n]}\n`;
}
