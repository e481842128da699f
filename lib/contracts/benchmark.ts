/** Milliseconds over so many rounds; Std of the population (ddof = 0). */
export interface Timing {
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly rounds: number;
}

/** Where it was measured. */
export interface BenchmarkMachine {
  readonly processor: string;
  readonly cores: number;
  /** null where a browser does not say */
  readonly memoryGb: number | null;
  readonly system: string;
  /** "Node 20.20.2", "Chromium 156" */
  readonly runtime: string;
  /** null where nothing is known of one */
  readonly graphics: string | null;
}

/** What a benchmark compares, by its own facts: the rows of the report's table 3. */
export interface BenchmarkedModel {
  readonly id: string;
  readonly title: string;
  readonly layers: number;
  readonly parameters: number;
  readonly weightBytes: number;
  /** [set, ME, Std] in reference-crop px from the model's card; null without one */
  readonly score: { readonly set: string; readonly me: number; readonly std: number } | null;
}

/** Landmark network alone, crop in, landmarks out. */
export interface NetworkRow {
  readonly model: string;
  readonly backend: string;
  readonly batch: number;
  /** of one face: the batch's time shared out evenly */
  readonly perFace: Timing;
}

/** Detector alone on a whole frame of 640 × 480. */
export interface DetectorRow {
  readonly mode: string;
  readonly backend: string;
  readonly perFrame: Timing;
}

/** Frame in, landmarks of every face out. */
export interface PipelineRow {
  readonly model: string;
  readonly backend: string;
  readonly faces: number;
  /** false: the detector looks at every frame, as the report's program does; true: crops follow the last landmarks */
  readonly tracks: boolean;
  readonly perFrame: Timing;
}

export interface BenchmarkReport {
  readonly createdAt: string;
  readonly machine: BenchmarkMachine;
  readonly models: readonly BenchmarkedModel[];
  readonly networks: readonly NetworkRow[];
  readonly detectors: readonly DetectorRow[];
  readonly pipelines: readonly PipelineRow[];
}
