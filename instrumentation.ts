/** Next calls this once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { readyServer } = await import('@/lib/server/ready');
  await readyServer();
  const { resumeInterruptedTraining } = await import('@/lib/server/training-queue');
  await resumeInterruptedTraining();
  const { resumeGeneration } = await import('@/lib/server/generation-jobs');
  await resumeGeneration();
}
