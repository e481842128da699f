import 'server-only';
import { OFFSETS_PER_FACE, type ScoredFaces } from '@/lib/evaluation/result-columns';
import { database } from './database';
import { offsetsOf } from './evaluation-files';

/** Rows of one statement. */
const ROWS = 1000;
/** A ten-thousandth of a px is enough here: the file of offsets has them whole. */
const DECIMALS = 1e4;

/**
 * A run's rows, for one transaction with the run itself. One statement takes a thousand rows as JSON: several times faster
 * than one value after another.
 */
export function insertResults(evaluationId: string, { columns, offsets }: ScoredFaces) {
  const { ids, revision, model, depth } = columns;
  const rowOf = (i: number) => [
    ids[i],
    revision[i],
    model.error[i],
    model.nmeInterOcular[i],
    model.nmeBox[i],
    orNull(model.nmeInterPupil[i]),
    orNull(model.nmeDiagonal[i]),
    orNull(depth[i]),
    JSON.stringify(pointErrors(offsetsOf(offsets, i))),
  ];
  return Array.from({ length: Math.ceil(columns.count / ROWS) }, (_, batch) => {
    const first = ROWS * batch;
    const rows = Array.from({ length: Math.min(ROWS, columns.count - first) }, (_, k) => rowOf(first + k));
    return database().$executeRaw`
      INSERT INTO "EvaluationResult" ("evaluationId", "sampleId", "revision", "error", "nmeInterOcular", "nmeBox",
        "nmeInterPupil", "nmeDiagonal", "depthError", "pointErrors")
      SELECT ${evaluationId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
        value ->> 7, value ->> 8
      FROM json_each(${JSON.stringify(rows)})`;
  });
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** [68] null where the landmark is not annotated */
const pointErrors = (face: Float32Array): (number | null)[] =>
  Array.from({ length: OFFSETS_PER_FACE / 2 }, (_, i) => {
    const distance = Math.hypot(face[2 * i], face[2 * i + 1]);
    return Number.isNaN(distance) ? null : Math.round(DECIMALS * distance) / DECIMALS;
  });
