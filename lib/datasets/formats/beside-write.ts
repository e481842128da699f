import { isAnnotated } from '@/lib/landmarks/annotation';
import type { LandmarkScheme } from '@/lib/landmarks/scheme';
import { isLabelled, type LabelledSample } from './faces';
import { DatasetFormatError, type ExportSample, type FileSink, type FormatId, type ReportProblem } from './format';
import { withoutExtension } from './paths';

/** How a format with one label file beside each image, and one whole face in each, is written. */
export interface BesideWriter {
  readonly format: FormatId;
  /** what follows the image's stem in the label's name */
  readonly labelSuffix: string;
  /** the landmarks that the format wants, in scheme order */
  readonly scheme: LandmarkScheme;
  formatFace(sample: LabelledSample): string | Uint8Array;
}

/**
 * Such a format can neither leave a landmark out nor hold a second face of one image, nor does anybody make up the
 * landmarks an annotation has not: these samples are told and passed over. An unlabelled sample is its image alone.
 */
export async function writeBeside(
  samples: AsyncIterable<ExportSample>,
  sink: FileSink,
  { format, labelSuffix, scheme, formatFace }: BesideWriter,
  report: ReportProblem,
): Promise<void> {
  const { count, title } = scheme;
  const written = new Set<string>();
  for await (const sample of samples) {
    if (!isLabelled(sample)) continue;
    const { annotation } = sample;
    const file = `${withoutExtension(sample.imageFile)}${labelSuffix}`;
    const missing = annotation.points.slice(0, count).filter((_, i) => !isAnnotated(annotation, i)).length;
    const refuse = (reason: string) => report(new DatasetFormatError({ format, file, reason }));
    if (annotation.points.length < count) {
      refuse(`expected the ${count} landmarks of ${title}, found ${annotation.points.length}`);
    } else if (missing > 0) {
      refuse(`expected ${count} annotated landmarks (${labelSuffix} cannot leave one out), found ${missing} missing`);
    } else if (written.has(file)) {
      refuse(`expected one face an image (${labelSuffix} holds no more), found another`);
    } else {
      written.add(file);
      await sink.write(file, formatFace(sample));
    }
  }
}
