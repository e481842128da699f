import { z } from 'zod';

const amount = z.number();
const amounts = z.record(z.string(), amount);

/** What words are made of, where the generator's JSON states it; an older file may lack a group. */
export const wordedParametersSchema = z.object({
  glasses: z.object({ style: z.string() }).optional(),
  headwear: z.object({ style: z.string() }).optional(),
  occluder: z.object({ kind: z.string() }).optional(),
  beard: z.object({ moustache: amount, chin: amount, cheeks: amount }).optional(),
  makeup: z.object({ lips: amount, eyeShadow: amount, liner: amount, blush: amount }).optional(),
  eyes: z.object({ rightClosed: amount, leftClosed: amount }).optional(),
  expression: amounts.optional(),
  light: z.object({ keyAzimuthDeg: amount, keyElevationDeg: amount, keyStrength: amount }).optional(),
  lens: z.object({ blur: amount, motionBlur: amount, saturation: amount }).optional(),
});
export type WordedParameters = z.infer<typeof wordedParametersSchema>;

/** From here on a share (0 none, 1 full) is seen at a glance. */
const SEEN = 0.3;
const STRONG = 0.5;

const isWorn = (style: string | undefined): boolean => style !== undefined && style !== 'none';

/**
 * Words for what one sees on a generated face. Where WFLW has a word for it ("occlusion", "make-up", "expression",
 * "illumination", "blur") that word is used, so that generated and real sets are filtered by the same ones.
 */
export function generatedTags(parameters: WordedParameters): string[] {
  const { glasses, headwear, occluder, beard, makeup, eyes, expression = {}, light, lens } = parameters;
  const strength = (name: string) => expression[name] ?? 0;
  const isOpen = strength('jawOpen') >= 0.35;
  const isSmile = strength('smile') >= STRONG;
  const isMoved = ['mouthDown', 'pucker', 'stretch'].some((name) => strength(name) >= STRONG);
  const side = Math.abs(light?.keyAzimuthDeg ?? 0);
  const isLit = (light?.keyStrength ?? 0) >= 0.4;
  const isBack = isLit && side >= 110;
  const isSide = isLit && side >= 55 && !isBack;
  const isUnder = isLit && (light?.keyElevationDeg ?? 0) <= -5;
  const words: readonly (readonly [word: string, isMeant: boolean])[] = [
    ['glasses', isWorn(glasses?.style)],
    ['hat', isWorn(headwear?.style)],
    ['occlusion', isWorn(occluder?.kind)],
    ['beard', beard !== undefined && Math.max(beard.moustache, beard.chin, beard.cheeks) >= SEEN],
    [
      'make-up',
      makeup !== undefined && Math.max(makeup.lips, makeup.eyeShadow, makeup.blush, makeup.liner - SEEN) >= SEEN,
    ],
    ['closed eyes', eyes !== undefined && Math.min(eyes.rightClosed, eyes.leftClosed) >= 0.8],
    ['open mouth', isOpen],
    ['smile', isSmile],
    ['expression', isOpen || isSmile || isMoved],
    ['back light', isBack],
    ['side light', isSide],
    ['light from below', isUnder],
    ['flat light', light !== undefined && !isLit],
    ['illumination', isBack || isSide || isUnder],
    ['blur', lens !== undefined && (lens.blur >= 5 || lens.motionBlur >= 10)],
    ['black and white', lens?.saturation === 0],
  ];
  return words.filter(([, isMeant]) => isMeant).map(([word]) => word);
}
