import 'server-only';
import type { DatasetReport } from '@/lib/contracts/synthesis';
import { createSetReport } from '@/lib/synthesis/set-report';
import { database } from './database';
import { readFaceParameters } from './face-parameters';
import { generationKey } from './generation-runs';
import { storage } from './storage';

const PAGE = 500;
/** Files read at a time. */
const PARALLEL = 32;

interface KeptReport extends DatasetReport {
  /** of the samples that it counts */
  readonly stamp: string;
}

/**
 * What the generated faces of a dataset are made of, read from the parameters beside their images. Kept until samples
 * come or go.
 */
export async function reportDataset(datasetId: string): Promise<DatasetReport> {
  const { _count, _max } = await database().sample.aggregate({
    where: { datasetId },
    _count: true,
    _max: { createdAt: true },
  });
  const stamp = `${VERSION} ${_count} ${_max.createdAt?.toISOString() ?? ''}`;
  const bytes = await storage().read(generationKey(datasetId, 'report.json'));
  const kept = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as KeptReport);
  if (kept?.stamp === stamp) return { samples: kept.samples, report: kept.report };
  const tally = createSetReport();
  for await (const imageIds of pagesOfImages(datasetId)) {
    for (let from = 0; from < imageIds.length; from += PARALLEL) {
      const read = await Promise.all(imageIds.slice(from, from + PARALLEL).map(readFaceParameters));
      for (const parameters of read) if (parameters) tally.add(parameters);
    }
  }
  const report = tally.report();
  const answer: DatasetReport = { samples: _count, report: report.faces > 0 ? report : null };
  await storage().write(
    generationKey(datasetId, 'report.json'),
    new TextEncoder().encode(JSON.stringify({ ...answer, stamp })),
  );
  return answer;
}

/** Raised when a report counts something else than before. */
const VERSION = 1;

async function* pagesOfImages(datasetId: string): AsyncGenerator<readonly string[]> {
  let after = '';
  for (;;) {
    const rows = await database().sample.findMany({
      where: { datasetId, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: PAGE,
      select: { id: true, imageId: true },
    });
    yield rows.map(({ imageId }) => imageId);
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].id;
  }
}
