import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import type { FaceParameters } from './parameter-ranges';

/** Counts between edges: counts[i] holds edges[i] ≤ value < edges[i + 1]; the last bin holds its upper edge too. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** What a set of generated faces is made of. */
export interface SetReport {
  readonly faces: number;
  readonly yawDeg: Histogram;
  readonly pitchDeg: Histogram;
  readonly rollDeg: Histogram;
  /** skin.melanin */
  readonly tone: Histogram;
  /** identity.faceWidth, standard deviations */
  readonly faceWidth: Histogram;
  /** skin.wrinkles, which grows with age */
  readonly wrinkles: Histogram;
  /** the strongest expression of each face, or `neutral` */
  readonly expression: Readonly<Record<string, number>>;
  readonly hair: Readonly<Record<string, number>>;
  readonly glasses: Readonly<Record<string, number>>;
  readonly headwear: Readonly<Record<string, number>>;
  readonly bearded: number;
}

/** Weaker than this a face counts as neutral. */
const EXPRESSED = 0.25;

/** `lipsClosed` is how a mouth rests, not an expression. */
const EXPRESSIVE = EXPRESSION_NAMES.filter((name) => name !== 'lipsClosed');

/** The strongest expression of a face. */
export function dominantExpression(expression: FaceParameters['expression']): ExpressionName | 'neutral' {
  let strongest: ExpressionName | 'neutral' = 'neutral';
  let most = EXPRESSED;
  for (const name of EXPRESSIVE) {
    if (Math.abs(expression[name]) > most) {
      strongest = name;
      most = Math.abs(expression[name]);
    }
  }
  return strongest;
}

function histogram(values: readonly number[], first: number, last: number, bins: number): Histogram {
  const width = (last - first) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    counts[Math.min(Math.max(Math.floor((value - first) / width), 0), bins - 1)]++;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => first + i * width), counts };
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

export function reportSet(faces: readonly FaceParameters[]): SetReport {
  const of = (value: (face: FaceParameters) => number) => faces.map(value);
  return {
    faces: faces.length,
    yawDeg: histogram(
      of(({ camera }) => camera.yawDeg),
      -75,
      75,
      10,
    ),
    pitchDeg: histogram(
      of(({ camera }) => camera.pitchDeg),
      -35,
      35,
      7,
    ),
    rollDeg: histogram(
      of(({ camera }) => camera.rollDeg),
      -30,
      30,
      6,
    ),
    tone: histogram(
      of(({ skin }) => skin.melanin),
      0,
      1,
      10,
    ),
    faceWidth: histogram(
      of(({ identity }) => identity.faceWidth),
      -3.5,
      3.5,
      7,
    ),
    wrinkles: histogram(
      of(({ skin }) => skin.wrinkles),
      0,
      1,
      5,
    ),
    expression: tally(faces.map(({ expression }) => dominantExpression(expression))),
    hair: tally(faces.map(({ hair }) => hair.style)),
    glasses: tally(faces.map(({ glasses }) => glasses.style)),
    headwear: tally(faces.map(({ headwear }) => headwear.style)),
    bearded: faces.filter(({ beard }) => Math.max(beard.moustache, beard.chin, beard.cheeks) > 0.2).length,
  };
}

const BAR_WIDTH = 40;

/** The report as plain text, one bar a bin. */
export function formatSetReport(report: SetReport): string {
  const bars = (title: string, rows: readonly (readonly [label: string, count: number])[]) => {
    const most = Math.max(1, ...rows.map(([, count]) => count));
    const lines = rows.map(([label, count]) => {
      const bar = '█'.repeat(Math.round((BAR_WIDTH * count) / most));
      return `  ${label.padStart(15)} ${String(count).padStart(6)} ${bar}`.trimEnd();
    });
    return [title, ...lines].join('\n');
  };
  const binned = (title: string, { edges, counts }: Histogram) =>
    bars(
      title,
      counts.map((count, i) => [`${Number(edges[i].toFixed(2))} to ${Number(edges[i + 1].toFixed(2))}`, count]),
    );
  const named = (title: string, counts: Readonly<Record<string, number>>) =>
    bars(
      title,
      Object.entries(counts).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])),
    );
  return [
    `${report.faces} faces, ${report.bearded} with a beard`,
    binned('yaw, degrees', report.yawDeg),
    binned('pitch, degrees', report.pitchDeg),
    binned('roll, degrees', report.rollDeg),
    binned('skin tone, light to dark', report.tone),
    binned('face width, standard deviations', report.faceWidth),
    binned('wrinkles', report.wrinkles),
    named('expression', report.expression),
    named('hair', report.hair),
    named('glasses', report.glasses),
    named('headwear', report.headwear),
  ].join('\n\n');
}
