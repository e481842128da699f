import { annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox, distance } from '@/lib/landmarks/geometry';
import { median } from '@/lib/metrics/statistics';
import { probabilityOf } from './calibration';
import { presence, type QualityFace } from './quality-face';
import type { Reason } from './reason';

/** Share of the landmarks that must lie in the face's own box, grown by a share of its size on every side. */
const MIN_SHARE_IN_BOX = 0.5;
const BOX_GROWTH = 0.2;
/** Two labels on one image closer than this share of the face are labels of one face. */
const SAME_FACE = 0.08;
/** A set places its faces alike when nine in ten lie this near to the middle place, in image sizes. */
const CONSISTENT_PLACE = 0.2;
const MIN_PLACE_SPREAD = 0.01;
/** 90 % quantile of the distance from the middle of a normal distribution, in standard deviations. */
const NORMAL_90 = 1.645;
/** Places are less regular than a normal distribution: their deviations count this much. */
const PLACE_TRUST = 0.85;
const MIN_PLACE_PROBABILITY = 0.2;

/**
 * Labels that seem to belong to another face of the image, or of another image. Landmarks alone cannot tell: any face is
 * a face. What can is the source's or a detector's box, two labels of one face, or a set that stands its faces in one
 * place (crops around the labelled face). Where none of the three exists a wrong face stays unseen without a model.
 *
 * @returns for each face a reason or null
 */
export function wrongFaceReasons(faces: readonly QualityFace[]): (Reason | null)[] {
  const places = placeDeviations(faces);
  const twins = sameFaceTwins(faces);
  return faces.map((face, i) => {
    const share = shareInBox(face);
    if (share !== null && share < MIN_SHARE_IN_BOX) {
      const percent = Math.round(100 * share);
      return wrongFace(`only ${percent} % of the points lie at the face box: another face may be labelled`, 0.97);
    }
    const twin = twins[i];
    if (twin !== null) {
      const { id, name = id } = faces[twin];
      return wrongFace(`lies on the same face as ${name}: one of the two may be meant for another`, 0.9);
    }
    const probability = probabilityOf(PLACE_TRUST * places[i]);
    if (probability > MIN_PLACE_PROBABILITY) {
      return wrongFace('stands where no other face of the set does: another face may be labelled', probability);
    }
    return null;
  });
}

export const wrongFace = (text: string, probability: number): Reason => ({
  kind: 'wrong-face',
  text,
  landmarks: [],
  probability,
  repair: null,
});

/** @returns share of the annotated landmarks in the grown box, 0–1; null without a box */
function shareInBox({ annotation, box }: QualityFace): number | null {
  const points = annotatedPoints(toIbug68(annotation));
  if (!box || points.length === 0) return null;
  const marginX = box.width * BOX_GROWTH;
  const marginY = box.height * BOX_GROWTH;
  const inside = points.filter(
    ([x, y]) =>
      x >= box.x - marginX &&
      x <= box.x + box.width + marginX &&
      y >= box.y - marginY &&
      y <= box.y + box.height + marginY,
  );
  return inside.length / points.length;
}

/** Distance of each face from the set's usual place and size in the image, in robust standard deviations. */
function placeDeviations(faces: readonly QualityFace[]): number[] {
  const places = faces.map(({ annotation, image }) => {
    const points = annotatedPoints(toIbug68(annotation));
    if (points.length === 0) return null;
    const box = boundingBox(points);
    return [
      (box.x + box.width / 2) / image.width,
      (box.y + box.height / 2) / image.height,
      Math.log(Math.max(box.width / image.width, box.height / image.height, 1e-6)) / 2,
    ];
  });
  const known = places.filter((place) => place !== null);
  if (known.length < 20) return faces.map(() => 0);
  const centre = [0, 1, 2].map((axis) => median(known.map((place) => place[axis])));
  const reach = [0, 1, 2].map((axis) => {
    const distances = known.map((place) => Math.abs(place[axis] - centre[axis])).sort((a, b) => a - b);
    return Math.max(distances[Math.floor(0.9 * (distances.length - 1))], MIN_PLACE_SPREAD);
  });
  if (Math.max(reach[0], reach[1]) > CONSISTENT_PLACE) return faces.map(() => 0);
  return places.map((place) =>
    place === null
      ? 0
      : Math.max(...place.map((value, axis) => (NORMAL_90 * Math.abs(value - centre[axis])) / reach[axis])),
  );
}

/** @returns for each face the index of another on the same image that has (nearly) its points */
function sameFaceTwins(faces: readonly QualityFace[]): (number | null)[] {
  const byImage = new Map<string, number[]>();
  for (const [i, { imageId }] of faces.entries()) {
    if (imageId === undefined) continue;
    const members = byImage.get(imageId);
    if (members) members.push(i);
    else byImage.set(imageId, [i]);
  }
  const twins = faces.map((): number | null => null);
  for (const members of byImage.values()) {
    for (const a of members) {
      for (const b of members) if (a < b && isSameFace(faces[a], faces[b])) [twins[a], twins[b]] = [b, a];
    }
  }
  return twins;
}

function isSameFace(a: QualityFace, b: QualityFace): boolean {
  const [inA, inB] = [presence(a.annotation), presence(b.annotation)];
  const shared = [...inA.keys()].filter((i) => inA[i] > 0 && inB[i] > 0);
  if (shared.length === 0) return false;
  const { width, height } = boundingBox(shared.map((i) => a.annotation.points[i]));
  const apart = shared.reduce((sum, i) => sum + distance(a.annotation.points[i], b.annotation.points[i]), 0);
  return apart / shared.length < SAME_FACE * Math.max(width, height);
}
