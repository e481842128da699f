import type { TrainingProgress } from '@/lib/contracts/training-config';

/** One line for people; after a validation a second one with its results. */
export function progressLine({
  step,
  steps,
  epoch,
  imagesPerSecond,
  secondsLeft,
  learningRate,
  losses,
  validation,
}: TrainingProgress): string {
  const minutes = `${Math.floor(secondsLeft / 60)}:${String(Math.floor(secondsLeft % 60)).padStart(2, '0')}`;
  const loss = `loss ${losses.landmarks.toFixed(3)} + ${losses.depth.toFixed(3)} z + ${losses.confidence.toFixed(3)} c`;
  const line = `step ${step}/${steps} epoch ${epoch.toFixed(1)} ${imagesPerSecond.toFixed(1)} images/s, ${minutes} left, lr ${learningRate.toExponential(2)}, ${loss}`;
  if (!validation) return line;
  const sets = Object.entries(validation).map(
    ([set, { me, nmeInterOcular }]) => `${set} ME ${me.toFixed(2)} NME ${nmeInterOcular.toFixed(2)} %`,
  );
  return `${line}\n  ${sets.join(', ')}`;
}
