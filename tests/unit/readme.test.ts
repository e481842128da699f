import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writtenFiles } from '@/models/cli/readme-results';

const root = path.resolve(import.meta.dirname, '../..');

it('README and reports show what stands in the cards and the results of the plans (npm run readme)', async () => {
  const files = await writtenFiles();
  const readme = files.get(path.join(root, 'README.md')) ?? '';
  expect(readme).toMatch(/\| facemesh-68 \| 300w \| \d+ \|/);
  expect(readme).toContain('### The report');
  expect(files.size).toBeGreaterThan(2);
  for (const [file, text] of files) {
    expect(await readFile(file, 'utf8'), path.relative(root, file)).toBe(text);
  }
}, 60_000);
