import { LIMIT_RANGES } from '@/lib/synthesis/face-limits';
import type { NumberRange, Rule } from '@/lib/synthesis/parameter-ranges';
import { ruleOf } from './settings-url';

/** One parameter as the page shows it. */
export interface Control {
  /** `camera.yawDeg` */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly rule: Exclude<Rule, { count: number }>;
}

export interface ControlGroup {
  readonly id: string;
  readonly title: string;
  /** those that one reaches for; the rest is behind "more" */
  readonly first: readonly Control[];
  readonly more: readonly Control[];
}

/** Where a name alone would not say enough. */
const LABELS: Readonly<Record<string, string>> = {
  'camera.yawDeg': 'Yaw',
  'camera.pitchDeg': 'Pitch',
  'camera.rollDeg': 'Roll',
  'camera.centreX': 'Place across',
  'camera.centreY': 'Place down',
  'skin.melanin': 'Skin tone',
  'hair.melanin': 'Darkness',
  'hair.dye': 'Dyed',
  'eyes.irisMelanin': 'Iris darkness',
  'eyes.pupil': 'Pupil size',
  'traits.look': 'Features',
  'traits.age': 'Age',
  'light.rim': 'Light from behind',
  'lens.blur': 'Out of focus',
  'lens.noise': 'Sensor noise',
  'lens.jpegQuality': 'JPEG quality',
  'headwear.style': 'Hat',
  'headwear.depth': 'Pulled down',
  'occluder.kind': 'Before the face',
  'glasses.darkness': 'Frame darkness',
  'glasses.tint': 'Tinted lenses',
  'background.blur': 'Out of focus',
};

/** `keyAzimuthDeg` → "Key azimuth", with "°" beside it */
function labelOf(name: string): string {
  const own = name.slice(name.indexOf('.') + 1).replace(/(Deg|Mm)$/, '');
  const words = own.replace(/([A-Z])/g, ' $1').toLowerCase();
  return LABELS[name] ?? words[0].toUpperCase() + words.slice(1);
}

const unitOf = (name: string): string => (name.endsWith('Deg') ? '°' : name.endsWith('Mm') ? 'mm' : '');

function controlOf(name: string): Control {
  const rule = ruleOf(name);
  if (!rule || 'count' in rule) throw new Error(`control ${name}: expected a number or a choice`);
  return { name, label: labelOf(name), unit: unitOf(name), rule };
}

/** [id, title, names in front, group of parameters whose others stand behind "more"] */
const LAYOUT: readonly (readonly [id: string, title: string, first: readonly string[], more?: readonly string[]])[] = [
  ['pose', 'Pose', ['camera.yawDeg', 'camera.pitchDeg', 'camera.rollDeg']],
  [
    'expression',
    'Expression',
    ['traits.mood', 'expression.smile', 'expression.jawOpen', 'expression.lipsClosed', 'expression.browRaise'],
    ['expression'],
  ],
  ['eyes', 'Eyes', ['eyes.rightClosed', 'eyes.leftClosed', 'eyes.gazeYawDeg', 'eyes.gazePitchDeg'], ['eyes']],
  [
    'person',
    'Age and shape',
    ['traits.age', 'traits.look', 'identity.faceWidth', 'identity.faceHeight', 'identity.jawWidth'],
    ['identity'],
  ],
  ['skin', 'Skin', ['skin.melanin', 'skin.wrinkles', 'skin.freckles', 'skin.gloss'], ['skin']],
  ['hair', 'Hair', ['hair.style', 'hair.length', 'hair.melanin', 'hair.grey'], ['hair', 'brows']],
  ['beard', 'Beard', ['beard.stubble', 'beard.moustache', 'beard.chin', 'beard.cheeks', 'beard.length']],
  ['glasses', 'Glasses', ['glasses.style', 'glasses.tint', 'glasses.darkness'], ['glasses']],
  ['hat', 'Hat', ['headwear.style', 'headwear.depth'], ['headwear']],
  ['makeup', 'Make-up', ['makeup.lips', 'makeup.eyeShadow', 'makeup.liner', 'makeup.blush'], ['makeup']],
  ['occluder', 'Before the face', ['occluder.kind', 'occluder.side', 'occluder.height', 'occluder.size'], ['occluder']],
  ['clothing', 'Clothing', ['clothing.hueDeg', 'clothing.lightness', 'clothing.pattern'], ['clothing']],
  [
    'light',
    'Light',
    ['light.keyAzimuthDeg', 'light.keyElevationDeg', 'light.keyStrength', 'light.keySoftness', 'light.ambient'],
    ['light'],
  ],
  ['background', 'Background', ['background.kind', 'background.lightness', 'background.blur'], ['background']],
  [
    'camera',
    'Camera',
    ['traits.faceSize', 'camera.distanceMm', 'camera.focalLengthMm', 'camera.centreX', 'camera.centreY'],
  ],
  [
    'lens',
    'Blur and sensor',
    ['lens.blur', 'lens.motionBlur', 'lens.noise', 'lens.exposure', 'lens.jpegQuality'],
    ['lens'],
  ],
];

export const CONTROL_GROUPS: readonly ControlGroup[] = LAYOUT.map(([id, title, first, more = []]) => ({
  id,
  title,
  first: first.map(controlOf),
  more: more
    .flatMap((group) => Object.keys(LIMIT_RANGES[group as keyof typeof LIMIT_RANGES]).map((own) => `${group}.${own}`))
    .filter((name) => !first.includes(name))
    .map(controlOf),
}));

export const controlsOf = ({ first, more }: ControlGroup): readonly Control[] => [...first, ...more];

/** Ranges that span so much are moved along by factors. */
const isWide = ({ min, max }: NumberRange): boolean => min > 0 && max / min > 20;

const PLACES = 1000;

/** A value as a place of its slider, 0 to 1000, and back. */
export const toPlace = (value: number, range: NumberRange): number => {
  const { min, max } = range;
  const share = isWide(range) ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.round(PLACES * share);
};

export function fromPlace(place: number, range: NumberRange): number {
  const { min, max } = range;
  const share = place / PLACES;
  const value = isWide(range) ? min * (max / min) ** share : min + share * (max - min);
  const step = stepOf(range);
  return Math.min(max, Math.max(min, Number((Math.round(value / step) * step).toFixed(4))));
}

/** As fine as a slider needs: whole degrees and millimetres, hundredths of a share. */
export const stepOf = ({ min, max, integer }: NumberRange): number => (integer || max - min >= 30 ? 1 : 0.01);

/** A number without needless digits. */
export const shownNumber = (value: number): string => String(Number(value.toFixed(2)));

/** `-75 to 75 °` */
export const rangeWords = ({ min, max }: NumberRange, unit: string): string => `${min} to ${max}${unit && ` ${unit}`}`;
