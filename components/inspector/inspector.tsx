'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { LandmarkCanvas } from '@/components/editor/landmark-canvas';
import { ALL_DATASETS, apiParams, parseView } from '@/components/gallery/gallery-query';
import { NoteBar } from '@/components/notes/note-bar';
import { QueueBar } from '@/components/queue/queue-bar';
import { queueKindOf } from '@/components/queue/queue-kinds';
import { useSampleQueue } from '@/components/queue/use-sample-queue';
import { ReviewPanel } from '@/components/review/review-panel';
import { useReview } from '@/components/review/use-review';
import { useShortcuts } from '@/components/shell/shortcuts';
import type { ReviewChange } from '@/lib/contracts/review';
import type { SampleDetail, SampleNeighbours, SamplePrediction, SampleTile } from '@/lib/contracts/sample';
import { settledAnnotation } from '@/lib/editor/document';
import type { Annotation } from '@/lib/landmarks/annotation';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { defaultModelId, type ModelChoice, predictionOf } from './chosen-prediction';
import { ConflictBar } from './conflict-bar';
import { Filmstrip } from './filmstrip';
import styles from './inspector.module.css';
import { InspectorHeader } from './inspector-header';
import { InspectorTabs } from './inspector-tabs';
import { galleryHref, placeOf, replaceParam, runOf, sampleHref, tabOf } from './inspector-url';
import { Readout } from './readout';
import { RunBar } from './run-bar';
import { useCurrentSession } from './use-current-session';
import { useFreshPredictions } from './use-fresh-predictions';
import { useNeighbours } from './use-neighbours';
import { usePointInAddress } from './use-point-in-address';

interface InspectorProps {
  readonly detail: SampleDetail;
  readonly neighbours: SampleNeighbours;
  readonly models: readonly ModelChoice[];
}

/** One face: its picture with labels and prediction, what is wrong with them, and the way to the next. */
export function Inspector({ detail: first, neighbours: firstNeighbours, models }: InspectorProps) {
  const params = useSearchParams();
  const { scope, sampleId } = placeOf(usePathname()) ?? { scope: ALL_DATASETS, sampleId: first.id };
  const { session, failure } = useCurrentSession(first, sampleId);
  const { detail, document, selected } = useStore(session.store);
  // the face the page was opened with chooses for all: going on must not change whose errors are meant
  const defaultModel = defaultModelId(models, first);
  const search = params.toString();
  const { query, queryText, queueKind, source } = useMemo(() => {
    const words = new URLSearchParams(search);
    const view = parseView(scope, words, defaultModel);
    const kind = queueKindOf(words);
    return {
      query: view.query,
      queryText: apiParams(view.query).toString(),
      queueKind: kind,
      source: kind?.source(view.query, words) ?? null,
    };
  }, [scope, search, defaultModel]);
  const queue = useSampleQueue(source, sampleId);
  const neighbours = useNeighbours(firstNeighbours, first.id, sampleId, queue ? null : queryText);
  const { previous, next } = queue ?? neighbours;

  const model = models.find(({ id }) => id === query.model) ?? null;
  const prediction = model && predictionOf(detail, model.id, query.crop);
  const errors = useErrors(document?.annotation ?? null, prediction, detail);
  const settled = useErrors(document && settledAnnotation(document), prediction, detail);

  const strip = useMemo(
    () => withNews(queue?.strip ?? neighbours.strip, detail, settled?.error),
    [queue?.strip, neighbours.strip, detail, settled?.error],
  );
  const hrefOf = useCallback((id: string) => sampleHref(scope, id, new URLSearchParams(search)), [scope, search]);
  const open = useCallback(
    (id: string) => {
      session.commitDrag(); // the pointer may still hold a point
      session.select(null);
      window.history.pushState(null, '', hrefOf(id));
    },
    [session, hrefOf],
  );
  const step = (id: string | null) => id && open(id);
  const settle = queue?.settle;
  const onDecided = useCallback(
    (id: string, change: ReviewChange) => {
      settle?.(id);
      queueKind?.decided?.(session, change);
    },
    [settle, queueKind, session],
  );
  const review = useReview({ session, sampleId, next, onOpen: open, onDecided });
  const isFree = selected === null; // else the arrows move the point in hand
  useShortcuts('Inspector', [
    { name: 'inspector.next', keys: ']', label: 'Next image', enabled: next !== null, run: () => step(next) },
    {
      name: 'inspector.previous',
      keys: '[',
      label: 'Previous image',
      enabled: previous !== null,
      run: () => step(previous),
    },
    {
      name: 'inspector.next-arrow',
      keys: 'ArrowRight',
      label: 'Next image (no point in hand)',
      enabled: isFree,
      run: () => step(next),
    },
    {
      name: 'inspector.previous-arrow',
      keys: 'ArrowLeft',
      label: 'Previous image (no point in hand)',
      enabled: isFree,
      run: () => step(previous),
    },
    ...(query.sort === 'error'
      ? [
          {
            name: 'inspector.next-worst',
            keys: 'n',
            label: 'Next worst image',
            enabled: next !== null,
            run: () => step(next),
          },
        ]
      : []),
  ]);
  usePointInAddress(session, params);
  useFreshPredictions(session);
  useEffect(() => {
    window.document.title = `${detail.name} · Landmark Workbench`;
  }, [detail.name]);

  const leaveHref = galleryHref(scope, params);
  return (
    <div className={styles.inspector}>
      <InspectorHeader
        detail={detail}
        galleryHref={leaveHref}
        models={models}
        model={model}
        errors={errors}
        previous={previous}
        next={next}
        onModel={(id) => replaceParam(params, 'model', id)}
        onOpen={open}
      />
      {runOf(params) && (
        <RunBar
          runId={runOf(params) as string}
          sampleId={detail.id}
          error={errors?.error ?? null}
          revision={detail.revision}
          onOpen={open}
        />
      )}
      {queue && queueKind && (
        <QueueBar
          queue={queue}
          leaveHref={queueKind.leaveHref?.(scope) ?? leaveHref}
          whenOver={<queueKind.End scope={scope} query={query} galleryHref={leaveHref} />}
        >
          <queueKind.Panel session={session} review={review} />
        </QueueBar>
      )}
      <ConflictBar session={session} />
      {failure && (
        <p role="alert" className={styles.failure}>
          The image asked for cannot be shown: {failure}
        </p>
      )}
      <div className={styles.body}>
        <div className={styles.picture}>
          <LandmarkCanvas
            session={session}
            prediction={prediction?.landmarks ?? null}
            readout={
              <>
                <NoteBar session={session} />
                <Readout session={session} errors={errors} />
              </>
            }
          />
        </div>
        <aside className={styles.side} aria-label="About this face">
          <ReviewPanel state={detail.reviewState} verdict={detail.verdict} onDecide={review.decide} />
          <InspectorTabs
            session={session}
            active={tabOf(params)}
            onChange={(tab) => replaceParam(params, 'tab', tab === 'errors' ? null : tab)}
            model={model}
            crop={query.crop}
            prediction={prediction}
            errors={errors}
            settled={settled}
          />
        </aside>
      </div>
      <Filmstrip strip={strip} sampleId={sampleId} hrefOf={hrefOf} onOpen={open} />
    </div>
  );
}

/** The strip knows this face as it was when it was asked for; an edit or a decision since then has moved it. */
const withNews = (strip: readonly SampleTile[], { id, reviewState }: SampleDetail, error: number | undefined) =>
  strip.map((tile) => (tile.id === id ? { ...tile, reviewState, error: error ?? tile.error } : tile));

function useErrors(annotation: Annotation | null, prediction: SamplePrediction | null, detail: SampleDetail) {
  const { imageWidth: width, imageHeight: height } = detail;
  return useMemo(
    () => (annotation && prediction ? sampleErrors(annotation, prediction.landmarks, { width, height }) : null),
    [annotation, prediction, width, height],
  );
}
