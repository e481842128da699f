import type { TrainingConfig } from '@/lib/contracts/training-config';
import { mixSamples } from '@/lib/datasets/mix';
import { findOverlap, overlapLine, type TestedFace } from '@/lib/datasets/overlap';
import { fingerprintOf } from '@/lib/datasets/quality/fingerprint';
import { holdOut } from '@/lib/datasets/split';
import { joinTrainedOn, type TrainedOn, type TrainingImage } from '@/lib/datasets/trained-on';
import { isFault, type LabelledCounts, trainingParts, wordsOf } from '@/lib/datasets/training-parts';
import { type CropFrame, cropFrame, extractCrop, toCrop } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import { type Annotation, annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox, type Size } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { type MeanShape, meanShapeOf } from '@/lib/metrics/mean-shape';
import { measureFace } from '@/lib/metrics/point-errors';
import { createRandom, hash32 } from '@/lib/random';
import { fitDepth, meanFaceOf } from './depth-prior';
import { regionOf, type SharedFace, shareFace } from './region-store';
import { allocate } from './shared-memory';
import {
  type LoadedFace,
  TrainingError,
  type TrainingFace,
  type TrainingSet,
  type TrainingSetProvider,
} from './training-set';

const COUNT = IBUG_68.count;
const SIZE = 192;
/** images decoded at a time */
const PARALLEL = 4;
/** how far a fitted depth is trusted beside a measured one */
const FITTED_DEPTH_WEIGHT = 0.4;

/** A held-out face with the crop that inference would give the model. */
export interface ValidationFace {
  readonly set: string;
  readonly name: string;
  readonly annotation: Annotation;
  readonly image: Size;
  readonly frame: CropFrame;
  /** u8 [192, 192, 3] */
  readonly crop: ArrayBufferLike;
  /** the whole image again, for crops of another kind */
  readonly load: TrainingFace['load'];
}

/** What a model's card says of its data. */
export interface DataSummary {
  readonly dataset: string;
  readonly kind: TrainingSet['kind'];
  readonly licence: string;
  readonly training: number;
  readonly validation: number;
  /** times each training image comes in an epoch */
  readonly repeat: number;
}

export interface PreparedData {
  readonly faces: readonly SharedFace[];
  /** indices into faces: an epoch before it is shuffled */
  readonly epoch: readonly number[];
  readonly validation: readonly ValidationFace[];
  readonly summary: readonly DataSummary[];
  /** in the reference crop, of the training labels */
  readonly meanShape: MeanShape;
  /** [204] mean landmarks in the model's crop */
  readonly meanOutput: Float32Array;
  readonly hasDepth: boolean;
  /** the training images as the model's folder remembers them, with those of the models it builds on */
  readonly trainedOn: TrainedOn;
  /** changes with the sets and the names of their faces: a checkpoint fits one only */
  readonly fingerprint: number;
}

export interface PrepareOptions {
  readonly signal?: AbortSignal;
  /** what the models that this one starts from and is taught by were trained on; null where it is not known */
  readonly parents?: readonly (TrainedOn | null)[];
}

interface SplitSet {
  readonly set: TrainingSet;
  readonly training: readonly TrainingFace[];
  readonly validation: readonly TrainingFace[];
  /** the split that the set itself keeps apart, in words; null where the settings of this run part it */
  readonly setAside: string | null;
}

/**
 * Opens the sets of a run, parts them, decodes every image once and keeps what training needs in shared memory.
 * A held-out face on an image that is trained on, or on a near copy of one, falls out of both parts.
 *
 * @throws TrainingError in one line when a set has nothing to train on or to measure, when some landmark is annotated
 *   nowhere, or when what was set aside holds images that are trained on and config.allowOverlap does not say that this
 *   is known
 */
export async function prepareData(
  config: TrainingConfig,
  provider: TrainingSetProvider,
  { signal, parents = [] }: PrepareOptions = {},
): Promise<PreparedData> {
  const sets: SplitSet[] = [];
  for (const entry of config.data) sets.push(splitSet(await provider.open(entry.dataset), entry));

  const mix = mixSamples(
    config.data.map(({ share, repeat, limit }, i) => ({ size: sets[i].training.length, share, repeat, limit })),
    config.images,
    createRandom(config.seed).fork('mix'),
  );
  if (mix.length === 0) throw new TrainingError('training: expected images to train on, found every set left out');

  const faces: SharedFace[] = [];
  const known: TrainingImage[] = [];
  const labelled: { annotation: Annotation; image: Size }[] = [];
  // where each image of the mix stands among the faces; what no epoch shows is not read
  const placeOf = new Map<string, number>();
  for (const [part, { set, training }] of sets.entries()) {
    const used = [...new Set(mix.flatMap((sample) => (sample.part === part ? sample.index : [])))].sort(
      (x, y) => x - y,
    );
    for (const index of used) placeOf.set(`${part} ${index}`, placeOf.size);
    const wanted = used.map((index) => training[index]);
    await loadAll(set, wanted, signal, (_, { image, annotation, contentHash = null }) => {
      faces.push(shareFace(image, annotation));
      if (!set.isGenerated) known.push({ contentHash, fingerprint: fingerprintOf(image, annotation) });
      labelled.push({ annotation: toIbug68(annotation), image: { width: image.width, height: image.height } });
    });
  }
  const meanShape = meanShapeOf(labelled);
  if (!meanShape) throw new TrainingError(`training: ${missingLine(labelled)}`);
  const trainedOn = joinTrainedOn(known, parents);
  const validation: ValidationFace[] = [];
  for (const { set, validation: heldOut, setAside } of sets) {
    const own: ValidationFace[] = [];
    const tested: TestedFace[] = [];
    await loadAll(set, heldOut, signal, (face, { image, annotation, contentHash = face.name }) => {
      own.push(validationFace(set.name, face, image, toIbug68(annotation), config.margin));
      tested.push({ name: face.name, contentHash, fingerprint: fingerprintOf(image, annotation) });
    });
    if (own.length > 0 && !own.some(isMeasurable)) {
      throw new TrainingError(
        `training: ${set.name}: expected held-out faces with both outer eye corners to measure, found none among ${own.length}`,
      );
    }
    const overlap = findOverlap(tested, trainedOn);
    if (overlap.images > 0 && setAside !== null && !config.allowOverlap) {
      const line = overlapLine(overlap, setAside, config.model);
      throw new TrainingError(`training: ${line}; mend the splits, or allow the overlap: then these are not measured`);
    }
    // the same photo once more, under another name: it would flatter the numbers
    const flattering = new Set(overlap.names);
    validation.push(...own.filter((face) => !flattering.has(face.name) && isMeasurable(face)));
  }
  const trusted = config.fitDepth ? withFittedDepth(faces) : faces;
  const epoch = mix.map(({ part, index }) => placeOf.get(`${part} ${index}`) as number);
  return {
    faces: trusted,
    epoch,
    validation,
    summary: sets.map(({ set }, part) => {
      const mine = mix.filter((sample) => sample.part === part);
      const images = new Set(mine.map(({ index }) => index)).size;
      return {
        dataset: set.name,
        kind: set.kind,
        licence: set.licence,
        training: images,
        validation: validation.filter((face) => face.set === set.name).length,
        repeat: images === 0 ? 0 : mine.length / images,
      };
    }),
    meanShape,
    meanOutput: meanOutputOf(trusted, epoch, config.margin),
    hasDepth: trusted.some(({ depthWeight }) => depthWeight > 0),
    trainedOn,
    fingerprint: hash32(
      sets.map(({ set, training }) => `${set.name}: ${training.map(({ name }) => name).join(' ')}`).join('\n'),
    ),
  };
}

function splitSet(set: TrainingSet, entry: TrainingConfig['data'][number]): SplitSet {
  const { splits, validation } = entry;
  const fail = (reason: string) => new TrainingError(`training: ${reason}`);
  const named = { ...entry, dataset: set.name };
  const expected = trainingParts(named, countSplits(set.faces));
  if (isFault(expected)) throw fail(expected.reason);
  const wanted = splits ? set.faces.filter(({ split }) => split !== null && splits.includes(split)) : set.faces;
  if (validation === null) return { set, training: wanted, validation: [], setAside: null };
  if ('split' in validation) {
    const heldOut = set.faces.filter(({ split }) => split === validation.split);
    const keys = new Set(heldOut.flatMap((face) => face.keys));
    const training = wanted.filter((face) => !heldOut.includes(face) && !face.keys.some((key) => keys.has(key)));
    if (training.length === 0 && expected.training > 0) {
      throw fail(`${wordsOf(named)}: expected images of persons outside split ${validation.split}, found none`);
    }
    return { set, training, validation: heldOut, setAside: `${set.name}, split ${validation.split},` };
  }
  if ('share' in validation && validation.share === 1) {
    return { set, training: [], validation: wanted, setAside: null };
  }
  const out = holdOut(wanted, expected.validation);
  return {
    set,
    training: wanted.filter((_, i) => !out[i]),
    validation: wanted.filter((_, i) => out[i]),
    setAside: null,
  };
}

function countSplits(faces: readonly TrainingFace[]): LabelledCounts {
  const counts = { train: 0, val: 0, test: 0, none: 0 };
  for (const { split } of faces) counts[split ?? 'none']++;
  return counts;
}

/** Decodes a few images at a time and hands them on in order. */
async function loadAll(
  set: TrainingSet,
  faces: readonly TrainingFace[],
  signal: AbortSignal | undefined,
  use: (face: TrainingFace, loaded: LoadedFace) => void,
): Promise<void> {
  for (let first = 0; first < faces.length; first += PARALLEL) {
    signal?.throwIfAborted();
    const some = faces.slice(first, first + PARALLEL);
    const loaded = await Promise.all(
      some.map(async (face) => {
        try {
          return await face.load();
        } catch (cause) {
          const reason = cause instanceof Error ? cause.message : String(cause);
          throw new TrainingError(`training: ${set.name}: ${face.name}: expected an image, found ${reason}`, { cause });
        }
      }),
    );
    for (const [i, face] of loaded.entries()) {
      if (annotatedPoints(toIbug68(face.annotation)).length === 0) {
        throw new TrainingError(`training: ${set.name}: ${some[i].name}: expected landmarks, found none`);
      }
      use(some[i], face);
    }
  }
}

function validationFace(
  set: string,
  { name, load }: TrainingFace,
  image: RgbImage,
  annotation: Annotation,
  margin: number,
): ValidationFace {
  const box = boundingBox(annotatedPoints(annotation));
  const frame = cropFrame({ shape: 'square', margin }, box, image, SIZE);
  const crop = allocate(SIZE * SIZE * 3);
  new Uint8Array(crop).set(extractCrop(image, frame, { antialias: true, padding: 'zero' }).data);
  return { set, name, annotation, image: { width: image.width, height: image.height }, frame, crop, load };
}

/** Whether an answer for the face can be measured at all: normalisers need its eye corners. */
const isMeasurable = ({ annotation, image }: ValidationFace): boolean =>
  measureFace(annotation, annotation.points, image) !== null;

function missingLine(faces: readonly { readonly annotation: Annotation }[]): string {
  const missing = Array.from({ length: COUNT }, (_, k) => k).filter(
    (k) => !faces.some(({ annotation }) => isAnnotated(annotation, k)),
  );
  return `expected every landmark in some training image, found ${missing.join(', ')} annotated in none`;
}

/** Depth for the faces that have none, from the mean of those that have it; all as they were where none has. */
function withFittedDepth(faces: readonly SharedFace[]): readonly SharedFace[] {
  const isComplete = ({ present }: SharedFace) => new Uint8Array(present).every((flag) => flag === 1);
  const solid = faces.filter((face) => face.depthWeight > 0 && isComplete(face));
  if (solid.length === 0) return faces;
  const mean = meanFaceOf(solid.map(({ points }) => new Float32Array(points)));
  return faces.map((face) => {
    if (face.depthWeight > 0 || !isComplete(face)) return face;
    const points = new Float32Array(face.points);
    points.set(fitDepth(mean, points), 2 * COUNT);
    return { ...face, depthWeight: FITTED_DEPTH_WEIGHT };
  });
}

/** Mean of an epoch's landmarks where an undisturbed crop has them. */
function meanOutputOf(faces: readonly SharedFace[], epoch: readonly number[], margin: number): Float32Array {
  const sum = new Float64Array(3 * COUNT);
  const count = new Float64Array(3 * COUNT);
  for (const index of epoch) {
    const { image, points, present } = regionOf(faces[index]);
    const known = Array.from({ length: COUNT }, (_, k) => k).filter((k) => present[k] === 1);
    const box = boundingBox(known.map((k) => [points[k], points[COUNT + k]] as const));
    const frame = cropFrame({ shape: 'square', margin }, box, image, SIZE);
    for (const k of known) {
      const [x, y] = toCrop(frame, [points[k], points[COUNT + k]]);
      const values = [x, y, points[2 * COUNT + k] / frame.a];
      for (let d = 0; d < 3; d++) {
        sum[d * COUNT + k] += values[d];
        count[d * COUNT + k]++;
      }
    }
  }
  return Float32Array.from(sum, (value, i) => (count[i] === 0 ? (i < 2 * COUNT ? SIZE / 2 : 0) : value / count[i]));
}

/** Whether each landmark of a validation face is annotated, [68]. */
export const presence = (annotation: Annotation): Float32Array =>
  Float32Array.from({ length: COUNT }, (_, k) => (isAnnotated(annotation, k) ? 1 : 0));
