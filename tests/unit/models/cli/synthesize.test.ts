import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { faceSynthetics } from '@/lib/datasets/formats/face-synthetics';
import { throwProblem } from '@/lib/datasets/formats/format';
import { memorySource } from '@/lib/datasets/memory-source';
import type { SetReport } from '@/lib/synthesis/set-report';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { parseCommandLine } from '@/models/cli/command';
import { synthesize } from '@/models/cli/synthesize';
import { freshWorkbench } from '../../lib/server/workbench';

const inFolder = freshWorkbench();
beforeAll(async () => {
  await writeFile(inFolder('limits.json'), JSON.stringify({ camera: { yawDeg: [30, 40] }, hair: { style: ['bald'] } }));
  await writeFile(inFolder('wide.json'), JSON.stringify({ camera: { yawDeg: 90 } }));
  await writeFile(inFolder('broken.json'), '{');
});

const run = (...args: string[]) => {
  const { positionals, options } = parseCommandLine(synthesize, args);
  return synthesize.run(positionals, options, { note: () => undefined, signal: new AbortController().signal });
};

describe('landmarks synthesize', () => {
  it('writes the faces that one thread would, in the convention asked for, and tells what they are', async () => {
    const { json, lines } = await run(
      ...['--count', '2', '--seed', '3', '--out', inFolder('out'), '--size', '64', '--workers', '2'],
      ...['--jaw', 'outline', '--limits', inFolder('limits.json')],
    );
    expect(json).toMatchObject({ count: 2, seed: 3, size: 64, out: inFolder('out'), jaw: 'outline', workers: 2 });
    const { report } = json as { report: SetReport };
    expect([report.faces, report.hair]).toEqual([2, { bald: 2 }]);
    expect(lines.at(-1)).toBe(`2 faces of 64 × 64 px written to ${inFolder('out')}`);
    const files = await readdir(inFolder('out'));
    expect(files.sort()).toEqual(
      ['000000', '000001'].flatMap((stem) => [`${stem}.json`, `${stem}.png`, `${stem}_ldmks.txt`, `${stem}_seg.png`]),
    );
    const read = new Map<string, Uint8Array>();
    for (const file of files) read.set(file, await readFile(path.join(inFolder('out'), file)));
    let index = 0;
    for await (const { annotation, pose } of faceSynthetics.read(memorySource(read), throwProblem)) {
      const limits = { camera: { yawDeg: [30, 40] }, hair: { style: ['bald'] } } as const;
      const face = synthesizeFace(3 * 1_000_003 + index++, { size: 64, limits });
      annotation?.points.forEach(([x, y], i) => {
        expect(x).toBeCloseTo(face.outlineAnnotation.points[i][0], 3);
        expect(y).toBeCloseTo(face.outlineAnnotation.points[i][1], 3);
      });
      expect(annotation?.visibility).toEqual(face.outlineAnnotation.visibility);
      expect(pose?.yawRad).toBeCloseTo((face.parameters.camera.yawDeg * Math.PI) / 180, 9);
    }
    expect(index).toBe(2);
  });

  it('makes a dataset, and adds nothing when it is asked again', async () => {
    const args = ['--count', '2', '--seed', '3', '--dataset', 'By command', '--size', '64', '--workers', '1'];
    const { json, lines } = await run(...args);
    expect(json).toMatchObject({ count: 2, seed: 3, size: 64, dataset: 'By command', made: 2, kept: 0, leftOut: 0 });
    expect((json as { report: SetReport }).report.faces).toBe(2);
    expect(lines.at(-1)).toBe('By command: 2 faces of 64 × 64 px made, 0 were there already');
    expect((await run(...args)).json).toMatchObject({ made: 0, kept: 2 });
  });

  it.each([
    [[], 'expected --out or --dataset, found neither'],
    [['--out', 'a', '--dataset', 'b'], 'expected --out or --dataset, found both'],
    [['--out', 'a', '--jaw', 'square'], '--jaw: expected one of projected, outline, found square'],
    [['--out', 'a', '--size', '5000'], '--size: expected a whole number 64–1024, found 5000'],
    [['--out', 'a', '--workers', '0'], '--workers: expected a whole number 1–256, found 0'],
    [['--dataset', 'a', '--count', '100001'], '--count: expected a whole number 1–100000, found 100001'],
  ])('refuses %j', async (args, message) => {
    await expect(run('--count', '2', '--seed', '3', ...args)).rejects.toThrow(message);
  });

  it('refuses limits by file, parameter and range', async () => {
    const asked = (file: string) => run('--count', '2', '--seed', '3', '--out', 'a', '--limits', inFolder(file));
    await expect(asked('wide.json')).rejects.toThrow(
      `--limits: ${inFolder('wide.json')}: camera.yawDeg: expected a number -75 to 75, found 90`,
    );
    await expect(asked('broken.json')).rejects.toThrow(`--limits: ${inFolder('broken.json')}: expected JSON, found`);
    await expect(asked('gone.json')).rejects.toThrow('--limits: expected a readable file, found ENOENT');
  });
});
