import { creditOf, type ModelCredit } from './credible-models';
import { type DatasetHealth, datasetHealth } from './health';
import { findPixelOffset, modelBias, type PixelOffset } from './pixel-offset';
import type { ModelPredictions } from './prediction-gaps';
import type { QualityFace } from './quality-face';
import { rankSuspects, type Suspect } from './rank-suspects';
import { conventionOf, type SetConvention } from './set-convention';
import { findSetOrder, findSetOrientation, type SetFault } from './set-faults';
import { fitShapeModel } from './shape-model';
import { syntheticBackground } from './synthetic-background';

/** A set smaller than this says too little of itself: generated faces or a reference help out. */
const SELF_SUFFICIENT = 100;
/** Below so many faces a shape model says more of itself than of the set. */
const MIN_MODEL_FACES = 30;
/** Faces that stand beside a small set; from 200 on it is compared with these alone. */
const BACKGROUND = { helping: 150, alone: 200, reference: 400 } as const;

/** Sound faces to hold a set against: another dataset that is known to be in order. */
export interface Reference {
  readonly name: string;
  readonly faces: readonly QualityFace[];
  readonly predictions: readonly ModelPredictions[];
}

export interface DiagnoseOptions {
  readonly predictions: readonly ModelPredictions[];
  readonly reference?: Reference | null;
}

/** Everything that labels, shapes and models say of a set. */
export interface Diagnosis {
  /** all faces, the most suspect first */
  readonly suspects: readonly Suspect[];
  /** of the whole set */
  readonly faults: readonly SetFault[];
  readonly models: readonly ModelCredit[];
  readonly pixelOffset: PixelOffset;
  readonly convention: SetConvention;
  readonly health: DatasetHealth;
}

/** @throws RangeError for no faces */
export function diagnose(faces: readonly QualityFace[], { predictions, reference = null }: DiagnoseOptions): Diagnosis {
  if (faces.length === 0) throw new RangeError('diagnose: expected at least one labelled face, found 0');
  const orientation = findSetOrientation(faces);
  const models = predictions.map((known) => creditOf(faces, known));
  const believed = predictions.filter((_, i) => models[i].objection === null);
  const convention = conventionOf(faces);
  const jaw = convention.projected > convention.outline ? 'projected' : 'outline';
  const bias = reference && modelBias(reference.faces, sharedWith(believed, reference.predictions));
  const pixelOffset = findPixelOffset(faces, believed, bias);
  const order = orientation ? [] : findSetOrder(faces, fitShapeModel(syntheticBackground(BACKGROUND.alone, jaw)));
  return {
    suspects: rankSuspects(faces, { predictions: believed, background: backgroundFor(faces, reference, jaw) }),
    faults: [orientation, ...order, pixelOffset.fault, ...models.map(({ sides }) => sides.fault)].filter(
      (fault) => fault !== null,
    ),
    models,
    pixelOffset,
    convention,
    health: datasetHealth(faces, faces.length < MIN_MODEL_FACES ? null : fitShapeModel(faces)),
  };
}

/** The reference's answers by the models that are believed here. */
const sharedWith = (believed: readonly ModelPredictions[], known: readonly ModelPredictions[]): ModelPredictions[] =>
  known.filter(({ model }) => believed.some((other) => other.model === model));

function backgroundFor(
  faces: readonly QualityFace[],
  reference: Reference | null,
  jaw: 'outline' | 'projected',
): readonly QualityFace[] {
  if (faces.length >= SELF_SUFFICIENT) return [];
  if (reference && reference.faces.length >= BACKGROUND.alone) return reference.faces.slice(0, BACKGROUND.reference);
  return syntheticBackground(faces.length >= MIN_MODEL_FACES ? BACKGROUND.helping : BACKGROUND.alone, jaw);
}
