import type { SourceSample } from '../sample';

export type FormatId =
  | 'face-synthetics'
  | 'aflw2000-3d'
  | 'ibug-pts'
  | 'dlib-xml'
  | 'coco-keypoints'
  | 'wflw-line'
  | 'yolo-pose'
  | 'cvat-xml'
  | 'label-studio'
  | 'ljson'
  | 'csv';

/** Files to read, by path relative to the import root with `/` between folders; nothing outside the root can be reached. */
export interface FileSource {
  /** every file, sorted */
  list(): Promise<readonly string[]>;
  /** @throws DatasetFormatError when the file is missing or larger than maxBytes */
  read(file: string, maxBytes?: number): Promise<Uint8Array>;
}

/** Where an export goes. */
export interface FileSink {
  write(file: string, bytes: Uint8Array | string): Promise<void>;
}

/** Broken input in one line: `ibug-pts: indoor_012.pts:4: expected 68 landmarks, found 67`. */
export class DatasetFormatError extends Error {
  override readonly name = 'DatasetFormatError';
  readonly format: string;
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;

  constructor(
    problem: { format: string; file: string; line?: number | null; reason: string },
    options?: { cause?: unknown },
  ) {
    const { format, file, line = null, reason } = problem;
    super(`${format}: ${file}${line === null ? '' : `:${line}`}: ${reason}`, options);
    this.format = format;
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/** One broken file is told and passed over; the rest of the set comes in. */
export type ReportProblem = (problem: DatasetFormatError) => void;

/** For callers without a report: the first broken file stops everything. */
export const throwProblem: ReportProblem = (problem) => {
  throw problem;
};

/** A sample as an export sees it. */
export interface ExportSample extends Omit<SourceSample, 'imageFile'> {
  /** file name the image gets in the export, unique in the set */
  readonly imageFile: string;
  readonly imageWidth: number;
  readonly imageHeight: number;
}

export interface DatasetFormat {
  readonly id: FormatId;
  readonly title: string;
  /** `certain` when the layout is unmistakable. Looks at names first and reads as few files as it can. */
  detect(files: FileSource): Promise<'no' | 'possible' | 'certain'>;
  /** Samples in the order of their keys. @throws DatasetFormatError only when nothing of the set can be read */
  read(files: FileSource, report: ReportProblem): AsyncIterable<SourceSample>;
  /** How far an x or y may move when it is written and read back, image px: 0.5 where a format has whole pixels only. */
  readonly precisionPx?: number;
  /**
   * Absent: read-only format. Writes labels only; images are copied by the caller.
   *
   * @param samples ordered by key, so that the faces of one image stand together
   * @param report told of each sample the format cannot hold, before the next is taken; it is passed over. Without it the
   *   first one is thrown
   */
  write?(samples: AsyncIterable<ExportSample>, sink: FileSink, report?: ReportProblem): Promise<void>;
}
