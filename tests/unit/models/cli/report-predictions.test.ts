import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEvaluation } from '@/lib/server/evaluations';
import { storePredictions } from '@/lib/server/predictions';
import { evaluate } from '@/models/cli/evaluate';
import { predictions } from '@/models/cli/predictions';
import { report } from '@/models/cli/report';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from '../../lib/server/workbench';

const inFolder = freshWorkbench();
const notes: string[] = [];
const context = { note: (line: string) => notes.push(line), signal: new AbortController().signal };

let runs: string[] = [];
beforeAll(async () => {
  await storeModel('fake');
  await storeFaces('faces', [{ id: 'a', yawRad: 0.1 }, { id: 'b', yawRad: 1 }, { id: 'c' }]);
  await storePredictions({
    model: 'fake',
    crop: 'ground-truth',
    items: [predictionOff('a', 4), predictionOff('b', 8), predictionOff('c', 18)],
  });
});

describe('predictions', () => {
  it.each(['csv', 'json'])('go out and come in as .%s, and score the same', async (ending) => {
    const file = inFolder(`out.${ending}`);
    const out = await predictions.run(['export', file], { dataset: 'faces', model: 'fake' }, context);
    expect(out.json).toMatchObject({ model: 'fake', dataset: 'faces', written: 3 });
    const options = { dataset: 'faces', model: `copy-${ending}`, title: 'A copy' };
    expect((await predictions.run(['import', file], options, context)).json).toMatchObject({
      model: `copy-${ending}`,
      stored: 3,
      without: 0,
      unknown: { count: 0 },
    });
    const scored = await evaluate.run([], { dataset: 'faces', model: `copy-${ending}` }, context);
    expect(scored.json).toMatchObject({ me: expect.closeTo(10, 9), card: { cropSource: 'external' } });
  });

  it('are refused in one line', async () => {
    const run = (...args: Parameters<typeof predictions.run>) => predictions.run(...args);
    await expect(run(['dance', 'x.csv'], {}, context)).rejects.toThrow('expected import or export, found dance');
    await expect(run(['export', 'x.txt'], { dataset: 'faces', model: 'fake' }, context)).rejects.toThrow(
      'expected a file name that ends in .csv or .json, found x.txt',
    );
    await expect(run(['import', inFolder('gone.csv')], { dataset: 'faces', model: 'x' }, context)).rejects.toThrow(
      'gone.csv: expected a readable file, found ENOENT',
    );
    await writeFile(inFolder('broken.csv'), 'sample,x0\n');
    await expect(run(['import', inFolder('broken.csv')], { dataset: 'faces', model: 'x' }, context)).rejects.toThrow(
      'predictions: broken.csv:1: expected a column y0, found none',
    );
  });

  it('that lack a face can count it as a failure', async () => {
    const file = inFolder('out.csv');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(inFolder('two.csv'), [lines[0], lines[1], lines[2], ''].join('\n'));
    await predictions.run(['import', inFolder('two.csv')], { dataset: 'faces', model: 'two' }, context);
    await expect(evaluate.run([], { dataset: 'faces', model: 'two' }, context)).rejects.toThrow(
      'its file has none for them',
    );
    const { json } = await evaluate.run([], { dataset: 'faces', model: 'two', 'count-missing': true }, context);
    expect(json).toMatchObject({ images: 2, sr20: expect.closeTo(2 / 3, 9), card: { withoutFace: 1 } });
  });
});

describe('evaluate', () => {
  it('takes a gallery filter', async () => {
    const { json } = await evaluate.run([], { dataset: 'faces', model: 'fake', filter: 'q=b' }, context);
    expect(json).toMatchObject({ images: 1, me: expect.closeTo(8, 9) });
    expect((json as { card: { selection: string } }).card.selection).toBe('filter of the command line (q=b)');
  });

  it('makes a list of them for the server, and goes on past one that fails', async () => {
    const requests = ['fake', 'nobody', 'copy-csv'].map((model) => ({ model, dataset: 'faces', split: 'all' }));
    await writeFile(inFolder('requests.json'), JSON.stringify({ requests }));
    const { json } = await evaluate.run([], { requests: inFolder('requests.json') }, context);
    const answer = json as { runs: { evaluation: string; me: number }[]; failures: string[] };
    expect(answer.runs.map(({ me }) => Math.round(1e9 * me) / 1e9)).toEqual([10, 10]);
    expect(answer.failures).toEqual([expect.stringContaining('model nobody: not found')]);
    runs = answer.runs.map(({ evaluation }) => evaluation);
  });
});

describe('report', () => {
  it.each([
    ['out.html', '<!doctype html>'],
    ['out.md', '# Comparison of evaluations'],
    ['out.tex', '\\begin{tabular}'],
    ['out.json', '"comparison"'],
  ])('writes %s of two runs', async (name, text) => {
    const out = inFolder(name);
    const { json } = await report.run([], { runs: runs.join(','), out }, context);
    const written = await readFile(out, 'utf8');
    expect(written).toContain(text);
    expect(json).toMatchObject({ runs, out, bytes: Buffer.byteLength(written) });
  });

  it('has the digits of the run itself', async () => {
    const run = await createEvaluation({ model: 'fake', dataset: 'faces', split: 'all' });
    const out = inFolder('one.json');
    await report.run([], { runs: run.id, out }, context);
    const written = JSON.parse(await readFile(out, 'utf8'));
    expect(written.runs[0].report).toEqual(run.report);
    await report.run([], { runs: run.id, out: inFolder('one.md') }, context);
    // three equal faces are their own mean shape, which no model beats
    const me = `${run.report.me.toFixed(2)} ± ${run.report.std.toFixed(2)} †`;
    expect(await readFile(inFolder('one.md'), 'utf8')).toContain(`| ${me} |`);
  });

  it('asks for runs that are there', async () => {
    await expect(report.run([], { runs: 'none', out: inFolder('x.html') }, context)).rejects.toMatchObject({
      status: 404,
    });
    await expect(report.run([], { runs: `${runs[0]},${runs[0]}`, out: inFolder('x.html') }, context)).rejects.toThrow(
      'runs: expected each run once, found one twice',
    );
  });
});
