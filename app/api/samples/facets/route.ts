import { facetsQuerySchema } from '@/lib/contracts/sample';
import { sampleFacets } from '@/lib/server/facets';
import { handle, readQuery } from '../../handle';

export const GET = handle((request) => {
  const { histograms, ...query } = readQuery(request, facetsQuerySchema);
  return sampleFacets(query, histograms);
});
