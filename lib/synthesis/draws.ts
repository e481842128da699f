import type { Random } from '@/lib/random';
import type { NumberRange } from './parameter-ranges';

export const clamp = (value: number, { min, max }: NumberRange): number => Math.min(Math.max(value, min), max);
export const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)];
export const chance = (random: Random, share: number): boolean => random.next() < share;
