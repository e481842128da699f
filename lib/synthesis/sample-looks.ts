import type { Random } from '@/lib/random';
import { chance, pick } from './draws';
import { type FaceParameters, GLASSES_STYLES, HAIR_STYLES, HEADWEAR_STYLES } from './parameter-ranges';

type Looks = Pick<
  FaceParameters,
  'skin' | 'hair' | 'brows' | 'beard' | 'makeup' | 'glasses' | 'headwear' | 'clothing' | 'occluder'
>;

const bounded = (value: number): number => Math.min(1, Math.max(0, value));

/** What somebody has decided already. */
export interface LooksLimits {
  /** 0 young, 1 old */
  readonly age?: number;
  readonly isMale?: boolean;
  readonly melanin?: number;
}

/** Skin, hair and what is worn. Skin tone and age are uniform; hair, wrinkles and grey follow them. */
export function sampleLooks(random: Random, limits: LooksLimits = {}): Looks {
  const age = limits.age ?? random.fork('age').next();
  const isMale = limits.isMale ?? random.fork('sex').next() < 0.5;
  const skin = random.fork('skin');
  const drawnMelanin = skin.next();
  const melanin = limits.melanin ?? drawnMelanin;
  const beard = random.fork('beard');
  const grows = isMale && chance(beard, 0.5);
  const makeup = random.fork('makeup');
  const paints = !isMale && chance(makeup, 0.5);
  const wear = random.fork('wear');
  return {
    skin: {
      melanin,
      redness: skin.next(),
      yellowness: skin.next(),
      gloss: skin.next(),
      roughness: bounded(0.15 + 0.6 * age + 0.25 * skin.next()),
      wrinkles: age ** 1.5,
      freckles: chance(skin, 0.15) ? skin.next() : 0,
      underEyeDark: skin.next() * (0.4 + 0.6 * age),
      blemishes: skin.next() ** 2,
    },
    hair: sampleHair(random.fork('hair'), age, isMale, melanin),
    brows: {
      thickness: isMale ? wear.uniform(0.8, 1.7) : wear.uniform(0.5, 1.3),
      density: wear.next(),
      darkness: wear.next(),
    },
    beard: {
      stubble: isMale ? beard.next() : 0,
      moustache: grows ? beard.next() : 0,
      chin: grows ? beard.next() : 0,
      cheeks: grows ? beard.next() ** 1.5 : 0,
      length: beard.next() ** 2,
    },
    makeup: {
      lips: paints ? makeup.next() : 0,
      lipHueDeg: makeup.uniform(-40, 15),
      eyeShadow: paints ? makeup.next() ** 2 : 0,
      shadowHueDeg: makeup.uniform(0, 360),
      liner: paints ? makeup.next() : makeup.next() * 0.3,
      blush: paints ? makeup.next() : 0,
    },
    glasses: {
      style: chance(wear, 0.2) ? pick(wear, GLASSES_STYLES.slice(1)) : 'none',
      darkness: wear.next(),
      tint: chance(wear, 0.2) ? wear.next() : 0,
      thickness: wear.next(),
      hueDeg: wear.uniform(0, 360),
    },
    headwear: {
      style: chance(wear, 0.1) ? pick(wear, HEADWEAR_STYLES.slice(1)) : 'none',
      depth: wear.next(),
      hueDeg: wear.uniform(0, 360),
      saturation: wear.next(),
      lightness: wear.next(),
    },
    clothing: {
      hueDeg: wear.uniform(0, 360),
      saturation: wear.next() ** 1.5,
      lightness: wear.next(),
      collar: wear.next(),
      pattern: wear.next(),
    },
    occluder: sampleOccluder(random.fork('occluder')),
  };
}

function sampleHair(random: Random, age: number, isMale: boolean, skinMelanin: number): FaceParameters['hair'] {
  const style = isMale
    ? chance(random, 0.45)
      ? 'short'
      : pick(random, HAIR_STYLES)
    : pick(random, ['short', 'medium', 'medium', 'long', 'long', 'curly', 'tied'] as const);
  return {
    style: style === 'receding' && age < 0.35 ? 'short' : style,
    length: random.next(),
    volume: random.next(),
    curl: random.next() ** 2.5,
    melanin: bounded(0.2 + skinMelanin * 1.1 + random.normal() * 0.25),
    redness: chance(random, 0.15) ? random.next() : 0,
    grey: chance(random, 0.8 * age * age) ? random.next() : 0,
    parting: random.uniform(-1, 1),
    fringe: random.next(),
    hairLine: random.uniform(-1, 1),
    dyeHueDeg: random.uniform(0, 360),
    dye: chance(random, 0.04) ? random.next() : 0,
  };
}

/** One face in twelve has something before it. */
function sampleOccluder(random: Random): FaceParameters['occluder'] {
  return {
    kind: chance(random, 1 / 12) ? pick(random, ['hand', 'hand', 'microphone', 'card'] as const) : 'none',
    side: random.uniform(-1, 1),
    height: random.next(),
    size: random.next(),
    hueDeg: random.uniform(0, 360),
    lightness: random.next() ** 2,
  };
}
