import 'server-only';
import type { SampleQuery } from '@/lib/contracts/sample';
import { disagreementOf } from '@/lib/metrics/disagreement';
import { Prisma } from '@/prisma/generated/client';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { pairOf } from './sample-where';

/** Samples worked out in one transaction, and before the asker gets its answer: the rest goes on behind it. */
const PAGE = 250;
const AT_ONCE = 2000;

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly crop: string;
}

// One walk a pair and process, also across module reloads in development.
const kept = globalThis as typeof globalThis & { workbenchDisagreement?: Map<string, Promise<void>> };
kept.workbenchDisagreement ??= new Map();
const underWay = kept.workbenchDisagreement;

/**
 * Works out how far the query's two models lie apart where that is not known yet. A few thousand samples are done before
 * this resolves, more go on behind it.
 *
 * @returns samples still to be done
 */
export async function workOutDisagreement({ model = '', other = '', crop }: SampleQuery): Promise<number> {
  const [a, b] = pairOf(model, other);
  const pair = { a, b, crop };
  const key = JSON.stringify(pair);
  let missing = await countMissing(pair);
  if (missing === 0) return 0;
  let walk = underWay.get(key);
  if (!walk) {
    walk = workOut(pair)
      .catch((error) => console.error(`disagreement of ${a} and ${b}: ended early:`, error))
      .finally(() => underWay.delete(key));
    underWay.set(key, walk);
  }
  if (missing <= AT_ONCE) {
    await walk;
    missing = 0;
  }
  return missing;
}

/** Samples that both models have seen and whose disagreement is not known. */
const missingOf = ({ a, b, crop }: Pair): Prisma.Sql => Prisma.sql`
  "Prediction" p INDEXED BY "Prediction_narrow_idx"
  JOIN "Prediction" q INDEXED BY "Prediction_narrow_idx"
    ON q."modelId" = ${b} AND q."crop" = ${crop} AND q."sampleId" = p."sampleId"
  LEFT JOIN "Disagreement" d INDEXED BY "Disagreement_narrow_idx"
    ON d."modelA" = ${a} AND d."modelB" = ${b} AND d."crop" = ${crop} AND d."sampleId" = p."sampleId"
  WHERE p."modelId" = ${a} AND p."crop" = ${crop} AND d."sampleId" IS NULL`;

async function countMissing(pair: Pair): Promise<number> {
  const [{ count }] = await database().$queryRaw<{ count: unknown }[]>`
    SELECT COUNT(*) AS "count" FROM ${missingOf(pair)}`;
  return Number(count);
}

async function workOut(pair: Pair): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await database().$queryRaw<{ id: string }[]>`
      SELECT p."sampleId" AS "id" FROM ${missingOf(pair)} AND p."sampleId" > ${after} ORDER BY 1 LIMIT ${PAGE}`;
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    after = ids[ids.length - 1];
    await keepDisagreement(ids, pair);
  }
}

/** Measured and kept in one transaction, so that a prediction that is replaced meanwhile is never paired with its past. */
async function keepDisagreement(ids: readonly string[], { a, b, crop }: Pair): Promise<void> {
  await database().$transaction(async (tx) => {
    // a write comes first: it takes the lock before anything is read
    await tx.disagreement.deleteMany({ where: { sampleId: { in: [...ids] }, modelA: a, modelB: b, crop } });
    const samples = await tx.sample.findMany({
      where: { id: { in: [...ids] } },
      select: {
        id: true,
        annotation: true,
        image: { select: { width: true, height: true } },
        predictions: { where: { crop, modelId: { in: [a, b] } }, select: { modelId: true, landmarks: true } },
      },
    });
    const data = samples.flatMap(({ id, annotation, image, predictions }) => {
      const [first, second] = [a, b].map((model) => predictions.find(({ modelId }) => modelId === model)?.landmarks);
      if (first === undefined || second === undefined) return [];
      const labels = annotationFromJson(annotation);
      const value = disagreementOf(landmarksFromJson(first), landmarksFromJson(second), labels, image);
      return [{ sampleId: id, modelA: a, modelB: b, crop, value }];
    });
    await tx.disagreement.createMany({ data });
  });
}
