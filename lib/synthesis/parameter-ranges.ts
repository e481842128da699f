import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import { IDENTITY_NAMES, type IdentityName } from './head/identity';
import { DETAIL_COUNT } from './head/shape-head';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer?: true;
}
export interface Choice<T extends string> {
  readonly oneOf: readonly T[];
}
export interface NumberList {
  readonly count: number;
  readonly of: NumberRange;
}
export type Rule = NumberRange | Choice<string> | NumberList;

export type ValueOf<R> = R extends Choice<infer T> ? T : R extends NumberList ? readonly number[] : number;
type ValuesOf<G> = { readonly [K in keyof G]: ValueOf<G[K]> };

const between = (min: number, max: number): NumberRange => ({ min, max });
const share = between(0, 1);
const every = <K extends string>(names: readonly K[], range: NumberRange) =>
  Object.fromEntries(names.map((name) => [name, range])) as Record<K, NumberRange>;

export const HAIR_STYLES = ['bald', 'short', 'medium', 'long', 'curly', 'receding', 'tied'] as const;
export const GLASSES_STYLES = ['none', 'round', 'square', 'wide', 'pilot'] as const;
export const HEADWEAR_STYLES = ['none', 'beanie', 'cap', 'band'] as const;
export const OCCLUDER_KINDS = ['none', 'microphone', 'hand', 'card'] as const;
export const BACKGROUND_KINDS = [
  'plain',
  'gradient',
  'clutter',
  'room',
  'outdoors',
  'foliage',
  'stripes',
  'marble',
] as const;

const identity: Record<IdentityName, NumberRange> = every(IDENTITY_NAMES, between(-3.5, 3.5));
const expression: Record<ExpressionName, NumberRange> = {
  ...every(EXPRESSION_NAMES, share),
  mouthRight: between(-1, 1),
  smirk: between(-1, 1),
  browAsymmetry: between(-1, 1),
  jawRight: between(-1, 1),
};

/**
 * Every parameter of a face with its allowed range. Identity is in standard deviations of the adult population,
 * free-form detail in mm, shares run from none (0) to full (1), angles are degrees.
 */
export const PARAMETER_RANGES = {
  identity,
  detail: { moves: { count: DETAIL_COUNT, of: between(-8, 8) } },
  expression,
  eyes: {
    rightClosed: between(-0.35, 1),
    leftClosed: between(-0.35, 1),
    squint: share,
    /** gaze against the head: > 0 to the image's right, > 0 down */
    gazeYawDeg: between(-35, 35),
    gazePitchDeg: between(-25, 25),
    irisMelanin: share,
    /** of the uncoloured iris: 0 grey-blue, 1 green */
    irisGreen: share,
    /** diameter against the iris */
    pupil: between(0.2, 0.6),
    redness: share,
  },
  skin: {
    /** 0 very light, 1 very dark */
    melanin: share,
    redness: share,
    yellowness: share,
    gloss: share,
    /** depth of pores and unevenness */
    roughness: share,
    wrinkles: share,
    freckles: share,
    underEyeDark: share,
    blemishes: share,
  },
  hair: {
    style: { oneOf: HAIR_STYLES },
    length: share,
    volume: share,
    curl: share,
    melanin: share,
    redness: share,
    grey: share,
    /** −1 parted on the subject's right, 1 on the left */
    parting: between(-1, 1),
    fringe: share,
    /** −1 high, 1 low */
    hairLine: between(-1, 1),
    dyeHueDeg: between(0, 360),
    dye: share,
  },
  brows: { thickness: between(0.4, 1.8), density: share, darkness: share },
  beard: { stubble: share, moustache: share, chin: share, cheeks: share, length: share },
  makeup: {
    lips: share,
    lipHueDeg: between(-60, 30),
    eyeShadow: share,
    shadowHueDeg: between(0, 360),
    liner: share,
    blush: share,
  },
  glasses: {
    style: { oneOf: GLASSES_STYLES },
    darkness: share,
    tint: share,
    thickness: share,
    hueDeg: between(0, 360),
  },
  headwear: {
    style: { oneOf: HEADWEAR_STYLES },
    /** how far it is pulled down */
    depth: share,
    hueDeg: between(0, 360),
    saturation: share,
    lightness: share,
  },
  clothing: { hueDeg: between(0, 360), saturation: share, lightness: share, collar: share, pattern: share },
  /** something in front of the face that hides part of it */
  occluder: {
    kind: { oneOf: OCCLUDER_KINDS },
    /** −1 before the subject's right, 1 before the left */
    side: between(-1, 1),
    height: share,
    size: share,
    hueDeg: between(0, 360),
    lightness: share,
  },
  light: {
    /** 0 in front, 90 from the image's right */
    keyAzimuthDeg: between(-180, 180),
    /** 90 from above */
    keyElevationDeg: between(-40, 90),
    keyStrength: between(0, 2.5),
    /** 0 blue sky, 1 candle */
    keyWarmth: share,
    /** 0 a point, 1 a wide window */
    keySoftness: share,
    fillStrength: between(0, 1.2),
    fillWarmth: share,
    ambient: between(0.05, 1.2),
    ambientHueDeg: between(0, 360),
    ambientSaturation: between(0, 0.6),
    rim: share,
  },
  background: {
    kind: { oneOf: BACKGROUND_KINDS },
    hueDeg: between(0, 360),
    saturation: share,
    lightness: share,
    detail: share,
    /** how far out of focus */
    blur: share,
  },
  camera: {
    /** 35 mm equivalent of the square image; a crop of a photo counts as a longer lens */
    focalLengthMm: between(18, 3000),
    /** from the camera to the head's pivot */
    distanceMm: between(250, 20000),
    yawDeg: between(-75, 75),
    pitchDeg: between(-35, 35),
    rollDeg: between(-30, 30),
    /** where the middle of the face lies, share of the image's side */
    centreX: between(0.1, 0.9),
    centreY: between(0.1, 0.9),
  },
  lens: {
    /** standard deviation, thousandths of the image's side */
    blur: between(0, 14),
    /** length of the smear, thousandths of the image's side */
    motionBlur: between(0, 40),
    motionAngleDeg: between(-90, 90),
    /** standard deviation of sensor noise, 8-bit levels */
    noise: between(0, 25),
    exposure: between(-2, 2),
    contrast: between(0.5, 1.6),
    saturation: between(0, 1.6),
    warmth: between(-1, 1),
    tint: between(-1, 1),
    vignette: share,
    /** 100 leaves the pixels alone */
    jpegQuality: { min: 15, max: 100, integer: true },
  },
  texture: { seed: { min: 0, max: 0xffffffff, integer: true } },
} as const;

type Groups = typeof PARAMETER_RANGES;

/** Everything that makes one face; plain JSON. The same parameters give the same bytes. */
export type FaceParameters = { readonly [G in keyof Groups]: ValuesOf<Groups[G]> };
