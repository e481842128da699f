import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strToU8, zipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportPreview, ImportResult } from '@/lib/contracts/dataset';
import { listDatasets } from '@/lib/server/datasets';
import { openImport, previewImport, receiveFile, startImport } from '@/lib/server/import-sessions';
import { type getJob, onJob } from '@/lib/server/jobs';
import { aflwVariables, buildMat, concat, element, matHeader } from '@/tests/fixtures/aflw2000-3d/mat-builder';
import { allParts, boxTag, dlibText, imageTag } from '@/tests/fixtures/dlib-xml/dlib-text';
import { plainJpeg, plainPng } from '@/tests/fixtures/faces/images';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

const inFolder = freshWorkbench();

type Files = Record<string, string | Uint8Array>;

const streamOf = (content: string | Uint8Array) =>
  new Blob([typeof content === 'string' ? content : new Uint8Array(content)]).stream();

/** What the page does: upload, look, start, wait. */
async function upload(dataset: string, files: Files): Promise<{ preview: ImportPreview; result: ImportResult }> {
  const { importId } = await openImport(undefined);
  for (const [file, content] of Object.entries(files)) await receiveFile(importId, file, streamOf(content));
  return run(importId, dataset);
}

async function run(importId: string, dataset: string) {
  const preview = await previewImport(importId);
  const job = await startImport(importId, { dataset, kind: 'real' });
  const end = await new Promise<Awaited<ReturnType<typeof getJob>>>((resolve) => {
    const stop = onJob((info) => {
      if (info.id !== job.id || info.state === 'running') return;
      stop();
      resolve(info);
    });
  });
  expect(end).toMatchObject({ state: 'done', message: '' });
  return { preview, result: end.result as ImportResult };
}

/** One line for the hostile file, in the preview and in the result, and the good face beside it is in. */
async function expectOneRefused(
  { preview, result }: Awaited<ReturnType<typeof run>>,
  line: string | RegExp,
  { seenInPreview = true } = {},
): Promise<void> {
  expect(result.imported).toBe(1);
  expect(result.skipped).toHaveLength(1);
  const [{ reason }] = result.skipped;
  if (typeof line === 'string') expect(reason).toBe(line);
  else expect(reason).toMatch(line);
  expect(reason).not.toContain('\n');
  expect(preview.firstProblems).toEqual(seenInPreview ? [reason] : []);
  // the server lives on
  expect((await listDatasets()).map(({ name }) => name)).toContain(result.dataset);
}

const goodPts = async (): Promise<Files> => ({ 'good.png': await plainPng(1), 'good.pts': ptsText() });
const goodMat = async (): Promise<Files> => ({ 'good.jpg': await plainJpeg(1), 'good.mat': buildMat(aflwVariables()) });

describe('a hostile import costs its own file and nothing else', () => {
  it('zip-slip: a name that climbs out of the archive', async () => {
    const entries = { '../../evil.pts': strToU8(ptsText()), ...(await goodPts()) };
    const zip = zipSync(
      Object.fromEntries(
        Object.entries(entries).map(([name, data]) => [name, typeof data === 'string' ? strToU8(data) : data]),
      ),
    );
    await expectOneRefused(
      await upload('zip-slip', { 'set.zip': zip }),
      'zip: ../../evil.pts: expected a path inside the archive, found one that leaves it',
    );
  });

  it('a symbolic link out of the import root', async () => {
    const root = inFolder('root');
    await mkdir(path.join(root, 'set'), { recursive: true });
    for (const [file, content] of Object.entries(await goodPts()))
      await writeFile(path.join(root, 'set', file), content);
    await writeFile(inFolder('secret.pts'), ptsText());
    await symlink(inFolder('secret.pts'), path.join(root, 'set', 'secret.pts'));
    process.env.WORKBENCH_IMPORT_ROOT = root;
    const { importId } = await openImport('set');
    await expectOneRefused(
      await run(importId, 'linked'),
      'folder: secret.pts: expected a file inside the import folder, found a symbolic link that leads outside',
    );
  });

  it('a path in an import file', async () => {
    const image = imageTag('../../../../../../etc/passwd', [boxTag(allParts())]);
    const files = {
      'set.xml': dlibText([image, imageTag('good.png', [boxTag(allParts())])]),
      'good.png': await plainPng(2),
    };
    await expectOneRefused(
      await upload('path in a file', files),
      /^dlib-xml: set\.xml:4: expected an image inside the import folder, found '\.\.\/\.\.\/.*'$/,
    );
  });

  it('a .mat that claims 10 GB', async () => {
    const claim = element(14, new Uint8Array(64));
    new DataView(claim.buffer).setUint32(4, 0xfffffff0, true);
    const files = { 'huge.jpg': await plainJpeg(3), 'huge.mat': concat([matHeader(), claim]), ...(await goodMat()) };
    await expectOneRefused(await upload('huge', files), /^aflw2000-3d: huge\.mat: expected \d+ more bytes, found 64/);
  });

  it('a .mat whose variable claims 10 GB of numbers', async () => {
    const mat = buildMat([{ name: 'pt3d_68', dimensions: [3, 450_000_000], values: [1, 2, 3] }]);
    const files = { 'wide.jpg': await plainJpeg(4), 'wide.mat': mat, ...(await goodMat()) };
    await expectOneRefused(await upload('wide', files), /^aflw2000-3d: wide\.mat: expected [^\n]+, found [^\n]+$/);
  });

  it('a .mat that unpacks to far more than it is', async () => {
    const mat = concat([matHeader(), element(15, zlibSync(new Uint8Array(200_000_000)), true, false)]);
    const files = { 'bomb.jpg': await plainJpeg(5), 'bomb.mat': mat, ...(await goodMat()) };
    await expectOneRefused(await upload('bomb', files), /^aflw2000-3d: bomb\.mat: expected [^\n]+$/);
  });

  it('XML entities', async () => {
    const bomb = `<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;&a;">]><dataset><images><image file='&b;'/></images></dataset>`;
    const files = {
      'bomb.xml': bomb,
      'set.xml': dlibText([imageTag('good.png', [boxTag(allParts())])]),
      'good.png': await plainPng(6),
    };
    await expectOneRefused(
      await upload('entities', files),
      /^dlib-xml: bomb\.xml:\d+: expected no document type, found <!DOCTYPE>$/,
    );
  });

  it('a PNG header of 30,000 × 30,000 pixels', async () => {
    const huge = await plainPng(7);
    const view = new DataView(huge.buffer, huge.byteOffset);
    view.setUint32(16, 30_000);
    view.setUint32(20, 30_000);
    const files = { 'huge.png': huge, 'huge.pts': ptsText(), ...(await goodPts()) };
    await expectOneRefused(
      await upload('huge header', files),
      'ibug-pts: huge.png: expected at most 64 megapixels, found 30000×30000',
      { seenInPreview: false },
    );
  });

  it('an SVG named .png', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>';
    const files = { 'drawn.png': svg, 'drawn.pts': ptsText(), ...(await goodPts()) };
    await expectOneRefused(
      await upload('svg', files),
      'ibug-pts: drawn.png: expected a JPEG, PNG, WebP, BMP, PPM or PGM image, found none of them',
      { seenInPreview: false },
    );
  });
});
