import type { TrainingConfig, TrainingLosses } from '@/lib/contracts/training-config';
import { type AugmentedFace, augmentFace } from '@/lib/datasets/augment';
import { createRandom } from '@/lib/random';
import { FACEMESH_CONFIGS, type FaceMeshConfig } from '@/models/facemesh/config';
import { type FaceMeshWeights, identifyConfig } from '@/models/facemesh/weights';
import { confidenceLoss, landmarkLoss } from '@/models/losses';
import { initialWeights } from './engine/initialise';
import type { TrainingEngine } from './engine/training-engine';
import { regionOf, type SharedFace } from './region-store';

const COUNT = 68;
const CROP_BYTES = 192 * 192 * 3;

/** How pixels become network input in every run of this trainer: [−1, 1]. */
export const PIXEL_RANGE = { scale: 1 / 127.5, offset: -1 } as const;

/** Where a replica computes: the wasm kernels, or tfjs on a GPU. */
export type CreateEngine = (config: FaceMeshConfig, images: number) => TrainingEngine;

/** What of augmentation changes during a run. */
export interface Disturbance {
  /** how far pose and picture are disturbed */
  readonly strength: number;
  /** share of mirrored faces */
  readonly mirrored: number;
}

/** A crop as the network will see it, with what is asked of it there. */
export interface PreparedFace extends AugmentedFace {
  /** u8 [192, 192, 3] */
  readonly pixels: Uint8Array;
  /** [68] 1 annotated, 0 missing */
  readonly present: ArrayLike<number>;
  /** how far z is trusted, 0–1 */
  readonly depthWeight: number;
}

/** One copy of the network with its part of every batch: fills it, and turns outputs into losses and gradients. */
export class Replica {
  readonly engine: TrainingEngine;
  private readonly teacher: TrainingEngine | null;
  private readonly target: Float32Array;
  private readonly pointWeight: Float32Array;
  private readonly depthWeight: Float32Array;
  private readonly faceTarget: Float32Array;
  private readonly faceWeight: Float32Array;

  constructor(
    private readonly config: TrainingConfig,
    createEngine: CreateEngine,
    private readonly faces: readonly SharedFace[],
    meanOutput: Float32Array,
    { initial = null, teacher = null }: { initial?: FaceMeshWeights | null; teacher?: FaceMeshWeights | null } = {},
  ) {
    const images = config.batch / config.workers;
    const architecture = FACEMESH_CONFIGS[config.architecture];
    this.engine = createEngine(architecture, images);
    this.engine.load(initial ?? initialWeights(architecture, createRandom(config.seed).fork('weights'), meanOutput));
    this.teacher = null;
    if (teacher && config.teacher) {
      this.teacher = createEngine(identifyConfig(teacher, config.teacher.model), images);
      this.teacher.load(teacher);
    }
    this.target = new Float32Array(images * 3 * COUNT);
    this.pointWeight = new Float32Array(images * COUNT);
    this.depthWeight = new Float32Array(images * COUNT);
    this.faceTarget = new Float32Array(images);
    this.faceWeight = new Float32Array(images);
  }

  /**
   * Augments a face; the weights have no part in it.
   *
   * @param draw names the draws: no two faces of a run share one
   */
  prepare(faceIndex: number, { strength, mirrored }: Disturbance, draw: string): PreparedFace {
    const { config } = this;
    const face = this.faces[faceIndex];
    const region = regionOf(face);
    const settings = {
      margin: config.margin,
      size: 192,
      strength,
      jitter: config.jitter,
      negatives: config.confidenceWeight > 0 ? config.negatives : 0,
      mirrored,
    };
    const pixels = new Uint8Array(CROP_BYTES);
    const augmented = augmentFace(region, settings, createRandom(config.seed).fork(draw), pixels);
    return { ...augmented, pixels, present: region.present, depthWeight: face.depthWeight };
  }

  /** Puts a face in a place of the batch. */
  place(at: number, { pixels, points, face, present, depthWeight }: PreparedFace): void {
    this.engine.pixels.set(pixels, at * CROP_BYTES);
    this.target.set(points, at * 3 * COUNT);
    for (let k = 0; k < COUNT; k++) {
      // landmarks of a crop that lost its face are not asked for
      const weight = face === 1 ? present[k] : 0;
      this.pointWeight[at * COUNT + k] = weight;
      this.depthWeight[at * COUNT + k] = weight * depthWeight;
    }
    this.faceTarget[at] = face;
    this.faceWeight[at] = 1;
  }

  /** Moves the targets towards the teacher's answer: smoother than labels, and complete where these have gaps. */
  private async askTeacher(): Promise<void> {
    const { teacher, config, target } = this;
    if (!teacher || !config.teacher) return;
    teacher.pixels.set(this.engine.pixels);
    await teacher.forward(false);
    const { values, stride } = teacher.landmarks;
    const { share } = config.teacher;
    for (let i = 0; i < target.length; i++) {
      const answer = values[Math.floor(i / (3 * COUNT)) * stride + (i % (3 * COUNT))];
      target[i] += share * (answer - target[i]);
    }
  }

  /** Forward, losses and backward of the batch in place. */
  async differentiate(): Promise<TrainingLosses> {
    const { config, engine } = this;
    const { landmarks, confidence, images } = engine;
    await this.askTeacher();
    await engine.forward(true);
    const common = {
      images,
      points: COUNT,
      predictionStride: landmarks.stride,
      targetStride: 3 * COUNT,
    };
    const losses = {
      landmarks: landmarkLoss(
        config.loss,
        { ...common, dimensions: 2, prediction: landmarks.values, target: this.target, weight: this.pointWeight },
        landmarks.gradient,
      ),
      depth: landmarkLoss(
        config.loss,
        {
          ...common,
          dimensions: 1,
          prediction: landmarks.values.subarray(2 * COUNT),
          target: this.target.subarray(2 * COUNT),
          weight: this.depthWeight,
        },
        landmarks.gradient.subarray(2 * COUNT),
        config.depthWeight,
      ),
      confidence: confidenceLoss(
        { logits: confidence.values, stride: confidence.stride, target: this.faceTarget, weight: this.faceWeight },
        confidence.gradient,
        config.confidenceWeight,
      ),
    };
    await engine.backward();
    return losses;
  }

  /** Predicts every face whose index is this replica's, with the moving average. @param rows f32 [faces, 205] */
  async predict(crops: readonly ArrayBufferLike[], rows: Float32Array, replica: number): Promise<void> {
    const { engine, config } = this;
    const { images, landmarks, confidence } = engine;
    const mine = Array.from(crops.keys()).filter((i) => i % config.workers === replica);
    await engine.withAverage(async () => {
      for (let first = 0; first < mine.length; first += images) {
        const batch = mine.slice(first, first + images);
        for (const [at, i] of batch.entries()) engine.pixels.set(new Uint8Array(crops[i]), at * CROP_BYTES);
        await engine.forward(false);
        for (const [at, i] of batch.entries()) {
          const from = at * landmarks.stride;
          rows.set(landmarks.values.subarray(from, from + 3 * COUNT), i * PREDICTION_FLOATS);
          rows[i * PREDICTION_FLOATS + 3 * COUNT] = confidence.values[at * confidence.stride];
        }
      }
    });
  }
}

/** 204 coordinates and the confidence logit */
export const PREDICTION_FLOATS = 3 * COUNT + 1;
