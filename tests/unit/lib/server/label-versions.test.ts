import { beforeAll, describe, expect, it } from 'vitest';
import { saveAnnotation } from '@/lib/server/annotations';
import { listLabelVersions, nameLabels, pinLabels } from '@/lib/server/label-versions';
import { measuredFace } from '@/tests/fixtures/faces/measured-face';
import { storeFaces } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

const edit = (baseRevision: number) =>
  saveAnnotation('face', { baseRevision, annotation: measuredFace(), author: 'anna' });

describe('label versions', () => {
  beforeAll(() => storeFaces('set', [{ id: 'face', annotation: measuredFace() }]));

  it('name the labels of a moment, once', async () => {
    const pinned = await pinLabels('set');
    expect(await pinLabels('set')).toEqual(pinned);
    const [first] = await nameLabels('set', 'as imported');
    expect(first).toMatchObject({ id: pinned.id, name: 'as imported', isCurrent: true, evaluations: 0 });

    await edit(1);
    const [second, before] = await nameLabels('set', 'after review');
    expect(second).toMatchObject({ name: 'after review', isCurrent: true });
    expect(second.sequence).toBeGreaterThan(before.sequence);
    expect(before).toMatchObject({ id: pinned.id, name: 'as imported', isCurrent: false });
    expect(await listLabelVersions('set')).toEqual([second, before]);
  });

  it('never give one name to two moments', async () => {
    await edit(2);
    await expect(nameLabels('set', 'as imported')).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('label version as imported: '),
    });
    await expect(nameLabels('none', 'x')).rejects.toMatchObject({ status: 404 });
  });
});
