import { formatPercent, formatPx, formatShare } from '@/lib/evaluation/report-text';
import { PUBLISHED } from './published';
import { differenceWords, type Finding, MAIN_SET, outcome, runOf, signed } from './report';
import { fasterPercent, mixesOf, smallerPercent } from './report-runs';
import type { RunResult } from './results';
import { compareRuns, type PlanSummary } from './summary';
import type { Timing } from './timing';

/** The report's claims, held against paired comparisons of our runs. Every word that judges follows from a number. */
export async function reportFindings(
  summary: PlanSummary,
  results: readonly RunResult[],
  timing: Timing | null,
): Promise<Finding[]> {
  const compare = (a: string, b: string, set: string = MAIN_SET) => compareRuns(results, a, b, set);
  const me = (id: string) => runOf(summary, id).tests[MAIN_SET].me;
  const sr10 = (id: string) => runOf(summary, id).tests[MAIN_SET].sr10;
  return [
    await losses(compare),
    await mixing(compare, mixesOf(summary), me, (id) => runOf(summary, id).title),
    await ninetyTen(compare),
    {
      question: 'What does shallowness cost?',
      answer: `${formatPercent(smallerPercent(summary))} % fewer parameters (the report: ${PUBLISHED.shallow.smallerPercent} % smaller)${timing ? ` and ${formatPercent(fasterPercent(timing))} % less time (${PUBLISHED.shallow.fasterPercent} %)` : ''}, for ${differenceWords(await compare('mix-060', 'shallow-mix-060'))} of ME on the 60/40 mix, ${differenceWords(await compare('mix-000', 'shallow-mix-000'))} on real faces alone, and ${signed(100 * (sr10('shallow-mix-060') - sr10('mix-060')))} points of SR@10. The report lost ${PUBLISHED.shallow.srDropPercent} % of its SR@20.`,
    },
    {
      question: 'How much of the gap between synthetic and real is labelling?',
      answer: `The same pictures with the jaw on the visible outline instead of the projected 3D jaw move ME by ${differenceWords(await compare('mix-100', 'mix-100-outline'))} on ${MAIN_SET}, whose jaws are outlines, and by ${differenceWords(await compare('mix-100', 'mix-100-outline', 'face-synthetics'))} on Face Synthetics, whose jaws are projected.`,
    },
    wholeLevel(summary, me('mix-100')),
  ];
}

type Compare = (a: string, b: string, set?: string) => ReturnType<typeof compareRuns>;

async function losses(compare: Compare): Promise<Finding> {
  const synthetic = await compare('synthetic-mse', 'mix-100');
  const real = await compare('real-mse', 'mix-000');
  const words = { better: 'yes', worse: 'no, it is worse', noise: 'not shown' };
  return {
    question: 'Is wing loss better than MSE beyond noise?',
    answer: `On synthetic training ${outcome(synthetic, words)}: ${differenceWords(synthetic)}. On real training ${outcome(real, words)}: ${differenceWords(real)}. Wing (10, 2) for (5, 0.5): ${differenceWords(await compare('mix-100', 'synthetic-wing-10'))}; the plain distance (L2) for wing: ${differenceWords(await compare('mix-100', 'synthetic-l2'))}. The report’s own step, 0.38 to 0.41 of SR@20 on 300 images, lies inside the sampling error of such a share (± 5.6 points).`,
  };
}

async function mixing(
  compare: Compare,
  mixes: readonly string[],
  me: (id: string) => number,
  title: (id: string) => string,
): Promise<Finding> {
  const someReal = await compare('mix-100', 'mix-060');
  const best = mixes.reduce((a, b) => (me(b) < me(a) ? b : a));
  const words = { better: 'Yes', worse: 'No, it hurts', noise: 'Not shown' };
  const { synthetic, mixed } = PUBLISHED;
  const versusReal =
    best === 'mix-000'
      ? 'Real faces alone are the best of our mixes, 3,000 of them being at hand.'
      : `The best of our mixes is “${title(best)}”: ${differenceWords(await compare('mix-000', best))} against real faces alone.`;
  return {
    question: 'Do real faces help a synthetic set?',
    answer: `${outcome(someReal, words)}: 40 % of real faces change ME by ${differenceWords(someReal)}; the report has ${signed(mixed.me - synthetic.me)} px. ${versusReal}`,
  };
}

async function ninetyTen(compare: Compare): Promise<Finding> {
  const little = await compare('mix-100', 'mix-090');
  const less = await compare('mix-060', 'mix-090');
  return {
    question: 'Does 90/10 collapse?',
    answer: `${outcome(little, { better: 'No', worse: 'Yes', noise: 'It gains nothing, but does not collapse' })}: 10 % of real faces change ME by ${differenceWords(little)} against none at all; against 40 % it is ${differenceWords(less)}. The report found the accuracy to drop significantly below that of purely synthetic training.`,
  };
}

function wholeLevel({ meanShape }: PlanSummary, ours: number): Finding {
  const { me, sr20 } = meanShape[MAIN_SET];
  const best = PUBLISHED.mixed;
  return {
    question: 'Why are the report’s errors so much larger?',
    answer: `Its best model (${formatPx(best.me)} px) does worse than a constant mean face does here (${formatPx(me)} px, SR@20 ${formatShare(sr20)}); our purely synthetic training has ${formatPx(ours)} px. Its loader mirrors images without exchanging left and right landmarks, so half of what it learns from contradicts the other half, and it trains on its test images.`,
  };
}
