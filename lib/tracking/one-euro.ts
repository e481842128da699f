export interface OneEuroOptions {
  /** cutoff at rest, Hz: lower is calmer */
  readonly minCutoffHz: number;
  /** how much the cutoff rises with speed, Hz per unit a second: higher lags less */
  readonly beta: number;
  /** cutoff of the speed's own low-pass, Hz */
  readonly derivativeCutoffHz: number;
}

/**
 * A face at rest is calmed to a twentieth of a Hz, and one that moves by a tenth of its size a second is followed at
 * 8 Hz. Speeds count in sizes of the face, as in MediaPipe's landmark smoothing: pass the face's size as `scale`.
 */
export const LANDMARK_SMOOTHING: OneEuroOptions = { minCutoffHz: 0.05, beta: 80, derivativeCutoffHz: 1 };

/**
 * 1€ filter (Casiez, Roussel, Vogel, CHI 2012, algorithm 1) on a list of values at once: a low-pass whose cutoff rises with
 * the speed, so that what rests does not jitter and what moves does not lag.
 */
export class OneEuroFilter {
  private values: Float64Array | null = null;
  private speeds = new Float64Array(0);
  private lastMs = 0;

  constructor(private readonly options: OneEuroOptions) {}

  /**
   * @param values as many at every call
   * @param timeMs a call that is not later than the one before returns its values as they are
   * @param scale  the unit that `beta` counts speeds in, in units of the values
   */
  filter(values: ArrayLike<number>, timeMs: number, scale = 1): Float64Array {
    const seconds = (timeMs - this.lastMs) / 1000;
    const before = this.values;
    this.lastMs = timeMs;
    if (!before || before.length !== values.length || !(seconds > 0)) {
      this.speeds = new Float64Array(values.length);
      this.values = Float64Array.from(values);
      return this.values.slice();
    }
    const { minCutoffHz, beta, derivativeCutoffHz } = this.options;
    const speedShare = shareOf(derivativeCutoffHz, seconds);
    for (let i = 0; i < values.length; i++) {
      const speed = (values[i] - before[i]) / scale / seconds;
      this.speeds[i] += speedShare * (speed - this.speeds[i]);
      const share = shareOf(minCutoffHz + beta * Math.abs(this.speeds[i]), seconds);
      before[i] += share * (values[i] - before[i]);
    }
    return before.slice();
  }
}

/** Share of the new value in exponential smoothing with this cutoff. */
function shareOf(cutoffHz: number, seconds: number): number {
  const tau = 1 / (2 * Math.PI * cutoffHz);
  return 1 / (1 + tau / seconds);
}
