import { countOf } from '@/components/ui/format-number';
import { annotateSamples } from '@/models/runtime/annotate-samples';
import { followRun } from './follow-run';
import { tellStored } from './run-store';

interface AnnotateRequest {
  readonly model: { readonly id: string; readonly title: string };
  /** ids of samples that nobody has labelled */
  readonly samples: readonly string[];
}

/** Finds and labels the faces of images in this browser. */
export async function startAnnotate({ model, samples }: AnnotateRequest): Promise<void> {
  const title = `Detect and annotate ${countOf(samples.length, 'image')}`;
  const plan = { model, title, samples, detectors: true, kept: 'What was found is kept.' };
  await followRun(plan, async ({ predictors, signal, place, patch }) => {
    const { faces, withoutFace, failures } = await annotateSamples(samples, {
      predictors,
      signal,
      onProgress: ({ faces, ...progress }) => patch({ ...progress, message: `${place}, ${countOf(faces, 'face')}` }),
    });
    const images = samples.length - withoutFace - failures.length;
    const said = `${countOf(faces, 'face')} found in ${countOf(images, 'image')}, none in ${withoutFace}`;
    return { said, whenWhole: ' They wait for a review.', failures };
  });
  tellStored({ modelId: model.id, crop: 'detector', items: [], addsSamples: true });
}
