import 'server-only';
import { formatColumnFile, parseColumnFile } from '@/lib/evaluation/column-file';
import {
  columnsFromFile,
  columnsToFile,
  emptyColumns,
  OFFSETS_PER_FACE,
  putErrors,
  type ResultColumns,
  type ScoredFaces,
} from '@/lib/evaluation/result-columns';
import { innerFaceMean, regionMeans } from '@/lib/metrics/point-errors';
import { database } from './database';
import { storage } from './storage';

/**
 * A run's results beside the database: every image in a few megabytes, read whole by its page and laid over without
 * parsing. Written once; a run never changes.
 */
const columnsKey = (id: string): string => `evaluations/${id}/columns.bin`;
const offsetsKey = (id: string): string => `evaluations/${id}/offsets.bin`;

export async function writeResults(id: string, { columns, offsets }: ScoredFaces): Promise<void> {
  await storage().write(columnsKey(id), formatColumnFile(columnsToFile(columns)));
  await storage().write(offsetsKey(id), new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength));
}

export const removeResults = (id: string): Promise<void> => storage().remove(`evaluations/${id}`);

const KEPT = 4;
const kept = new Map<string, Promise<ResultColumns>>();

/** The run's columns; the last few stay in memory. */
export function readColumns(id: string): Promise<ResultColumns> {
  const known = kept.get(id);
  if (known) {
    kept.delete(id);
    kept.set(id, known);
    return known;
  }
  const reading = loadColumns(id);
  kept.set(id, reading);
  reading.catch(() => kept.delete(id));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return reading;
}

async function loadColumns(id: string): Promise<ResultColumns> {
  const bytes = await storage().read(columnsKey(id));
  return bytes ? columnsFromFile(parseColumnFile(bytes)) : columnsOfRows(id);
}

/** [count · 136]; null for a run from before they were kept */
export async function readOffsets(id: string): Promise<Float32Array | null> {
  const bytes = await storage().read(offsetsKey(id));
  if (!bytes) return null;
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4);
}

/** Offsets of one image. */
export const offsetsOf = (offsets: Float32Array, row: number): Float32Array =>
  offsets.subarray(row * OFFSETS_PER_FACE, (row + 1) * OFFSETS_PER_FACE);

/** A run from before columns were kept, as far as its rows tell: without baseline, pose, depth and offsets. */
async function columnsOfRows(id: string): Promise<ResultColumns> {
  const rows = await database().evaluationResult.findMany({
    where: { evaluationId: id },
    orderBy: [{ sample: { name: 'asc' } }, { sampleId: 'asc' }],
  });
  const columns = emptyColumns(rows.map(({ sampleId }) => sampleId));
  for (const [i, row] of rows.entries()) {
    const points: (number | null)[] = JSON.parse(row.pointErrors);
    columns.revision[i] = row.revision;
    putErrors(columns.model, i, { ...row, regions: regionMeans(points), innerFace: innerFaceMean(points) });
  }
  return columns;
}
