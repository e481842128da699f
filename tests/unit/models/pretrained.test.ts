import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { facemeshConfigOf } from '@/models/facemesh/config';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { countTrainableParameters } from '@/models/facemesh/weights';
import { parseConfig } from '@/models/training/parse-config';
import { readRecorded } from '@/models/training/recorded-run-node';

const folder = path.resolve(import.meta.dirname, '../../../models/pretrained');
const recorded = readdirSync(folder).filter((id) => existsSync(path.join(folder, id, 'training.json')));
const shipped = recorded.filter((id) => existsSync(path.join(folder, id, 'card.json')));

/** on disk, weights.bin */
const MAX_BYTES = { full: 1_200_000, shallow: 900_000 } as const;

describe('shipped models', () => {
  it('are the full one, the shallow one, and one that rests on no photograph', () => {
    expect(shipped).toEqual(['facemesh-68', 'facemesh-68-generated', 'facemesh-68-shallow']);
  });

  it.each(recorded)('%s: its recorded settings are ones the trainer takes', async (id) => {
    const { config, folders } = await readRecorded(id);
    const parsed = parseConfig(config);
    expect(parsed.model).toBe(id);
    expect(Object.keys(folders)).toEqual(expect.arrayContaining(parsed.data.map(({ dataset }) => dataset)));
  });

  it.each(shipped)('%s: its files fit each other, its card says what it was trained on', async (id) => {
    const { card } = await readModelFolder(path.join(folder, id));
    expect(card.id).toBe(id);
    const config = facemeshConfigOf(card);
    expect(card.parameters).toBe(countTrainableParameters(config));
    expect(statSync(path.join(folder, id, 'weights.bin')).size).toBeLessThanOrEqual(MAX_BYTES[config.id]);
    expect(card.data.every(({ images, licence }) => images > 0 && licence.length > 0)).toBe(true);
    expect(card.output).toMatchObject({ depth: true, confidence: true });
  });

  it.each(shipped)('%s: is better than the mean shape on every set it was measured on', async (id) => {
    const { card } = await readModelFolder(path.join(folder, id));
    const sets = Object.values(card.metrics).filter((metrics) => 'meanShape' in metrics);
    expect(sets.length).toBeGreaterThan(0);
    // drawn faces alone know less of photos
    const share = id.endsWith('-generated') ? 0.6 : 0.5;
    for (const { me, meanShape } of sets) expect(me).toBeLessThan((meanShape as { me: number }).me * share);
  });
});
