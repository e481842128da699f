import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { resultsBlock, withResults } from '@/models/cli/readme-results';

it('README.md shows the results that stand in the cards of the shipped models (npm run readme)', async () => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const block = await resultsBlock();
  expect(block.split('\n').length).toBeGreaterThan(4);
  expect(withResults(readme, block)).toBe(readme);
});
