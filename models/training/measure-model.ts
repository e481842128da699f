import type { EvaluationReport } from '@/lib/contracts/evaluation';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import { evaluationReport } from '@/lib/evaluation/report';
import { toColumns } from '@/lib/evaluation/result-columns';
import { type PredictedFace, scoreFaces } from '@/lib/evaluation/score-face';
import type { FaceBox } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import { groundTruthBox } from '@/lib/metrics/point-errors';
import { mean } from '@/lib/metrics/statistics';
import { createRandom, type Random } from '@/lib/random';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import { predictFaces } from '@/models/pipeline';
import type { ValidationFace } from './prepare';

/** What a card says of one set beside the report that `landmarks evaluate` prints. */
export interface SetMeasurement extends EvaluationReport {
  /** boxes moved along both axes and scaled by 10 % each: the mean over all eight signs of the three */
  readonly jittered: { readonly me: number; readonly nmeInterOcular: number };
  /** shares, 0–1; faceless crops lie half a crop or more off the face */
  readonly confidence: { readonly trueCropsAbove: number; readonly facelessCropsBelow: number } | null;
  /** mean |z| error after both are centred, as a share of the face's longer side; constant: the error of no depth at all */
  readonly depth: { readonly error: number; readonly constant: number } | null;
}

const JITTER = 0.1;
const SIGNS = [-1, 1] as const;
/** of the crop's side: half off the face, and beside it */
const OFF_FACE = [0.5, 0.75] as const;

/** Runs a model over held-out faces on the path that inference takes. */
export async function measureSet(
  model: CropPredictor,
  faces: readonly ValidationFace[],
  meanShape: MeanShape,
  seed: number,
): Promise<SetMeasurement> {
  const random = createRandom(seed);
  const plain: PredictedFace[] = [];
  const jittered: PredictedFace[] = [];
  const onFace: number[] = [];
  const offFace: number[] = [];
  const depths: { error: number; constant: number }[] = [];
  for (const [i, face] of faces.entries()) {
    const { image, annotation } = await face.load();
    const box = groundTruthBox(annotation);
    if (!box) continue;
    const around = jitter(box);
    const boxes = [box, ...around, ...OFF_FACE.map((distance) => moveOff(box, model, distance, random))];
    const predictions = await predictFaces(
      model,
      boxes.map((crop) => ({ image, box: crop })),
    );
    const [atBox] = predictions;
    const atJittered = predictions.slice(1, 1 + around.length);
    const off = predictions.slice(1 + around.length);
    const predicted = (prediction: FacePrediction): PredictedFace => ({
      sampleId: `${i}`,
      revision: 1,
      yawRad: null,
      annotation: face.annotation,
      image: face.image,
      landmarks: prediction.landmarks,
      durationMs: prediction.durationMs,
    });
    plain.push(predicted(atBox));
    jittered.push(...atJittered.map(predicted));
    for (const { confidence } of [atBox, ...atJittered]) if (confidence !== null) onFace.push(confidence);
    for (const { confidence } of off) if (confidence !== null) offFace.push(confidence);
    const depth = depthError(annotation, atBox, box);
    if (depth) depths.push(depth);
  }
  const report = reportOf(plain, faces, meanShape, model);
  const { me, nmeInterOcular } = reportOf(jittered, faces, meanShape, model);
  return {
    ...report,
    jittered: { me, nmeInterOcular },
    confidence: onFace.length === 0 ? null : confidenceShares(onFace, offFace),
    depth:
      depths.length === 0
        ? null
        : { error: mean(depths.map(({ error }) => error)), constant: mean(depths.map(({ constant }) => constant)) },
  };
}

/** Share of crops of faceless pictures that the model calls faceless, 0–1. */
export async function measureFaceless(
  model: CropPredictor,
  images: readonly RgbImage[],
  seed: number,
): Promise<number> {
  const random = createRandom(seed);
  const confidences: number[] = [];
  for (const image of images) {
    const regions = Array.from({ length: 4 }, () => {
      const side = random.uniform(40, Math.min(image.width, image.height) / 2);
      const box = { x: random.uniform(0, image.width - side), y: random.uniform(0, image.height - side) };
      return { image, box: { ...box, width: side, height: side } };
    });
    for (const { confidence } of await predictFaces(model, regions))
      if (confidence !== null) confidences.push(confidence);
  }
  return mean(confidences.map((confidence) => (confidence < 0.5 ? 1 : 0)));
}

function reportOf(
  predicted: readonly PredictedFace[],
  faces: readonly ValidationFace[],
  meanShape: MeanShape,
  { card }: CropPredictor,
): EvaluationReport {
  const scored = scoreFaces(predicted, meanShape);
  return evaluationReport(toColumns(scored), {
    dataset: faces[0].set,
    split: 'held out of training',
    labelVersion: 'as read from the source',
    cropSource: 'ground-truth',
    model: card.id,
    modelSha256: card.weightsSha256,
    withoutLabels: predicted.length - scored.length,
    withoutFace: 0,
    meanShapeSource: 'model card',
  });
}

const sign = (random: Random): number => (random.next() < 0.5 ? -1 : 1);

/** The boxes that are as far off as JITTER has it, each way: eight of them. */
function jitter({ x, y, width, height }: FaceBox): FaceBox[] {
  const step = JITTER * Math.max(width, height);
  return SIGNS.flatMap((zoom) =>
    SIGNS.flatMap((right) =>
      SIGNS.map((down) => {
        const scale = 1 + JITTER * zoom;
        return {
          x: x + width / 2 + step * right - (scale * width) / 2,
          y: y + height / 2 + step * down - (scale * height) / 2,
          width: scale * width,
          height: scale * height,
        };
      }),
    ),
  );
}

/** Moves the box so that the crop lies this part of its side off the face, along one of the axes. */
function moveOff(box: FaceBox, { card }: CropPredictor, distance: number, random: Random): FaceBox {
  const { crop } = card.input;
  const margin = crop.shape === 'square' ? crop.margin : 2;
  const shift = distance * margin * Math.max(box.width, box.height) * sign(random);
  const alongX = random.next() < 0.5;
  return {
    x: box.x + (alongX ? shift : 0),
    y: box.y + (alongX ? 0 : shift),
    width: box.width,
    height: box.height,
  };
}

const confidenceShares = (onFace: readonly number[], offFace: readonly number[]) => ({
  trueCropsAbove: mean(onFace.map((confidence) => (confidence > 0.5 ? 1 : 0))),
  facelessCropsBelow: mean(offFace.map((confidence) => (confidence < 0.5 ? 1 : 0))),
});

/** Depth has no origin, so both are centred first. */
function depthError(
  annotation: Annotation,
  { z }: FacePrediction,
  box: FaceBox,
): { error: number; constant: number } | null {
  if (!annotation.z || !z) return null;
  const centre = (values: readonly number[]) => {
    const middle = mean(values.slice(0, 68));
    return values.slice(0, 68).map((value) => value - middle);
  };
  const truth = centre(annotation.z);
  const predicted = centre(z);
  const side = Math.max(box.width, box.height);
  return {
    error: mean(truth.map((value, k) => Math.abs(value - predicted[k]))) / side,
    constant: mean(truth.map(Math.abs)) / side,
  };
}
