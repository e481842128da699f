import { datasetHealth } from '@/lib/datasets/quality/health';
import { findPixelOffset } from '@/lib/datasets/quality/pixel-offset';
import { rankSuspects } from '@/lib/datasets/quality/rank-suspects';
import { findSetOrientation, sideSwapsOf } from '@/lib/datasets/quality/set-faults';
import { fitShapeModel } from '@/lib/datasets/quality/shape-model';
import { requireDatasetByName } from '@/lib/server/datasets';
import { readQualityFaces } from '@/lib/server/quality-faces';
import { ready } from '@/lib/server/ready';
import { type Command, integerOption, requireOption } from './command';

/** Below so many faces a shape model says more of itself than of the set. */
const MIN_MODEL_FACES = 30;
const USUAL_LIMIT = 20;

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor --dataset NAME [--limit N]',
  summary: 'suspect labels first with the reasons in words, faults of the whole set, and its health',
  options: { dataset: { type: 'string' }, limit: { type: 'string' } },
  positionals: 0,
  async run(_, options) {
    const name = requireOption(options, 'dataset');
    const limit = integerOption(options, 'limit', { min: 1, max: 100_000 }) ?? USUAL_LIMIT;
    await ready();
    const dataset = await requireDatasetByName(name);
    const { faces, names, predictions } = await readQualityFaces(dataset);
    if (faces.length === 0) throw new Error(`${name}: expected labelled faces, found none`);
    const suspects = rankSuspects(faces, { predictions })
      .slice(0, limit)
      .map(({ id, score, reasons }) => ({ id, name: names.get(id) ?? id, score, reasons }));
    const offset = findPixelOffset(faces, predictions);
    const sides = predictions.map((answers) => sideSwapsOf(faces, answers));
    const faults = [findSetOrientation(faces), offset.fault, ...sides.map(({ fault }) => fault)].filter(
      (fault) => fault !== null,
    );
    const health = datasetHealth(faces, faces.length < MIN_MODEL_FACES ? null : fitShapeModel(faces));
    return {
      json: {
        dataset: name,
        faces: faces.length,
        models: predictions.map(({ model }) => model),
        faults,
        suspects,
        pixelOffset: offset,
        health,
      },
      lines: [
        `${name}: ${faces.length} labelled faces, compared with ${predictions.length === 0 ? 'their own shapes alone' : predictions.map(({ model }) => model).join(', ')}`,
        ...(faults.length === 0 ? ['no fault of the whole set'] : faults.map(({ text }) => `whole set: ${text}`)),
        ...suspects.map(
          ({ name: face, score, reasons }) =>
            `${score.toFixed(3)} ${face}: ${reasons.map(({ text }) => text).join('; ') || 'nothing to say against it'}`,
        ),
      ],
    };
  },
};
