'use client';

import { Button } from '@/components/ui/button';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';

/** The run as the command line reads it: landmarks train --config FILE. */
export function CopyConfig({ config }: { readonly config: TrainingConfigInput | null }) {
  async function copy() {
    try {
      await navigator.clipboard.writeText(`${JSON.stringify(config, null, 2)}\n`);
      showInfo('Copied. Keep it as a file for: npm run -s landmarks -- train --config FILE');
    } catch {
      showError('This browser does not let the page write to the clipboard.');
    }
  }
  return (
    <Button icon="copy" disabled={!config} onClick={copy}>
      Copy as JSON
    </Button>
  );
}
