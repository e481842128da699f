// Part of `npm start`: an empty workbench gets a small set of generated faces, so that there is something to look at.
import { faceSynthetics } from '@/lib/datasets/formats/face-synthetics';
import { memorySource } from '@/lib/datasets/memory-source';
import { closeDatabase, database } from '@/lib/server/database';
import { importDataset } from '@/lib/server/import-dataset';
import { ready } from '@/lib/server/ready';
import { syntheticFaceFiles } from '@/lib/synthesis/face-files-node';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

const NAME = 'Generated faces';
const FACES = 64;
const SEED = 1;
const SIZE = 256;

/** 44 to train on, 10 to choose by, 10 to test on. */
const splitOf = (index: number): string => (index < 44 ? 'train' : index < 54 ? 'val' : 'test');

await ready();
const datasets = await database().dataset.findMany();
// the licence is written last: without it an earlier start was ended half-way, and this one goes on
const isUnfinished = datasets.some(({ name, licence }) => name === NAME && licence === '');
if (datasets.length === 0 || isUnfinished) {
  console.log(`making ${FACES} generated faces to start with`);
  const files = new Map<string, Uint8Array | string>();
  for (let i = 0; i < FACES; i++) {
    const face = synthesizeFace(SEED * 100_000 + i, { size: SIZE, supersample: 2 });
    for (const [file, content] of await syntheticFaceFiles(face, i)) files.set(`${splitOf(i)}/${file}`, content);
  }
  const result = await importDataset({
    source: memorySource(files),
    format: faceSynthetics,
    dataset: NAME,
    kind: 'synthetic',
  });
  for (const { reason } of result.skipped) console.error(`skipped ${reason}`);
  await database().dataset.update({ where: { name: NAME }, data: { licence: 'generated here: free for any use' } });
}
await closeDatabase();
