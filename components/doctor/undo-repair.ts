import { countOf } from '@/components/ui/format-number';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, fetchJson, postJson } from '@/lib/request';

const ASK_EVERY_MS = 500;

/** Takes a whole-set repair back and tells how it went. @param onDone what shows labels should read them again */
export async function undoRepair(datasetId: string, repair: string, onDone: () => void): Promise<void> {
  try {
    let job = await postJson<JobInfo>(`/api/datasets/${datasetId}/doctor/repairs/undo`, { repair });
    while (job.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      job = await fetchJson<JobInfo>(`/api/jobs/${job.id}`);
    }
    if (job.state === 'failed') throw new Error(job.message);
    const { samples = 0, editedSince = 0 } = (job.result ?? {}) as { samples?: number; editedSince?: number };
    const kept = editedSince > 0 ? ` ${countOf(editedSince, 'face')} edited since keep their labels.` : '';
    showInfo(`${countOf(samples, 'face')} have their earlier labels again.${kept}`);
  } catch (error) {
    showError(`The repair could not be taken back: ${errorLine(error)}`);
  } finally {
    onDone();
  }
}
