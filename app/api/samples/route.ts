import { samplePageSchema } from '@/lib/contracts/sample';
import { listSamples } from '@/lib/server/samples';
import { handle, readQuery } from '../handle';

export const GET = handle((request) => listSamples(readQuery(request, samplePageSchema)));
