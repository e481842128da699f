import { createRandom, shuffle } from '@/lib/random';

/**
 * Which face stands at which place of which step. Everything follows from the seed and the place, so a resumed run
 * needs no generator's state, and no worker needs another's draws.
 */
export class Sampler {
  private epoch = -1;
  private order: number[] = [];

  /** @param faces indices of the faces of an epoch, each as often as the mix wants it */
  constructor(
    private readonly faces: readonly number[],
    private readonly seed: number,
  ) {}

  /** @param place 0-based place in the whole run: step · batch + place in the batch */
  faceAt(place: number): number {
    const epoch = Math.floor(place / this.faces.length);
    if (epoch !== this.epoch) {
      this.order = shuffle([...this.faces], createRandom(this.seed).fork(`order of epoch ${epoch}`));
      this.epoch = epoch;
    }
    return this.order[place % this.faces.length];
  }
}
