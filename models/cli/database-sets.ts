import { readImage } from '@/lib/server/images';
import { readAnnotation, readTrainingDataset } from '@/lib/server/training-samples';
import type { TrainingSetProvider } from '../training/training-set';

/** Training sets from the workbench's own datasets, for the command line and the page's jobs. */
export const databaseSets: TrainingSetProvider = {
  async open(name) {
    const { kind, licence, samples } = await readTrainingDataset(name);
    return {
      name,
      kind,
      licence,
      faces: samples.map(({ id, imageId, key, person, split }) => ({
        name: key,
        // every face of one image, and every image of one person, stays on one side of a split
        keys: [imageId, ...(person === null ? [] : [`person ${person}`])],
        split,
        load: async () => ({
          image: await readImage(imageId),
          annotation: await readAnnotation(id),
          contentHash: imageId,
        }),
      })),
    };
  },
};
