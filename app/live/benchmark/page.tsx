import type { Metadata } from 'next';
import { Benchmark } from '@/components/benchmark/benchmark';
import { listRunnableModels } from '@/lib/server/models';

export const metadata: Metadata = { title: 'Benchmark' };
export const dynamic = 'force-dynamic';

export default async function BenchmarkPage() {
  return <Benchmark models={await listRunnableModels()} />;
}
