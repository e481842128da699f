import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { formatPts } from '@/lib/datasets/formats/ibug-pts';
import { detectFormat } from '@/lib/datasets/formats/index';
import { fingerprintOf } from '@/lib/datasets/quality/fingerprint';
import type { TrainingImage } from '@/lib/datasets/trained-on';
import { decodeImage, encodePng } from '@/lib/image/decode-node';
import { toIbug68 } from '@/lib/landmarks/annotation';
import { createRandom } from '@/lib/random';
import { importDataset } from '@/lib/server/import-dataset';
import { registerModel } from '@/lib/server/models';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { examineDataset } from '@/models/cli/examine-dataset';
import { openStoredModel } from '@/models/cli/stored-model';
import { SHALLOW } from '@/models/facemesh/config';
import { modelFolder } from '@/models/facemesh/model-folder';
import { memoryFiles } from '@/tests/fixtures/files/memory-files';
import { randomWeights } from '@/tests/unit/models/facemesh/random-weights';
import { sampleCard } from '@/tests/unit/models/facemesh/sample-card';
import { freshWorkbench } from '../../lib/server/workbench';

freshWorkbench();

const COUNT = 6;

it('asks a model also about images that it was trained on, and tells how many they were', async () => {
  const files: Record<string, Uint8Array | string> = {};
  const learnt: TrainingImage[] = [];
  for (let i = 0; i < COUNT; i++) {
    const { image, annotation } = synthesizeFace(700 + i, { size: 128, supersample: 1 });
    const png = await encodePng(image);
    const labels = toIbug68(annotation);
    files[`${i}.png`] = png;
    files[`${i}.pts`] = formatPts(labels);
    if (i < 4)
      learnt.push({
        contentHash: createHash('sha256').update(png).digest('hex'),
        fingerprint: fingerprintOf(await decodeImage(png), labels),
      });
  }
  const source = memoryFiles(files);
  await importDataset({ source, format: await detectFormat(source), dataset: 'learnt', kind: 'synthetic' });
  const weights = randomWeights(SHALLOW, createRandom(3));
  const trainedOn = { images: learnt, isComplete: true };
  await registerModel(await modelFolder({ card: sampleCard({ id: 'pupil' }), weights, trainedOn }), 'trained');

  const model = await openStoredModel('pupil');
  try {
    const { evidence } = await examineDataset('learnt', {
      model,
      reference: null,
      signal: new AbortController().signal,
      progress: () => {},
    });
    expect(evidence).toMatchObject([{ model: 'pupil', faces: COUNT, trainedOn: 4 }]);
  } finally {
    model.dispose();
  }
});
