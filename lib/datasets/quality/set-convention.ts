import { median } from '@/lib/metrics/statistics';
import { estimatePose } from './head-pose';
import { createJawGauge } from './jaw-convention';
import { presence, type QualityFace, shapeVector } from './quality-face';
import { alignToModel, fitShapeModel, type ShapeModel } from './shape-model';
import { type JawKind, syntheticBackground } from './synthetic-background';

/** Which jaw the labels of a set follow, judged by its turned faces. */
export interface SetConvention {
  readonly verdict: JawKind | 'mixed' | 'unknown';
  /** faces turned enough to tell */
  readonly turned: number;
  /** of these, nearer to the visible outline, and nearer to the projected 3D jaw */
  readonly outline: number;
  readonly projected: number;
  /** middle distance of the far jaw from where generated faces have it on the outline, model px; > 0 further out */
  readonly fromOutlinePx: number | null;
}

/** Generated faces that stand for each convention. */
const EXAMPLES = 200;
/** Faces on which the conventions lie so far apart can tell which one was meant, model px. */
const MIN_APART_PX = 5;
/** So many of them are needed. */
const MIN_TURNED = 10;
/** A set follows a convention when so large a share of its turned faces does. */
const CLEAR_SHARE = 0.75;

interface Gauge {
  readonly model: ShapeModel;
  readonly measure: ReturnType<typeof createJawGauge>;
}

const gauges = new Map<JawKind, Gauge>();

function gaugeOf(jaw: JawKind): Gauge {
  const known = gauges.get(jaw);
  if (known) return known;
  const model = fitShapeModel(syntheticBackground(EXAMPLES, jaw));
  const made = { model, measure: createJawGauge(model) };
  gauges.set(jaw, made);
  return made;
}

/** The far side of a turned face's jaw against where generated faces of both conventions have it. */
export function conventionOf(faces: readonly QualityFace[]): SetConvention {
  const found = faces.flatMap(({ annotation }) => {
    const shape = shapeVector(annotation.points);
    const present = presence(annotation);
    const pose = estimatePose(shape, present);
    if (!pose || pose.facing < 0) return [];
    const outward = (jaw: JawKind) => {
      const { model, measure } = gaugeOf(jaw);
      const aligned = alignToModel(model, shape, present);
      return aligned && (measure(aligned.offset, pose.yawRad)?.outwardPx ?? null);
    };
    const outline = outward('outline');
    const projected = outline === null ? null : outward('projected');
    const tells = outline !== null && projected !== null && Math.abs(outline - projected) > MIN_APART_PX;
    return tells ? [{ outline, projected }] : [];
  });
  const outline = found.filter((face) => Math.abs(face.outline) < Math.abs(face.projected)).length;
  const share = outline / found.length;
  const verdict =
    found.length < MIN_TURNED
      ? 'unknown'
      : share >= CLEAR_SHARE
        ? 'outline'
        : share <= 1 - CLEAR_SHARE
          ? 'projected'
          : 'mixed';
  return {
    verdict,
    turned: found.length,
    outline,
    projected: found.length - outline,
    fromOutlinePx: found.length > 0 ? median(found.map((face) => face.outline)) : null,
  };
}
