import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Journal, type JournalEntry, memoryJournal } from '@/lib/editor/journal';
import { mergeAnnotations } from '@/lib/editor/merge';
import { movePoint } from '@/lib/editor/patches';
import { type Conflict, createSaveChain, type SaveChain, type SendAnswer } from '@/lib/editor/save-chain';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const start: Annotation = {
  scheme: 'ibug-68',
  points: Array.from({ length: 68 }, (_, i) => imagePoint(i, 2 * i)),
  z: null,
  visibility: null,
};

interface Version {
  readonly revision: number;
  readonly author: string;
  readonly saveId: string | null;
  readonly annotation: Annotation;
}

/** A server that keeps versions as the real one does, and fails as it is told. */
function fakeServer() {
  const versions: Version[] = [{ revision: 1, author: 'import', saveId: null, annotation: start }];
  const newest = () => versions[versions.length - 1];
  const add = (author: string, annotation: Annotation, saveId: string | null) =>
    versions.push({ revision: newest().revision + 1, author, saveId, annotation });
  /** what becomes of the next requests: kept and answered, not reached, or kept while the answer is lost */
  const fates: ('down' | 'answer lost')[] = [];
  return {
    versions,
    newest,
    fates,
    saveByOther: (annotation: Annotation) => add('bert', annotation, null),
    async send(entry: JournalEntry): Promise<SendAnswer> {
      const fate = fates.shift();
      if (fate === 'down') return { kind: 'unreachable', reason: 'down' };
      const known = versions.find(({ saveId }) => saveId === entry.saveId);
      if (!known && newest().revision !== entry.baseRevision) return { kind: 'stale', theirs: newest() };
      if (!known) add('anna', entry.after, entry.saveId);
      if (fate === 'answer lost') return { kind: 'unreachable', reason: 'answer lost' };
      return { kind: 'saved', revision: (known ?? newest()).revision };
    },
  };
}

let lastId = 0;

/** An editor of one face: where it stands, and the chain that saves it. */
function fakeEditor(server: ReturnType<typeof fakeServer>, journal: Journal) {
  let annotation = server.newest().annotation;
  let revision = server.newest().revision;
  let conflict: Conflict | null = null;
  let isDead = false;
  const chain: SaveChain = createSaveChain({
    sampleId: 'face',
    journal: {
      ...journal,
      put: async (entry) => (isDead ? undefined : journal.put(entry)),
      swap: async (gone, put) => (isDead ? undefined : journal.swap(gone, put)),
    },
    newId: () => `id-${++lastId}`,
    newChain: () => `chain-${++lastId}`,
    send: async (entry) => (isDead ? new Promise(() => undefined) : server.send(entry)),
    isSettled: () => !isDead,
    onSaved: (_, kept) => {
      revision = kept;
    },
    onMerged: (merged, theirs) => {
      annotation = merged;
      revision = theirs.revision;
    },
    onConflict: (next) => {
      conflict = next;
    },
    onStatus: () => undefined,
    onPending: () => undefined,
    wait: () => Promise.resolve(),
  });
  return {
    chain,
    move(index: number, x: number) {
      const before = annotation;
      annotation = movePoint(annotation, index, [x, x]);
      chain.record({ label: `Move ${index}`, baseRevision: revision, before, after: annotation });
      chain.request();
    },
    resume(entries: readonly JournalEntry[]) {
      if (entries.length === 0) return;
      annotation = entries[entries.length - 1].after;
      revision = entries[0].baseRevision;
      chain.adopt(entries);
    },
    /** the browser's process ends */
    kill() {
      isDead = true;
    },
    get annotation() {
      return annotation;
    },
    get conflict() {
      return conflict;
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the save chain', () => {
  it('makes each gesture one version, in order', async () => {
    const server = fakeServer();
    const editor = fakeEditor(server, memoryJournal());
    for (const i of [1, 2, 3]) editor.move(i, 100 + i);
    await settle();
    expect(server.versions.map(({ revision, annotation }) => [revision, annotation.points[revision - 1][0]])).toEqual([
      [1, 0],
      [2, 101],
      [3, 102],
      [4, 103],
    ]);
  });

  it('keeps a gesture in the journal until the server has it, and no longer', async () => {
    const server = fakeServer();
    const journal = memoryJournal();
    const editor = fakeEditor(server, journal);
    server.fates.push('down');
    editor.move(1, 100);
    await Promise.resolve();
    expect((await journal.read('face')).map(({ label, baseRevision }) => [label, baseRevision])).toEqual([
      ['Move 1', 1],
    ]);
    await settle();
    expect(await journal.read()).toEqual([]);
  });

  it('does not keep a gesture twice when its answer was lost', async () => {
    const server = fakeServer();
    const editor = fakeEditor(server, memoryJournal());
    server.fates.push('answer lost', 'answer lost');
    editor.move(1, 100);
    editor.move(1, 200);
    await settle();
    expect(server.versions.map(({ annotation }) => annotation.points[1][0])).toEqual([1, 100, 200]);
  });

  it('puts an amended gesture in the place of its earlier form while that has not been sent', async () => {
    const server = fakeServer();
    const { chain } = fakeEditor(server, memoryJournal());
    const [one, two] = [movePoint(start, 1, [5, 5]), movePoint(start, 1, [6, 6])];
    chain.record({ label: 'Nudge', baseRevision: 1, before: start, after: one });
    chain.holdNewest(true);
    chain.request();
    await settle();
    chain.amend({ label: 'Nudge', baseRevision: 1, before: one, after: two });
    chain.holdNewest(false);
    chain.request();
    await settle();
    expect(server.versions.map(({ annotation }) => annotation.points[1][0])).toEqual([1, 6]);
  });

  it('merges with what somebody else saved, and keeps both', async () => {
    const server = fakeServer();
    const editor = fakeEditor(server, memoryJournal());
    server.saveByOther(movePoint(start, 60, [7, 7]));
    editor.move(1, 100);
    await settle();
    const both = movePoint(movePoint(start, 60, [7, 7]), 1, [100, 100]);
    expect(server.versions.map(({ author }) => author)).toEqual(['import', 'bert', 'anna']);
    expect(server.newest().annotation).toEqual(both);
    expect(editor.annotation).toEqual(both);
  });

  it('waits for a choice where both moved a point, and keeps mine in the history though theirs is chosen', async () => {
    const server = fakeServer();
    const editor = fakeEditor(server, memoryJournal());
    server.saveByOther(movePoint(movePoint(start, 1, [7, 7]), 2, [8, 8]));
    editor.move(1, 100);
    editor.move(2, 200);
    await settle();
    expect(editor.conflict?.merge.clashes.map(({ index }) => index)).toEqual([1, 2]);
    expect(server.versions).toHaveLength(2);
    editor.move(3, 300); // work goes on
    editor.chain.resolve(new Set([2]));
    await settle();
    const placesOf = ({ annotation: { points } }: Version) => [1, 2, 3].map((i) => points[i][0]);
    expect(server.versions.slice(1).map(placesOf)).toEqual([
      [7, 8, 3],
      [100, 200, 300],
      [100, 8, 300],
    ]);
    expect(editor.conflict).toBeNull();
    expect(editor.annotation).toEqual(server.newest().annotation);
  });

  it('has nothing left to choose when my side goes back to where it was', async () => {
    const server = fakeServer();
    const editor = fakeEditor(server, memoryJournal());
    server.saveByOther(movePoint(start, 1, [7, 8]));
    editor.move(5, 50);
    editor.move(1, 100);
    await settle();
    expect(editor.conflict?.merge.clashes).toHaveLength(1);
    const before = editor.annotation;
    editor.chain.record({
      label: 'Undo move 1',
      baseRevision: 1,
      before,
      after: movePoint(before, 1, start.points[1]),
    });
    await settle();
    expect(editor.conflict).toBeNull();
    expect(server.newest().annotation).toEqual(movePoint(movePoint(start, 1, [7, 8]), 5, [50, 50]));
    expect(editor.annotation).toEqual(server.newest().annotation);
  });

  it('loses and doubles nothing, whatever fails and whenever the browser is killed', async () => {
    const happening = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 67 }).map((index) => ({ kind: 'move', index }) as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'down' } as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'answer lost' } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'kill' } as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'pause' } as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
        const server = fakeServer();
        const journal = memoryJournal();
        let editor = fakeEditor(server, journal);
        let moves = 0;
        for (const event of happenings) {
          if (event.kind === 'move') editor.move(event.index, 1000 + ++moves);
          else if (event.kind === 'pause') await settle();
          else if (event.kind === 'kill') {
            editor.kill();
            editor = fakeEditor(server, journal);
            editor.resume(await journal.read('face'));
          } else server.fates.push(event.kind);
        }
        while (editor.chain.pending.length > 0) await settle();
        const kept = server.versions.slice(1);
        expect(kept.map(({ revision }) => revision)).toEqual(kept.map((_, i) => i + 2));
        // every move gave a place of its own: the versions name them in order, each once
        const placesMoved = kept.map(({ annotation }, i) => {
          const before = server.versions[i].annotation;
          return annotation.points.filter(([x], k) => x !== before.points[k][0]).map(([x]) => x);
        });
        expect(placesMoved).toEqual(Array.from({ length: moves }, (_, i) => [1001 + i]));
        expect(await journal.read()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('merges any two sets of edits without losing a point of either', () => {
    const edits = fc.array(fc.tuple(fc.integer({ min: 0, max: 67 }), fc.integer({ min: 500, max: 900 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(edits, edits, (mine, theirs) => {
        const apply = (list: typeof mine) => list.reduce((at, [i, x]) => movePoint(at, i, [x, x]), start);
        const [my, their] = [apply(mine), apply(theirs)];
        const { annotation, clashes } = mergeAnnotations(start, my, their);
        const clashing = new Set(clashes.map(({ index }) => index));
        annotation.points.forEach((point, index) => {
          const isMine = my.points[index] !== start.points[index] || clashing.has(index);
          expect(point).toEqual((isMine ? my : their).points[index]);
        });
      }),
    );
  });
});
