import { estimatePose } from '@/lib/datasets/quality/head-pose';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import { type CropFrame, cropFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Size } from '@/lib/landmarks/geometry';
import { FaceTracker, TRACKER_DEFAULTS } from '@/lib/tracking/face-tracker';
import { LANDMARK_SMOOTHING, OneEuroFilter } from '@/lib/tracking/one-euro';
import type { TrackRegion } from '@/lib/tracking/track-region';
import { CROP_SAMPLING, wholeFrame } from '../blazeface/detector';
import type { DetectorMode } from '../blazeface/modes';
import { CROP_BYTES } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import type { FrameCropper } from '../inference/frame-cropper';
import { mapToImage } from '../pipeline';
import type { Detection } from './detector-server';
import type { FrameKind, LiveFace, LiveResult, LiveSettings } from './protocol';

/** The detectors, in another thread so that they run beside the landmarks. */
export interface FrameDetector {
  readonly inputSizes: Readonly<Record<DetectorMode, number>>;
  detect(mode: DetectorMode, pixels: Uint8Array, frame: CropFrame): Promise<Detection>;
  find(mode: DetectorMode, image: RgbImage): Promise<Detection>;
}

interface Frame extends Size {
  readonly timeMs: number;
  readonly kind: FrameKind;
  /** when the worker was given it, and how long its pixels took */
  readonly startMs: number;
  readonly readMs: number;
}

/** Every point counts the same for the pose. */
const WEIGHTS = new Float64Array(68).fill(1);

/** Detector, tracker, crops, landmark network and filter of one video, frame after frame. */
export class LiveEngine {
  private tracker: FaceTracker;
  /** by model and face */
  private filters = new Map<string, OneEuroFilter>();
  private detecting: Promise<void> | null = null;
  /** arrived, not yet taken up */
  private found: Detection | null = null;
  private lastDetection: Detection | null = null;
  /** why a detection came to nothing; no frame is looked at any more */
  private failure: unknown = null;
  private generation = 0;

  /** @param predictors one or two; the first one's crops are used for both where they are alike */
  constructor(
    private readonly predictors: readonly CropPredictor[],
    private readonly detector: FrameDetector,
    private readonly cropper: FrameCropper,
    private settings: LiveSettings,
  ) {
    this.tracker = this.newTracker();
  }

  configure(settings: LiveSettings): void {
    const isSameTracker = settings.maxFaces === this.settings.maxFaces && settings.mode === this.settings.mode;
    this.settings = settings;
    if (!isSameTracker) this.reset();
    if (!settings.smooths) this.filters.clear();
  }

  reset(): void {
    // what is still being detected belongs to another video
    this.generation++;
    this.detecting = null;
    this.found = null;
    this.filters.clear();
    this.tracker = this.newTracker();
  }

  /** Looks at the frame that lies in the cropper. */
  async process(frame: Frame): Promise<LiveResult> {
    const isStill = frame.kind === 'still';
    const regions = isStill ? await this.searchStill() : await this.followed(frame);
    const answers: FacePrediction[][] = [];
    let crop = 0;
    let landmarks = 0;
    let crops: Uint8Array | null = null;
    for (const [i, predictor] of this.predictors.entries()) {
      const cropStart = performance.now();
      const frames = regions.map(({ box, angleRad }) => {
        const { input } = predictor.card;
        return cropFrame(input.crop, box, frame, input.size, angleRad);
      });
      if (!crops || !hasSameInput(predictor, this.predictors[0])) crops = this.cut(predictor, frames);
      crop += performance.now() - cropStart;
      if (regions.length === 0) {
        answers[i] = [];
        continue;
      }
      const { predictions, durationMsPerFace } = await predictor.predictCrops(crops);
      landmarks += durationMsPerFace * regions.length;
      answers[i] = predictions.map((prediction, face) => ({
        box: regions[face].box,
        ...mapToImage(prediction, frames[face]),
        durationMs: durationMsPerFace,
      }));
    }
    const ids = isStill ? regions.map((_, i) => i + 1) : this.tracker.update(answers[0], frame.timeMs);
    this.forgetFilters(ids);
    const models = answers.map((faces, model) => ({
      faces: faces.flatMap((face, i) => {
        const id = ids[i];
        return id === null ? [] : [this.toFace(face, regions[i], id, isStill ? null : { model, frame })];
      }),
      durationMs: faces.reduce((sum, { durationMs }) => sum + durationMs, 0),
    }));
    return {
      width: frame.width,
      height: frame.height,
      models,
      timings: {
        read: frame.readMs,
        crop,
        landmarks,
        total: performance.now() - frame.startMs,
        detect: this.lastDetection?.durationMs ?? null,
      },
      tensors: this.lastDetection?.tensors ?? 0,
    };
  }

  /** The faces that are followed, after whatever a detection has brought. */
  private async followed(frame: Frame): Promise<readonly TrackRegion[]> {
    this.takeUpFound(frame);
    if (!this.detecting && this.tracker.wantsDetection) this.startDetection(frame);
    if (frame.kind === 'step' && this.detecting) {
      await this.detecting;
      this.takeUpFound(frame);
    }
    if (this.failure) throw this.failure;
    return this.tracker.current.map(({ region }) => region);
  }

  private takeUpFound({ timeMs }: Frame): void {
    if (!this.found) return;
    this.tracker.takeUp(this.found.faces, timeMs);
    this.found = null;
  }

  private startDetection(frame: Frame): void {
    const { mode } = this.settings;
    const whole = wholeFrame(frame, this.detector.inputSizes[mode]);
    const pixels = this.cropper.cut(whole, CROP_SAMPLING).slice();
    const { generation } = this;
    this.tracker.noteDetection();
    const take = (detection: Detection) => {
      if (generation !== this.generation) return;
      this.found = detection;
      this.lastDetection = detection;
      this.detecting = null;
    };
    const fail = (error: unknown) => {
      if (generation === this.generation) this.failure = error;
    };
    this.detecting = this.detector.detect(mode, pixels, whole).then(take, fail);
  }

  private async searchStill(): Promise<readonly TrackRegion[]> {
    const detection = await this.detector.find(this.settings.mode, this.cropper.rgb());
    this.lastDetection = detection;
    return detection.faces;
  }

  private cut(predictor: CropPredictor, frames: readonly CropFrame[]): Uint8Array {
    const crops = new Uint8Array(frames.length * CROP_BYTES);
    for (const [i, frame] of frames.entries()) crops.set(this.cropper.cut(frame, predictor.card.input), i * CROP_BYTES);
    return crops;
  }

  private toFace(
    { landmarks, z, confidence }: FacePrediction,
    { box, angleRad }: TrackRegion,
    id: number,
    /** null: not smoothed */
    following: { readonly model: number; readonly frame: Frame } | null,
  ): LiveFace {
    let values: ArrayLike<number> = [...landmarks.flat(), ...(z ?? [])];
    if (following && this.settings.smooths) {
      const key = `${following.model} ${id}`;
      const filter = this.filters.get(key) ?? new OneEuroFilter(LANDMARK_SMOOTHING);
      this.filters.set(key, filter);
      values = filter.filter(values, following.frame.timeMs, Math.max(box.width, box.height));
    }
    const all = Float32Array.from(values);
    const points = all.slice(0, 2 * landmarks.length);
    const pose = estimatePose(Float64Array.from(points), WEIGHTS);
    return {
      id,
      points,
      depth: z ? all.slice(2 * landmarks.length) : null,
      confidence,
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
      angleRad,
      pose: pose && { pitchRad: pose.pitchRad, yawRad: pose.yawRad, rollRad: pose.rollRad },
    };
  }

  private forgetFilters(ids: readonly (number | null)[]): void {
    for (const key of this.filters.keys()) {
      if (!ids.includes(Number(key.split(' ')[1]))) this.filters.delete(key);
    }
  }

  private newTracker(): FaceTracker {
    const turns = this.predictors[0].card.input.crop.shape === 'square';
    return new FaceTracker({ ...TRACKER_DEFAULTS, maxFaces: this.settings.maxFaces, turns });
  }
}

function hasSameInput({ card: a }: CropPredictor, { card: b }: CropPredictor): boolean {
  const of = ({ input }: typeof a) => JSON.stringify([input.crop, input.antialias, input.padding]);
  return of(a) === of(b);
}
