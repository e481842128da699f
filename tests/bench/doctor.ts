/**
 * How well the label doctor finds planted faults: `tsx tests/bench/doctor.ts [draws]`. 5 % faults of each kind go into 400
 * sound faces of 300-W and of the generator, judged by their shapes alone and with the shipped model's answers. Real sets
 * are read from beside the repository and skipped where they are absent.
 */
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { rankSuspects, type Suspect } from '@/lib/datasets/quality/rank-suspects';
import { toIbug68 } from '@/lib/landmarks/annotation';
import { createRandom, shuffle } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { type LabelledSet, openSet } from './labelled-sets';
import { PLANTS, type Plant } from './plant-faults';
import { openModel, type Predict, predictorOf } from './shipped-model';

const DRAWS = Number(process.argv[2] ?? 3);
const FACES = 400;
const SHARE = 0.05;
const GENERATED_PX = 128;
/** Seeds that neither training nor the doctor's own generated faces have. */
const GENERATED_SEED = 0x3d00000;

const percent = (share: number) => `${(100 * share).toFixed(0).padStart(3)} %`;

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
  const answers = predict && (await predict(sound));
  const start = process.cpuUsage();
  const ranked = rankSuspects(sound, { predictions: answers ? [answers] : [] });
  const seconds = (process.cpuUsage(start).user / 1e6).toFixed(1);
  const clean = ranked.filter(({ score: value }) => value > 0.5).length;
  console.log(
    `\n${name}: ${sound.length} faces, ${clean} suspect (score > 0.5) before planting, ranked in ${seconds} s of one core`,
  );
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

/** Faces of the generator with their pictures, which are drawn when they are looked at. */
function generatedSet(count: number): Pick<LabelledSet, 'faces' | 'readImage'> {
  const seedOf = (id: string) => GENERATED_SEED + Number(id.slice('generated-'.length));
  const draw = (seed: number) => synthesizeFace(seed, { size: GENERATED_PX, supersample: 1 });
  const faces = Array.from({ length: count }, (_, i): QualityFace => {
    const { annotation } = draw(GENERATED_SEED + i);
    return {
      id: `generated-${i}`,
      annotation: toIbug68(annotation),
      image: { width: GENERATED_PX, height: GENERATED_PX },
    };
  });
  return { faces, readImage: async ({ id }) => draw(seedOf(id)).image };
}

const model = await openModel();
const generated = generatedSet(FACES);
await report('generated, shapes alone', generated.faces, null);
if (model) await report(`generated with ${model.card.id}`, generated.faces, predictorOf(generated, model));
const set = await openSet('300w');
if (set) {
  const sound = shuffle([...set.faces], createRandom(11)).slice(0, FACES);
  await report('300-W, shapes alone', sound, null);
  if (model) await report(`300-W with ${model.card.id}`, sound, predictorOf(set, model));
}
model?.dispose();
