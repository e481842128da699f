import 'server-only';
import type { Image, Prisma, Sample } from '@/prisma/generated/client';
import { database } from './database';

export type SampleWithImage = Sample & { readonly image: Image };

/** Samples with a landmark in place: what can be cropped, compared and measured. */
export const LABELLED = { revision: { gt: 0 }, faceSize: { not: null } } as const satisfies Prisma.SampleWhereInput;

const PAGE = 250;

/** Samples in the order of their names, a page at a time: a large set does not have to fit into memory with its labels. */
export async function* samplePages(where: Prisma.SampleWhereInput): AsyncGenerator<readonly SampleWithImage[]> {
  let after: Prisma.SampleWhereInput = {};
  for (;;) {
    const rows: SampleWithImage[] = await database().sample.findMany({
      where: { AND: [where, after] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: PAGE,
      include: { image: true },
    });
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    const { name, id } = rows[rows.length - 1];
    after = { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] };
  }
}
