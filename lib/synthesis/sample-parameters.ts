import type { Random } from '@/lib/random';
import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import { IDENTITY_NAMES } from './head/identity';
import { DETAIL_COUNT } from './head/shape-head';
import {
  BACKGROUND_KINDS,
  type FaceParameters,
  GLASSES_STYLES,
  HAIR_STYLES,
  HEADWEAR_STYLES,
  type NumberRange,
  PARAMETER_RANGES,
} from './parameter-ranges';
import { SENSOR_WIDTH_MM } from './render/camera';

/** Narrows what is drawn: fixed values by group and name, e.g. `{ camera: { yawDeg: 0 }, skin: { melanin: 0.8 } }`. */
export type FaceLimits = { readonly [G in keyof FaceParameters]?: Partial<FaceParameters[G]> };

const clamp = (value: number, { min, max }: NumberRange) => Math.min(Math.max(value, min), max);
const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)];
const chance = (random: Random, share: number) => random.next() < share;

/** Height of the face from brow to chin, mm: what `share` of the image refers to. */
const FACE_HEIGHT_MM = 140;

function sampleExpression(random: Random): Record<ExpressionName, number> {
  const r = PARAMETER_RANGES.expression;
  const values = Object.fromEntries(EXPRESSION_NAMES.map((name) => [name, 0])) as Record<ExpressionName, number>;
  values.lipsClosed = chance(random, 0.6) ? 1 : random.uniform(0.2, 1);
  const kind = random.next();
  if (kind < 0.32) values.smile = random.uniform(0.15, 0.6);
  else if (kind < 0.55) {
    values.smile = random.uniform(0.5, 1);
    values.lipsClosed = random.uniform(0, 0.5);
    values.upperLipRaise = random.uniform(0.1, 0.7);
    values.lowerLipDrop = random.uniform(0, 0.5);
    values.jawOpen = random.uniform(0, 0.2);
  } else if (kind < 0.72) {
    values.jawOpen = Math.abs(random.normal()) * 0.35;
    values.lipsClosed = random.uniform(0, 0.4);
    values.pucker = chance(random, 0.3) ? random.uniform(0, 0.6) : 0;
  } else if (kind < 0.8) values.mouthDown = random.uniform(0.2, 1);
  else if (kind < 0.86) values.pucker = random.uniform(0.3, 1);
  else if (kind < 0.92) values.stretch = random.uniform(0.2, 0.9);
  for (const name of [
    'browRaise',
    'innerBrowRaise',
    'browLower',
    'lipPress',
    'noseWrinkle',
    'cheekPuff',
    'jawForward',
  ] as const) {
    if (chance(random, 0.22)) values[name] = Math.min(1, Math.abs(random.normal()) * 0.5);
  }
  for (const name of ['mouthRight', 'smirk', 'browAsymmetry', 'jawRight'] as const)
    values[name] = random.normal() * 0.13;
  if (chance(random, 0.1)) values.smirk = random.uniform(-1, 1);
  for (const name of EXPRESSION_NAMES) values[name] = clamp(values[name], r[name]);
  return values;
}

function sampleCamera(random: Random): FaceParameters['camera'] {
  const r = PARAMETER_RANGES.camera;
  // photographs and interviews from about a metre to five, now and then a selfie
  const distanceMm = clamp(1500 * Math.exp(random.normal() * 0.6), { min: 380, max: 12000 });
  const share = random.uniform(0.3, 0.62);
  const wide = chance(random, 0.3);
  return {
    focalLengthMm: clamp((SENSOR_WIDTH_MM * share * (distanceMm - 60)) / FACE_HEIGHT_MM, r.focalLengthMm),
    distanceMm,
    yawDeg: clamp(random.normal() * (wide ? 40 : 17), r.yawDeg),
    pitchDeg: clamp(random.normal() * 10, r.pitchDeg),
    rollDeg: clamp(random.normal() * 9, r.rollDeg),
    centreX: clamp(0.5 + random.normal() * 0.035, r.centreX),
    centreY: clamp(0.5 + random.normal() * 0.035, r.centreY),
  };
}

/**
 * Draws the parameters of a face. Skin tone, age and face width are spread evenly, on purpose, not as they are in the
 * world; identity is normal with the population's spread; pose leans to the front with heavy tails.
 */
export function sampleFaceParameters(random: Random, limits: FaceLimits = {}): FaceParameters {
  const fork = (name: string) => random.fork(name);
  const shape = fork('identity');
  const identity = Object.fromEntries(
    IDENTITY_NAMES.map((name) => [name, clamp(shape.normal(), PARAMETER_RANGES.identity[name])]),
  ) as FaceParameters['identity'];
  const age = fork('age').next();
  const detail = fork('detail');
  const skin = fork('skin');
  const melanin = skin.next();
  const hair = fork('hair');
  const male = fork('sex').next() < 0.5;
  const style = pick(hair, HAIR_STYLES);
  const dark = Math.min(1, Math.max(0, 0.25 + melanin * 1.1 + hair.normal() * 0.22));
  const beard = fork('beard');
  const grows = male && chance(beard, 0.6);
  const makeup = fork('makeup');
  const wears = !male && chance(makeup, 0.5);
  const eyes = fork('eyes');
  const blink = chance(eyes, 0.05) ? 1 : eyes.uniform(-0.1, 0.3);
  const light = fork('light');
  const back = fork('background');
  const lens = fork('lens');
  const wear = fork('wear');
  const parameters: FaceParameters = {
    identity,
    detail: {
      moves: Array.from({ length: DETAIL_COUNT }, () => clamp(detail.normal() * 0.8, PARAMETER_RANGES.detail.moves.of)),
    },
    expression: sampleExpression(fork('expression')),
    eyes: {
      rightClosed: clamp(blink + eyes.normal() * 0.03, PARAMETER_RANGES.eyes.rightClosed),
      leftClosed: clamp(blink + eyes.normal() * 0.03, PARAMETER_RANGES.eyes.leftClosed),
      squint: chance(eyes, 0.3) ? eyes.next() : 0,
      gazeYawDeg: clamp(eyes.normal() * 10, PARAMETER_RANGES.eyes.gazeYawDeg),
      gazePitchDeg: clamp(eyes.normal() * 5, PARAMETER_RANGES.eyes.gazePitchDeg),
      irisMelanin: Math.min(1, Math.max(0, 0.3 + melanin * 0.9 + eyes.normal() * 0.3)),
      irisGreen: eyes.next(),
      pupil: eyes.uniform(0.25, 0.5),
      redness: eyes.next() ** 2 * 0.7,
    },
    skin: {
      melanin,
      redness: skin.next(),
      yellowness: skin.next(),
      gloss: skin.next(),
      roughness: Math.min(1, 0.2 + 0.6 * age + 0.2 * skin.next()),
      wrinkles: age ** 1.5,
      freckles: chance(skin, 0.15) ? skin.next() : 0,
      underEyeDark: skin.next() * (0.4 + 0.6 * age),
      blemishes: skin.next() ** 2,
    },
    hair: {
      style,
      length: hair.next(),
      volume: hair.next(),
      curl: hair.next() ** 2,
      melanin: dark,
      redness: chance(hair, 0.15) ? hair.next() : 0,
      grey: chance(hair, age * 0.8) ? hair.next() : 0,
      parting: hair.uniform(-1, 1),
      fringe: hair.next(),
      hairLine: hair.uniform(-1, 1),
      dyeHueDeg: hair.uniform(0, 360),
      dye: chance(hair, 0.05) ? hair.next() : 0,
    },
    brows: {
      thickness: fork('brow-thickness').uniform(0.5, 1.6),
      density: fork('brow-density').next(),
      darkness: fork('brow-dark').next(),
    },
    beard: {
      stubble: male ? beard.next() : 0,
      moustache: grows ? beard.next() : 0,
      chin: grows ? beard.next() : 0,
      cheeks: grows ? beard.next() ** 1.5 : 0,
      length: beard.next(),
    },
    makeup: {
      lips: wears ? makeup.next() : 0,
      lipHueDeg: makeup.uniform(-40, 15),
      eyeShadow: wears ? makeup.next() : 0,
      shadowHueDeg: makeup.uniform(0, 360),
      liner: wears ? makeup.next() : makeup.next() * 0.3,
      blush: wears ? makeup.next() : 0,
    },
    glasses: {
      style: chance(wear, 0.22) ? pick(wear, GLASSES_STYLES.slice(1)) : 'none',
      darkness: wear.next(),
      tint: chance(wear, 0.15) ? wear.next() : 0,
      thickness: wear.next(),
      hueDeg: wear.uniform(0, 360),
    },
    headwear: {
      style: chance(wear, 0.12) ? pick(wear, HEADWEAR_STYLES.slice(1)) : 'none',
      hueDeg: wear.uniform(0, 360),
      saturation: wear.next(),
      lightness: wear.next(),
    },
    clothing: {
      hueDeg: wear.uniform(0, 360),
      saturation: wear.next(),
      lightness: wear.next(),
      collar: wear.next(),
      pattern: wear.next(),
    },
    light: {
      keyAzimuthDeg: clamp(light.normal() * 45, PARAMETER_RANGES.light.keyAzimuthDeg),
      keyElevationDeg: clamp(32 + light.normal() * 22, PARAMETER_RANGES.light.keyElevationDeg),
      keyStrength: light.uniform(0.2, 1.5),
      keyWarmth: light.uniform(0.15, 0.85),
      keySoftness: light.next(),
      fillStrength: light.uniform(0, 0.5),
      fillWarmth: light.next(),
      ambient: light.uniform(0.3, 0.9),
      ambientHueDeg: light.uniform(0, 360),
      ambientSaturation: light.next() ** 2 * 0.4,
      rim: chance(light, 0.3) ? light.next() : 0,
    },
    background: {
      kind: pick(back, BACKGROUND_KINDS),
      hueDeg: back.uniform(0, 360),
      saturation: back.next(),
      lightness: back.next(),
      detail: back.next(),
    },
    camera: sampleCamera(fork('camera')),
    lens: {
      blur: chance(lens, 0.5) ? lens.next() ** 2 * 10 : 0,
      motionBlur: chance(lens, 0.1) ? lens.uniform(0, 25) : 0,
      motionAngleDeg: lens.uniform(-90, 90),
      noise: lens.next() ** 3 * 18,
      exposure: lens.normal() * 0.3,
      contrast: lens.uniform(0.8, 1.25),
      saturation: chance(lens, 0.08) ? 0 : lens.uniform(0.5, 1.3),
      warmth: clamp(lens.normal() * 0.3, PARAMETER_RANGES.lens.warmth),
      tint: clamp(lens.normal() * 0.25, PARAMETER_RANGES.lens.tint),
      vignette: lens.next() ** 2 * 0.6,
      jpegQuality: Math.round(lens.uniform(40, 100)),
    },
    texture: { seed: fork('texture').integer(0x100000000) },
  };
  return withLimits(parameters, limits);
}

function withLimits(parameters: FaceParameters, limits: FaceLimits): FaceParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([group, values]) => [group, { ...values, ...limits[group as keyof FaceLimits] }]),
  ) as unknown as FaceParameters;
}
