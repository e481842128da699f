import { toCrop } from '@/lib/image/crop';
import { annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox, distance } from '@/lib/landmarks/geometry';
import { IBUG_68, landmarkName, type SchemeId } from '@/lib/landmarks/scheme';
import { type MeanShape, meanShapeOf } from '@/lib/metrics/mean-shape';
import { errorFrame } from '@/lib/metrics/point-errors';
import { mean, median } from '@/lib/metrics/statistics';
import { estimatePose } from './head-pose';
import { duplicatedPoints, outsidePoints } from './point-faults';
import { POINT_COUNT, presence, type QualityFace, shapeVector } from './quality-face';
import type { ShapeModel } from './shape-model';

export interface Range {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface Histogram {
  /** n + 1 bounds of n bins */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

export interface LandmarkHealth {
  readonly index: number;
  readonly name: string;
  /** faces in which nobody has placed it */
  readonly missing: number;
  /** faces in which it lies outside the image */
  readonly outside: number;
  /** root mean square distance from its mean place, reference-crop px; null where it is nowhere annotated */
  readonly spreadPx: number | null;
}

export interface ShapeMode {
  /** of all variance, 0–1 */
  readonly share: number;
  /** the mean face moved by −2 and +2 standard deviations along the mode, model px */
  readonly low: readonly (readonly [number, number])[];
  readonly high: readonly (readonly [number, number])[];
}

/** What a set of labels looks like, ready for JSON. */
export interface DatasetHealth {
  readonly faces: number;
  readonly images: number;
  readonly schemes: Partial<Record<SchemeId, number>>;
  readonly imageWidth: Range | null;
  readonly imageHeight: Range | null;
  /** longer side of the landmarks' box, image px */
  readonly faceSpan: Range | null;
  /** label coordinates as a share of the image: 0–1 lies inside */
  readonly labelX: Range | null;
  readonly labelY: Range | null;
  /** from the shape, degrees */
  readonly yawDeg: Histogram;
  readonly pitchDeg: Histogram;
  readonly rollDeg: Histogram;
  /** inner lips' opening over the mouth's width */
  readonly mouthOpening: Histogram;
  /** lids' opening over the eye's width, mean of both eyes */
  readonly eyeOpening: Histogram;
  /** reference-crop px; null where some landmark is nowhere annotated */
  readonly meanShape: MeanShape | null;
  readonly modes: readonly ShapeMode[];
  readonly landmarks: readonly LandmarkHealth[];
  readonly facesWithMissing: number;
  readonly facesWithOutside: number;
  readonly facesWithDuplicates: number;
  /** share of faces all of whose coordinates are whole pixels, 0–1 */
  readonly wholePixels: number;
}

const MODES_SHOWN = 6;
const ANGLES = [-90, -75, -60, -45, -30, -15, 0, 15, 30, 45, 60, 75, 90];
const OPENINGS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** @param model of the same faces; null where there are too few to fit one: then there are no modes */
export function datasetHealth(faces: readonly QualityFace[], model: ShapeModel | null): DatasetHealth {
  const poses = faces.flatMap(
    ({ annotation }) => estimatePose(shapeVector(annotation.points), presence(annotation)) ?? [],
  );
  const points = faces.flatMap(({ annotation, image }) =>
    annotatedPoints(annotation).map(([x, y]) => [x / image.width, y / image.height] as const),
  );
  const spans = faces.flatMap(({ annotation }) => {
    const own = annotatedPoints(toIbug68(annotation));
    if (own.length === 0) return [];
    const { width, height } = boundingBox(own);
    return [Math.max(width, height)];
  });
  const outside = faces.map(outsidePoints);
  const schemes: Partial<Record<SchemeId, number>> = {};
  for (const { annotation } of faces) schemes[annotation.scheme] = (schemes[annotation.scheme] ?? 0) + 1;
  const meanShape = meanShapeOf(faces);
  return {
    faces: faces.length,
    images: new Set(faces.map(({ id, imageId }) => imageId ?? id)).size,
    schemes,
    imageWidth: rangeOf(faces.map(({ image }) => image.width)),
    imageHeight: rangeOf(faces.map(({ image }) => image.height)),
    faceSpan: rangeOf(spans),
    labelX: rangeOf(points.map(([x]) => x)),
    labelY: rangeOf(points.map(([, y]) => y)),
    yawDeg: histogram(
      poses.map(({ yawRad }) => degrees(yawRad)),
      ANGLES,
    ),
    pitchDeg: histogram(
      poses.map(({ pitchRad }) => degrees(pitchRad)),
      ANGLES,
    ),
    rollDeg: histogram(
      poses.map(({ rollRad }) => degrees(rollRad)),
      ANGLES,
    ),
    mouthOpening: histogram(openings(faces, [[62, 66]], [[60, 64]]), OPENINGS),
    eyeOpening: histogram(
      openings(
        faces,
        [
          [37, 41],
          [38, 40],
          [43, 47],
          [44, 46],
        ],
        [
          [36, 39],
          [42, 45],
        ],
      ),
      OPENINGS,
    ),
    meanShape,
    modes: model ? modesOf(model) : [],
    landmarks: landmarksOf(faces, outside, meanShape),
    facesWithMissing: faces.filter(({ annotation }) => presence(annotation).includes(0)).length,
    facesWithOutside: outside.filter((landmarks) => landmarks.length > 0).length,
    facesWithDuplicates: faces.filter((face) => duplicatedPoints(face).length > 0).length,
    wholePixels:
      faces.length === 0
        ? 0
        : faces.filter(({ annotation }) => annotatedPoints(annotation).every((point) => point.every(Number.isInteger)))
            .length / faces.length,
  };
}

const degrees = (rad: number): number => (rad * 180) / Math.PI;

/** Loops, for a set has more coordinates than a call has room for arguments. */
function rangeOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null;
  let [min, max] = [values[0], values[0]];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, median: median(values), max };
}

/** What lies beyond the outer bounds counts into the outer bins. */
export function histogram(values: readonly number[], bounds: readonly number[]): Histogram {
  const counts = new Array<number>(bounds.length - 1).fill(0);
  for (const value of values) {
    const bin = bounds.findIndex((bound) => value < bound) - 1;
    counts[value < bounds[0] ? 0 : bin < 0 ? counts.length - 1 : bin]++;
  }
  return { bounds, counts };
}

type Pairs = readonly (readonly [number, number])[];

/** Mean height over mean width of the pairs, one a face that has them all. */
function openings(faces: readonly QualityFace[], heights: Pairs, widths: Pairs): number[] {
  return faces.flatMap(({ annotation }) => {
    const present = presence(annotation);
    if ([...heights, ...widths].some((pair) => pair.some((i) => present[i] === 0))) return [];
    const length = (pairs: Pairs) => mean(pairs.map(([a, b]) => distance(annotation.points[a], annotation.points[b])));
    const width = length(widths);
    return width > 0 ? [length(heights) / width] : [];
  });
}

function modesOf({ mean: centre, modes, variances, explained }: ShapeModel): ShapeMode[] {
  const total = variances.reduce((sum, value) => sum + value, 0) / (explained || 1);
  return modes.slice(0, MODES_SHOWN).map((mode, m) => {
    const moved = (sigmas: number) =>
      Array.from({ length: POINT_COUNT }, (_, i) => {
        const at = (k: number) => centre[k] + sigmas * Math.sqrt(variances[m]) * mode[k];
        return [at(2 * i), at(2 * i + 1)] as const;
      });
    return { share: variances[m] / total, low: moved(-2), high: moved(2) };
  });
}

function landmarksOf(
  faces: readonly QualityFace[],
  outside: readonly (readonly number[])[],
  meanShape: MeanShape | null,
): LandmarkHealth[] {
  const frames = faces.map(({ annotation, image }) => errorFrame(annotation, image));
  return Array.from({ length: POINT_COUNT }, (_, index) => {
    const squares = faces.flatMap(({ annotation }, f) => {
      const frame = frames[f];
      if (!frame || !meanShape || !isAnnotated(annotation, index)) return [];
      return [distance(toCrop(frame, annotation.points[index]), meanShape[index]) ** 2];
    });
    return {
      index,
      name: landmarkName(IBUG_68, index),
      missing: faces.filter(({ annotation }) => !isAnnotated(annotation, index)).length,
      outside: outside.filter((landmarks) => landmarks.includes(index)).length,
      spreadPx: squares.length > 0 ? Math.sqrt(mean(squares)) : null,
    };
  });
}
