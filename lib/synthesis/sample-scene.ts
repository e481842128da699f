import type { Random } from '@/lib/random';
import { chance, clamp, pick } from './draws';
import { BACKGROUND_KINDS, type FaceParameters, PARAMETER_RANGES } from './parameter-ranges';
import { SENSOR_WIDTH_MM } from './render/camera';

/** Height of the face from brow to chin, mm: what a share of the image refers to. */
const FACE_HEIGHT_MM = 140;

/** Distance of the face's front from the head's pivot, mm. */
const FRONT_MM = 60;

/** Share of the image's side that the face's height takes. */
export const faceSizeOf = ({
  focalLengthMm,
  distanceMm,
}: Pick<FaceParameters['camera'], 'focalLengthMm' | 'distanceMm'>) =>
  (focalLengthMm * FACE_HEIGHT_MM) / (SENSOR_WIDTH_MM * (distanceMm - FRONT_MM));

/** The lens that shows the face in this size from there; the longest or shortest there is where none does. */
export const focalLengthFor = (faceSize: number, distanceMm: number): number =>
  clamp((SENSOR_WIDTH_MM * faceSize * (distanceMm - FRONT_MM)) / FACE_HEIGHT_MM, PARAMETER_RANGES.camera.focalLengthMm);

const distanceFor = (faceSize: number, focalLengthMm: number): number =>
  clamp((focalLengthMm * FACE_HEIGHT_MM) / (SENSOR_WIDTH_MM * faceSize) + FRONT_MM, PARAMETER_RANGES.camera.distanceMm);

/** What somebody has decided already. */
export interface CameraLimits {
  readonly distanceMm?: number;
  readonly focalLengthMm?: number;
  /** height of the face, share of the image's side */
  readonly faceSize?: number;
}

/**
 * Pose leans to the front with heavy tails; photographs from about a metre to five, now and then a selfie. Lens and distance
 * belong together: whichever of them is limited, the other one follows, so that the face keeps its size.
 */
export function sampleCamera(random: Random, limits: CameraLimits = {}): FaceParameters['camera'] {
  const r = PARAMETER_RANGES.camera;
  const drawnDistance = clamp(1500 * Math.exp(random.normal() * 0.6), { min: 380, max: 12000 });
  const drawnShare = random.uniform(0.3, 0.62);
  const share = limits.faceSize ?? drawnShare;
  const distanceMm =
    limits.distanceMm ??
    (limits.focalLengthMm === undefined ? drawnDistance : distanceFor(share, limits.focalLengthMm));
  const isWide = chance(random, 0.3);
  return {
    focalLengthMm: limits.focalLengthMm ?? focalLengthFor(share, distanceMm),
    distanceMm,
    yawDeg: clamp(random.normal() * (isWide ? 40 : 17), r.yawDeg),
    pitchDeg: clamp(random.normal() * 10, r.pitchDeg),
    rollDeg: clamp(random.normal() * 9, r.rollDeg),
    centreX: clamp(0.5 + random.normal() * 0.035, r.centreX),
    centreY: clamp(0.5 + random.normal() * 0.035, r.centreY),
  };
}

export function sampleLight(random: Random): FaceParameters['light'] {
  const r = PARAMETER_RANGES.light;
  const isFlat = chance(random, 0.35);
  return {
    keyAzimuthDeg: clamp(random.normal() * 48, r.keyAzimuthDeg),
    keyElevationDeg: clamp(34 + random.normal() * 22, r.keyElevationDeg),
    keyStrength: isFlat ? random.uniform(0.05, 0.5) : random.uniform(0.4, 1.7),
    keyWarmth: random.uniform(0.15, 0.85),
    keySoftness: random.next(),
    fillStrength: random.uniform(0, 0.5),
    fillWarmth: random.next(),
    ambient: isFlat ? random.uniform(0.6, 1) : random.uniform(0.2, 0.7),
    ambientHueDeg: random.uniform(0, 360),
    ambientSaturation: random.next() ** 2 * 0.4,
    rim: chance(random, 0.3) ? random.next() : 0,
  };
}

export function sampleBackground(random: Random): FaceParameters['background'] {
  const kind = chance(random, 0.4) ? 'clutter' : pick(random, BACKGROUND_KINDS);
  return {
    kind,
    hueDeg: random.uniform(0, 360),
    saturation: random.next() ** 1.5,
    lightness: random.next(),
    detail: random.next(),
    blur: random.next() ** 2,
  };
}

/** Stops that bring skin of this brightness in this light near the middle, as a camera's meter would, but not quite. */
function meteredExposure(light: FaceParameters['light'], skinMelanin: number): number {
  const facing = Math.max(0.15, Math.cos((light.keyAzimuthDeg * Math.PI) / 180) * 0.75);
  const falling = light.ambient * 0.7 + light.keyStrength * facing + light.fillStrength * 0.5;
  const skin = 0.6 * (1 - skinMelanin) ** 1.6 + 0.035;
  return Math.log2(0.3 / (falling * (0.5 * skin + 0.125)));
}

/** @param skinMelanin of the face that the camera meters */
export function sampleLens(
  random: Random,
  light: FaceParameters['light'],
  skinMelanin: number,
): FaceParameters['lens'] {
  const r = PARAMETER_RANGES.lens;
  return {
    blur: chance(random, 0.6) ? random.next() ** 1.7 * 11 : 0,
    motionBlur: chance(random, 0.1) ? random.uniform(0, 25) : 0,
    motionAngleDeg: random.uniform(-90, 90),
    noise: chance(random, 0.6) ? random.next() ** 3 * 14 : 0,
    exposure: clamp(0.85 * meteredExposure(light, skinMelanin) + random.normal() * 0.35, r.exposure),
    contrast: random.uniform(0.8, 1.25),
    saturation: chance(random, 0.12) ? 0 : random.uniform(0.5, 1.3),
    warmth: clamp(random.normal() * 0.3, r.warmth),
    tint: clamp(random.normal() * 0.22, r.tint),
    vignette: random.next() ** 2 * 0.6,
    jpegQuality: Math.round(random.uniform(30, 100)),
  };
}
