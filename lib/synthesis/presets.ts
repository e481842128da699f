import type { FaceLimits } from './face-limits';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** what it is for, in a few words */
  readonly note: string;
  readonly limits: FaceLimits;
}

/** Starting points; each leaves everything else free. */
export const PRESETS: readonly Preset[] = [
  { id: 'free', title: 'Everything free', note: 'as generated sets are drawn by default', limits: {} },
  {
    id: 'frontal-studio',
    title: 'Frontal studio',
    note: 'straight heads, soft light, plain ground',
    limits: {
      traits: { faceSize: [0.45, 0.6] },
      camera: { yawDeg: [-8, 8], pitchDeg: [-6, 6], rollDeg: [-4, 4], distanceMm: [1200, 2500] },
      occluder: { kind: 'none' },
      light: {
        keyAzimuthDeg: [-35, 35],
        keyElevationDeg: [20, 45],
        keyStrength: [0.5, 0.9],
        keySoftness: [0.7, 1],
        fillStrength: [0.25, 0.5],
        ambient: [0.45, 0.7],
        ambientSaturation: 0,
      },
      background: { kind: ['plain', 'gradient'] },
      lens: {
        blur: 0,
        motionBlur: 0,
        noise: [0, 2],
        saturation: [0.85, 1.1],
        warmth: [-0.1, 0.1],
        tint: [-0.1, 0.1],
        jpegQuality: [90, 100],
      },
    },
  },
  {
    id: 'large-poses',
    title: 'Large poses',
    note: 'turned evenly up to profile, nodding and tilted',
    limits: { camera: { yawDeg: [-75, 75], pitchDeg: [-30, 30], rollDeg: [-25, 25] } },
  },
  {
    id: 'low-light',
    title: 'Low light',
    note: 'dark rooms, one weak lamp, a noisy sensor',
    limits: {
      light: { ambient: [0.05, 0.16], keyStrength: [0.15, 0.6], fillStrength: [0, 0.12], rim: [0, 0.3] },
      lens: { exposure: [-1, 0.2], noise: [6, 20] },
      background: { lightness: [0, 0.35] },
    },
  },
  {
    id: 'glasses-and-beards',
    title: 'Glasses and beards',
    note: 'masculine faces, all with both',
    limits: {
      traits: { look: 'masculine' },
      glasses: { style: ['round', 'square', 'wide', 'pilot'] },
      beard: { moustache: [0.4, 1], chin: [0.5, 1], cheeks: [0.2, 1] },
    },
  },
  {
    id: 'strong-expressions',
    title: 'Strong expressions',
    note: 'laughs, shouts, pursed and stretched lips, moving brows',
    limits: {
      traits: { mood: ['laugh', 'shout', 'sad', 'purse', 'stretch'] },
      expression: { browRaise: [0, 1], browLower: [0, 0.7], noseWrinkle: [0, 0.6] },
    },
  },
  {
    id: 'webcam',
    title: 'Webcam',
    note: 'close, from a little below or above, compressed',
    limits: {
      traits: { faceSize: [0.35, 0.75] },
      camera: { distanceMm: [400, 800], yawDeg: [-35, 35], pitchDeg: [-20, 15], rollDeg: [-10, 10] },
      background: { kind: ['room', 'clutter'] },
      lens: { noise: [1, 9], jpegQuality: [35, 75] },
    },
  },
  {
    id: 'from-afar',
    title: 'From afar',
    note: 'small, soft faces as a watching camera sees them',
    limits: {
      traits: { faceSize: [0.15, 0.28] },
      camera: { distanceMm: [4000, 15000], pitchDeg: [0, 30] },
      lens: { blur: [2, 8], noise: [3, 14], jpegQuality: [20, 60] },
    },
  },
  {
    id: 'older-faces',
    title: 'Older faces',
    note: 'wrinkles, grey and receding hair, sagging skin',
    limits: { traits: { age: [0.65, 1] } },
  },
  {
    id: 'partly-hidden',
    title: 'Partly hidden',
    note: 'hands, cards and microphones before the face',
    limits: { occluder: { kind: ['hand', 'microphone', 'card'] } },
  },
];
