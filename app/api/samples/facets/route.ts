import { sampleQuerySchema } from '@/lib/contracts/sample';
import { sampleFacets } from '@/lib/server/facets';
import { handle, readQuery } from '../../handle';

export const GET = handle((request) => sampleFacets(readQuery(request, sampleQuerySchema)));
