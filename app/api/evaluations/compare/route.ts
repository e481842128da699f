import { z } from 'zod';
import { compareEvaluations } from '@/lib/server/evaluation-reports';
import { handle, readQuery } from '../../handle';
import { runsSchema } from '../runs-query';

export const GET = handle(async (request) =>
  compareEvaluations(readQuery(request, z.object({ runs: runsSchema })).runs),
);
