import { z } from 'zod';
import { getVersion } from '@/lib/server/annotations';
import { handle } from '../../../../handle';

const revisionSchema = z.coerce.number().int().positive();

export const GET = handle((_, { sampleId, revision }) => getVersion(sampleId, revisionSchema.parse(revision)));
