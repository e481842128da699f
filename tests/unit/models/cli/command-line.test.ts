import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { encodePng } from '@/lib/image/decode-node';
import { createRandom } from '@/lib/random';
import { closeDatabase } from '@/lib/server/database';
import { requireDatasetByName } from '@/lib/server/datasets';
import { createEvaluation, getEvaluation } from '@/lib/server/evaluations';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { writeModelFolder } from '@/models/facemesh/model-folder-node';
import { plainPng } from '@/tests/fixtures/faces/images';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

const root = path.resolve(import.meta.dirname, '../../../..');
let folder = '';
const inFolder = (...parts: string[]) => path.join(folder, ...parts);

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run -s landmarks -- …` runs. */
function landmarks(...args: string[]): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', path.join(root, 'models/cli/main.ts'), ...args],
    { cwd: root, env: { ...process.env, WORKBENCH_DIR: inFolder('workbench'), NODE_ENV: 'production' } },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The one JSON object on standard output. */
async function json<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await landmarks(...args, '--json');
  expect(status, stderr).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}

/** Standard error's one line of a run that did not go well; standard output stays empty. */
async function complaint(status: number, ...args: string[]): Promise<string> {
  const outcome = await landmarks(...args);
  expect(outcome.status, outcome.stderr).toBe(status);
  expect(outcome.stdout).toBe('');
  expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
  return outcome.stderr.trimEnd();
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'landmarks-cli-'));
  await mkdir(inFolder('faces/val'), { recursive: true });
  for (let i = 0; i < 3; i++) {
    await writeFile(inFolder(`faces/val/face_${i}.png`), await plainPng(40 * i));
    // 68 points over the middle of the picture, another arrangement each
    const rows = Object.fromEntries(
      Array.from({ length: 68 }, (_, k) => [k, `${80 + 2 * k} ${120 + 2 * ((7 * k + i) % 68)}`]),
    );
    await writeFile(inFolder(`faces/val/face_${i}.pts`), ptsText({ rows }));
  }
  await writeFile(inFolder('faces/val/few.png'), await plainPng(200));
  await writeFile(inFolder('faces/val/few.pts'), ptsText({ count: 67 }));
  await writeModelFolder(inFolder('untrained'), {
    card: sampleCard({ id: 'untrained', title: 'Untrained' }),
    weights: randomWeights(FACEMESH_CONFIGS.shallow, createRandom(3)),
  });
});
afterAll(async () => {
  await closeDatabase();
  await rm(folder, { recursive: true, force: true });
});

describe('a command that goes well', () => {
  it('import tells what came in and what did not', async () => {
    const args = ['import', inFolder('faces'), '--dataset', 'faces'];
    const result = await json<Record<string, unknown>>(...args);
    expect(result).toMatchObject({
      dataset: 'faces',
      format: 'ibug-pts',
      imported: 3,
      unchanged: 0,
      skipped: [{ file: 'val/few.pts', reason: 'ibug-pts: val/few.pts:2: expected 68 landmarks, found 67' }],
    });
    const again = await landmarks(...args);
    expect(again.status).toBe(0);
    expect(again.stdout).toBe(
      'faces: 0 samples imported, 3 were there already, 1 skipped\n' +
        'skipped ibug-pts: val/few.pts:2: expected 68 landmarks, found 67\n',
    );
  });

  it('model import brings in a folder', async () => {
    const result = await json<Record<string, unknown>>('model', 'import', inFolder('untrained'));
    expect(result).toMatchObject({ model: 'untrained', architecture: 'shallow', parameters: 201_853 });
  });

  it('evaluate prints the numbers that are kept, and that anybody gets who asks again', async () => {
    const { evaluation, ...report } = await json<EvaluationReport & { evaluation: string }>(
      ...['evaluate', '--dataset', 'faces', '--split', 'val', '--model', 'untrained'],
    );
    expect(report).toMatchObject({
      images: 3,
      regions: { jaw: expect.any(Number) },
      yaw: null,
      meanShape: { me: expect.any(Number), sr20: expect.any(Number), nmeInterOcular: expect.any(Number) },
      card: { dataset: 'faces', split: 'val', model: 'untrained', images: 3 },
    });
    for (const key of ['me', 'std', 'median', 'nmeInterOcular', 'nmeBox', 'auc8', 'fr8', 'msPerFace'] as const) {
      expect(Number.isFinite(report[key]), key).toBe(true);
    }
    process.env.WORKBENCH_DIR = inFolder('workbench');
    expect((await getEvaluation(evaluation))?.report).toEqual(report);
    const { id: dataset } = await requireDatasetByName('faces');
    const again = await createEvaluation({ model: 'untrained', dataset, split: 'val', crop: 'ground-truth' });
    expect(again.report).toEqual(report);
  });

  it('predict gives 68 landmarks in image px', async () => {
    const { faces } = await json<{ faces: { box: number[]; confidence: number; landmarks: number[][] }[] }>(
      ...['predict', inFolder('faces/val/face_0.png'), '--model', 'untrained', '--box', '80,120,134,134'],
    );
    expect(faces).toHaveLength(1);
    expect(faces[0].box).toEqual([80, 120, 134, 134]);
    expect(faces[0].landmarks).toHaveLength(68);
    expect(faces[0].landmarks.flat().every(Number.isFinite)).toBe(true);
  });

  it('import --detect labels the faces it finds, and evaluate --crop detector counts those it does not', async () => {
    await mkdir(inFolder('photos'), { recursive: true });
    await writeFile(inFolder('photos/face.png'), await encodePng(synthesizeFace(2).image));
    await writeFile(inFolder('photos/wall.png'), await plainPng(90));
    const { detected, ...imported } = await json<{ imported: number; detected: Record<string, unknown> }>(
      ...['import', inFolder('photos'), '--dataset', 'photos', '--detect', '--model', 'facemesh-68-shallow'],
    );
    expect(imported.imported).toBe(2);
    expect(detected).toEqual({ model: 'facemesh-68-shallow', images: 2, faces: 1, withoutFace: 1, failed: [] });

    // the labels of "faces" lie on plain pictures: the detector finds nothing there
    const report = await json<EvaluationReport>(
      ...['evaluate', '--dataset', 'photos', '--model', 'untrained', '--crop', 'detector'],
    );
    expect(report).toMatchObject({ images: 1, card: { cropSource: 'detector', withoutFace: 0, withoutLabels: 1 } });
    const nothing = await landmarks('evaluate', '--dataset', 'faces', '--model', 'untrained', '--crop', 'detector');
    expect(nothing.status).toBe(1);
    expect(nothing.stderr).toMatch(/expected labelled faces, found none\n$/);
  });

  it('doctor tells of the set and of each face', async () => {
    const examined = await json<{ faces: number; faults: unknown[]; suspects: { name: string; score: number }[] }>(
      ...['doctor', '--dataset', 'faces', '--limit', '2'],
    );
    expect(examined.faces).toBe(3);
    // the made-up labels of these faces are no face: the doctor may say so of the whole set
    expect(examined.faults).toBeInstanceOf(Array);
    expect(examined.suspects.length).toBeLessThanOrEqual(2);
    for (const { name, score } of examined.suspects) {
      expect(name).toMatch(/^face_\d$/);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it('export writes labels and images', async () => {
    const result = await json<Record<string, unknown>>(
      ...['export', '--dataset', 'faces', '--format', 'csv', '--out', inFolder('out')],
    );
    expect(result).toMatchObject({ dataset: 'faces', format: 'csv', exported: 3, skipped: [] });
    // none was reviewed, tagged, or lies outside the split
    const count = async (...which: string[]) => {
      const args = ['export', '--dataset', 'faces', '--format', 'csv', '--out', inFolder('some'), '--labels-only'];
      return (await json<{ exported: number }>(...args, ...which)).exported;
    };
    expect(await count('--review', 'fixed')).toBe(0);
    expect(await count('--review', 'unreviewed', '--split', 'val')).toBe(3);
    expect(await count('--tag', 'Glasses')).toBe(0);
    expect(await count('--query', '/datasets/faces?q=face_1&sort=error')).toBe(1);
    const files = await readdir(inFolder('out'), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['landmarks.csv', path.join('val', 'face_2.png')]));
  });
});

// each run starts a process, which takes seconds: command.test.ts asks the rest of the options without one
describe('a command that fails', () => {
  it('says why in one line, with status 1', async () => {
    const missing = ['predict', inFolder('gone.png'), '--model', 'untrained'];
    expect(await complaint(1, ...missing)).toBe(
      `landmarks predict: ${inFolder('gone.png')}: expected a readable image, found ENOENT`,
    );
    await writeFile(inFolder('words.jpg'), 'not a picture');
    expect(await complaint(1, 'predict', inFolder('words.jpg'), '--model', 'untrained')).toBe(
      `landmarks predict: ${inFolder('words.jpg')}: expected a JPEG, PNG, WebP, BMP, PPM or PGM image, found none of them`,
    );
    const config = { model: 'untrained', title: 'x', architecture: 'full', data: [{ dataset: 'faces' }], steps: 1 };
    await writeFile(inFolder('taken.json'), JSON.stringify(config));
    expect(await complaint(1, 'train', '--config', inFolder('taken.json'))).toBe(
      'landmarks train: model untrained: an imported model has this id already; choose another',
    );
    await mkdir(inFolder('empty'));
    expect(await complaint(1, 'import', inFolder('empty'), '--dataset', 'x')).toMatch(
      /^landmarks import: detect: these files: expected the files of one format .* found none of them in 0 files$/,
    );
  });
});

describe('wrong use', () => {
  it('says what was expected in one line, with status 2', async () => {
    expect(await complaint(2, 'import', '.', '--dataset', '../up')).toMatch(
      /^landmarks import: --dataset: expected 1–64 letters, digits, spaces, dots, dashes, found \.\.\/up \(usage: import PATH /,
    );
    expect(await complaint(2, 'dance')).toMatch(/^landmarks: expected one of import, evaluate, .*, found dance$/);
  });
});
