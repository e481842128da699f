import { type Random, shuffle } from '@/lib/random';

/** One set of a training mix. */
export interface MixPart {
  /** samples it has */
  readonly size: number;
  /** part of the mix's images, 0–1; or null where `repeat` says how often each sample comes. 0 of either: none */
  readonly share: number | null;
  /** times each sample comes in an epoch; may have a fraction */
  readonly repeat: number;
  /** at most this many different samples; null: all. A smaller limit chooses among those of a larger one */
  readonly limit?: number | null;
}

export interface MixEntry {
  readonly part: number;
  readonly index: number;
}

/**
 * The samples of one epoch, each as often as the mix wants it, not yet shuffled.
 *
 * With shares (60 % synthetic, 40 % real) the epoch has `images` samples; a set larger than its part gives the same
 * seeded choice in every epoch, a smaller one is repeated evenly. Without, every set comes `repeat` times.
 *
 * @param images samples of a mix by share; null takes as many as the sets have together
 * @throws RangeError for an empty set that is asked for images, or shares that do not add up to 1
 */
export function mixSamples(parts: readonly MixPart[], images: number | null, random: Random): MixEntry[] {
  const byShare = parts.some(({ share }) => share !== null);
  if (byShare) {
    const total = parts.reduce((sum, { share }) => sum + (share ?? 0), 0);
    if (parts.some(({ share }) => share === null) || Math.abs(total - 1) > 1e-6) {
      throw new RangeError(`mix: expected a share for every set, adding up to 1, found ${total} in all`);
    }
  }
  const wanted = images ?? parts.reduce((sum, { size }) => sum + size, 0);
  return parts.flatMap(({ size, share, repeat, limit }, part) => {
    const used = Math.min(size, limit ?? size);
    const count = Math.round(share === null ? repeat * used : share * wanted);
    if (count > 0 && size === 0)
      throw new RangeError(`mix: expected at least one image in every set, found none in set ${part + 1}`);
    const order = shuffle(
      Array.from({ length: size }, (_, i) => i),
      random.fork(`part ${part}`),
    );
    return Array.from({ length: count }, (_, i) => ({ part, index: order[i % used] }));
  });
}
