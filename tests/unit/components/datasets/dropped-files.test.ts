import { expect, it } from 'vitest';
import { droppedFiles } from '@/components/datasets/dropped-files';

it('a drop that cannot be read says what and why', async () => {
  const cause = new DOMException('A requested file could not be found.', 'NotFoundError');
  const entry = {
    fullPath: '/faces/1.png',
    isFile: true,
    file: (_: unknown, reject: (error: Error) => void) => reject(cause),
  };
  const transfer = { items: [{ webkitGetAsEntry: () => entry }], files: [] } as unknown as DataTransfer;
  await expect(droppedFiles(transfer)).rejects.toThrow(
    'faces/1.png cannot be read: A requested file could not be found.',
  );
});
