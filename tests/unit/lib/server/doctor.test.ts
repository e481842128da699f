import { beforeEach, describe, expect, it } from 'vitest';
import type { DoctorReport, SuspectEntry } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { healthHtml } from '@/lib/datasets/quality/health-html';
import type { Reason } from '@/lib/datasets/quality/reason';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { openRepair } from '@/lib/server/doctor-repair-log';
import { previewRepair, startRepair, startUndo } from '@/lib/server/doctor-repairs';
import { doctorState, writeDoctorReport } from '@/lib/server/doctor-report';
import { answerFindings, listSuspects, openSuspectIds, sampleFindings } from '@/lib/server/doctor-suspects';
import { getJob } from '@/lib/server/jobs';
import { newestSequence } from '@/lib/server/label-versions';
import { soundReport } from '@/tests/fixtures/faces/doctor-report';
import { measuredFace } from '@/tests/fixtures/faces/measured-face';
import { storeFaces } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

const reason = (changes: Partial<Reason> = {}): Reason => ({
  kind: 'misplaced-point',
  text: 'nose tip (30) is 7.0 px off what the model says',
  landmarks: [30],
  probability: 0.9,
  repair: { kind: 'move', landmarks: [30], points: [[1, 2] as never] },
  ...changes,
});

const suspect = (sampleId: string, score: number, reasons = [reason()]): SuspectEntry => ({
  ...{ sampleId, name: sampleId, split: 'val', revision: 1, score, reasons },
});

let set = '';
let count = 0;

/** A set of four faces with this report. */
async function examined(changes: (ids: readonly string[]) => Partial<DoctorReport>): Promise<string[]> {
  set = `set-${++count}`;
  const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${count}`);
  await storeFaces(
    set,
    ids.map((id) => ({ id })),
  );
  const report = soundReport(set, { sequence: await newestSequence(set), samples: 4, ...changes(ids) });
  await writeDoctorReport(report);
  return ids;
}

async function finished({ id }: JobInfo): Promise<JobInfo> {
  for (;;) {
    const job = await getJob(id);
    if (job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const move = async (id: string, baseRevision = 1) => {
  const annotation = measuredFace({ z: null });
  const points = annotation.points.map(([x, y]) => [x + 3, y] as never);
  await saveAnnotation(id, { baseRevision, annotation: { ...annotation, points }, author: 'anna' });
};

describe('the report', () => {
  it('is out of date once labels change', async () => {
    const [a] = await examined(() => ({}));
    expect(await doctorState(set)).toMatchObject({ stale: false, jobId: null, repairs: [] });
    await move(a);
    expect((await doctorState(set)).stale).toBe(true);
  });

  it('is none before the first examination', async () => {
    await storeFaces('unexamined', [{ id: 'u' }]);
    expect(await doctorState('unexamined')).toEqual({ report: null, stale: false, jobId: null, repairs: [] });
    expect(await sampleFindings('u')).toMatchObject({ score: null, findings: [] });
    await expect(listSuspects('unexamined', { state: 'open', cursor: 0, limit: 9 })).rejects.toThrow(
      'examine it first',
    );
    await expect(doctorState('nothing')).rejects.toThrow('dataset nothing: not found');
  });

  it('leaves its health as one file without a picture, and escapes what people wrote', () => {
    const html = healthHtml(soundReport('x <y>'));
    expect(html).toContain('<h1>x &lt;y&gt;</h1>');
    expect(html).toContain('none &lt;of&gt; &quot;ours&quot;');
    expect(html).not.toMatch(/<img|<script|https?:/);
    expect(html.match(/<tr>/g)).toHaveLength(69);
  });
});

describe('suspects', () => {
  let ids: string[];
  beforeEach(async () => {
    ids = await examined(([a, b, c, d]) => ({
      suspects: [
        suspect(a, 0.99, [reason(), reason({ kind: 'sides-swapped', landmarks: [], text: 'left and right swapped' })]),
        suspect(b, 0.7),
        suspect(c, 0.6),
        suspect(d, 0.05),
      ],
    }));
  });

  it('come in the order of the report, by page, and only those that ask for an answer', async () => {
    const first = await listSuspects(set, { state: 'open', cursor: 0, limit: 2 });
    expect(first.items.map(({ sampleId, score }) => [sampleId, score])).toEqual([
      [ids[0], 0.99],
      [ids[1], 0.7],
    ]);
    expect(first).toMatchObject({ total: 3, nextCursor: 2 });
    expect(first.items[0].findings.map(({ key }) => key)).toEqual(['misplaced-point:nose', 'sides-swapped']);
    const second = await listSuspects(set, { state: 'open', cursor: 2, limit: 2 });
    expect([second.items[0].sampleId, second.nextCursor]).toEqual([ids[2], null]);
    expect((await listSuspects(set, { state: 'all', cursor: 0, limit: 9 })).total).toBe(4);
  });

  it('are not asked about again once every finding has its answer, until the labels change', async () => {
    const [a] = ids;
    await answerFindings(a, { findings: ['sides-swapped'], verdict: 'right', revision: 1 });
    expect(await openSuspectIds(set)).toEqual(ids.slice(0, 3));
    const answered = await answerFindings(a, { findings: ['misplaced-point:nose'], verdict: 'right', revision: 1 });
    expect([answered.state, answered.findings.map(({ verdict }) => verdict)]).toEqual(['answered', ['right', 'right']]);
    expect(await openSuspectIds(set)).toEqual(ids.slice(1, 3));

    // another examination finds the same: it is not asked twice
    await writeDoctorReport(soundReport(set, { suspects: [suspect(a, 0.9)] }));
    expect(await openSuspectIds(set)).toEqual([]);

    // other labels, examined anew, may be asked about
    await move(a);
    await writeDoctorReport(soundReport(set, { suspects: [{ ...suspect(a, 0.9), revision: 2 }] }));
    expect(await openSuspectIds(set)).toEqual([a]);
  });

  it('leave the queue when their labels are edited, and when an answer is taken back they return', async () => {
    await move(ids[0]);
    expect(await openSuspectIds(set)).toEqual(ids.slice(1, 3));
    expect((await sampleFindings(ids[0])).state).toBe('edited');
    await answerFindings(ids[1], { findings: ['misplaced-point:nose'], verdict: 'fixed', revision: 1 });
    expect(await openSuspectIds(set)).toEqual([ids[2]]);
    await answerFindings(ids[1], { findings: ['misplaced-point:nose'], verdict: null, revision: 1 });
    expect(await openSuspectIds(set)).toEqual(ids.slice(1, 3));
  });

  it('go with their samples', async () => {
    await database().sample.delete({ where: { id: ids[0] } });
    expect((await listSuspects(set, { state: 'all', cursor: 0, limit: 9 })).total).toBe(3);
    await expect(answerFindings('gone', { findings: ['x'], verdict: 'right', revision: 1 })).rejects.toThrow(
      'sample gone',
    );
  });
});

describe('a repair of the whole set', () => {
  const shift = {
    id: 'pixel-offset-1',
    kind: 'pixel-offset',
    text: 'all labels look shifted',
    plan: { scope: 'all', repair: { kind: 'shift', dx: -1, dy: -1 } },
    affected: 4,
    effect: null,
  } as const;
  const firstPoint = async (id: string) => {
    const { annotation } = await database().sample.findUniqueOrThrow({ where: { id } });
    return JSON.parse(annotation as string).points[0];
  };

  it('is previewed, made as ordinary versions, and taken back where nobody has edited since', async () => {
    const ids = await examined(() => ({ faults: [shift] }));
    const tiles = await previewRepair(set, shift.id);
    expect(tiles.map(({ sampleId }) => sampleId)).toEqual(ids);
    expect([tiles[0].before.slice(0, 2), tiles[0].after.slice(0, 2)]).toEqual([
      [110, 220],
      [109, 219],
    ]);
    expect(await firstPoint(ids[0])).toEqual([110, 220]);

    const job = await finished(await startRepair(set, shift.id));
    expect(job).toMatchObject({ state: 'done', result: { samples: 4 } });
    for (const id of ids) expect(await firstPoint(id)).toEqual([109, 219]);
    const versions = await database().annotationVersion.findMany({
      where: { sampleId: ids[1] },
      orderBy: { revision: 'asc' },
    });
    expect(versions.map(({ revision, parentRevision, author }) => [revision, parentRevision, author])).toEqual([
      [1, null, 'ibug-pts'],
      [2, 1, 'doctor'],
    ]);
    await expect(startRepair(set, shift.id)).rejects.toThrow('has been repaired already; examine the set again');

    const [repair] = (await doctorState(set)).repairs;
    expect(repair).toMatchObject({ text: shift.text, samples: 4, undone: false });
    await move(ids[3], 2);
    const undone = await finished(await startUndo(set, repair.id));
    expect(undone.result).toEqual({ samples: 3, editedSince: 1 });
    for (const id of ids.slice(0, 3)) expect(await firstPoint(id)).toEqual([110, 220]);
    expect(await firstPoint(ids[3])).toEqual([113, 220]);
    expect((await doctorState(set)).repairs).toMatchObject([{ undone: true }]);
    await expect(startUndo(set, repair.id)).rejects.toThrow('taken back already');
    // taken back, it can be made again
    expect((await finished(await startRepair(set, shift.id))).state).toBe('done');
  });

  it('gives listed faces their own repair, and none to labels that have moved since or are said to be right', async () => {
    const swap = { kind: 'reorder', order: IBUG_68.mirror } as const;
    const ids = await examined(([a, b, c]) => ({
      suspects: [suspect(a, 0.99), suspect(b, 0.98), suspect(c, 0.97)],
      faults: [
        {
          ...{ id: 'sides-swapped-1', kind: 'sides-swapped', text: '3 faces', affected: 3, effect: null },
          plan: { scope: 'listed', repairs: { [a]: [swap], [b]: [swap], [c]: [swap] } },
        },
      ],
    }));
    await move(ids[1]);
    await answerFindings(ids[2], { findings: ['sides-swapped:jaw'], verdict: 'right', revision: 1 });
    expect((await previewRepair(set, 'sides-swapped-1')).map(({ sampleId }) => sampleId)).toEqual([ids[0]]);
    const { result } = await finished(await startRepair(set, 'sides-swapped-1'));
    expect(result).toMatchObject({ samples: 1 });
    expect(await firstPoint(ids[0])).toEqual([110 + 1.5 * 16, 220 + 3 * ((7 * 16) % 68)]);
    expect(await firstPoint(ids[1])).toEqual([113, 220]);
    expect(await firstPoint(ids[2])).toEqual([110, 220]);
  });

  it('is made once, however often and whenever it is asked for', async () => {
    const ids = await examined(() => ({ faults: [shift] }));
    const asked = await Promise.allSettled([startRepair(set, shift.id), startRepair(set, shift.id)]);
    const started = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(started).toHaveLength(1);
    expect((await finished(started[0])).result).toMatchObject({ samples: 4 });
    for (const id of ids) expect(await firstPoint(id)).toEqual([109, 219]);
  });

  it('that a killed server left half done is not made again, and is taken back as far as it came', async () => {
    const ids = await examined(() => ({ faults: [shift] }));
    const { createdAt: reportedAt } = (await doctorState(set)).report as { createdAt: string };
    await openRepair(set, {
      ...{ id: 'half', fault: shift.id, reportedAt, text: shift.text, createdAt: reportedAt, undone: false },
      versions: ids.map((id) => [id, 2]),
    });
    const made = measuredFace({ z: null });
    const points = made.points.map(([x, y]) => [x - 1, y - 1] as never);
    await saveAnnotation(ids[0], { baseRevision: 1, annotation: { ...made, points }, author: 'doctor' });
    await move(ids[1]);
    await expect(startRepair(set, shift.id)).rejects.toThrow('has been repaired already');
    expect((await finished(await startUndo(set, 'half'))).result).toEqual({ samples: 1, editedSince: 3 });
    expect(await firstPoint(ids[0])).toEqual([110, 220]);
    expect(await firstPoint(ids[1])).toEqual([113, 220]);
    expect(await firstPoint(ids[2])).toEqual([110, 220]);
  });

  it('waits for no other: while one is at work, none is begun or taken back', async () => {
    await examined(() => ({ faults: [shift] }));
    const row = { id: `busy-${set}`, kind: 'doctor', title: `Repair ${set}`, state: 'running' };
    await database().job.create({ data: row });
    await expect(startRepair(set, shift.id)).rejects.toThrow('is at work; wait for its end or cancel it first');
    await database().job.update({ where: { id: row.id }, data: { state: 'done' } });
    expect((await finished(await startRepair(set, shift.id))).state).toBe('done');
  });

  it('is refused for a fault that is not there, or that no rule mends', async () => {
    await examined(() => ({ faults: [{ ...shift, id: 'model-1', kind: 'model-swaps-sides', plan: null }] }));
    await expect(previewRepair(set, 'other')).rejects.toThrow('fault other: not found');
    await expect(startRepair(set, 'model-1')).rejects.toThrow('no rule sets it right');
  });
});
