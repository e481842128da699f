'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { LandmarkCanvas } from '@/components/editor/landmark-canvas';
import { ALL_DATASETS, apiParams, parseView } from '@/components/gallery/gallery-query';
import { onStoredPredictions } from '@/components/run/run-store';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Tabs } from '@/components/ui/tabs';
import type { SampleDetail, SampleNeighbours, SamplePrediction, SampleTile } from '@/lib/contracts/sample';
import { settledAnnotation } from '@/lib/editor/document';
import type { Annotation } from '@/lib/landmarks/annotation';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { fetchJson } from '@/lib/request';
import { defaultModelId, type ModelChoice, predictionOf } from './chosen-prediction';
import { ConflictBar } from './conflict-bar';
import { DepthTab } from './depth-tab';
import { ErrorsTab } from './errors-tab';
import { Filmstrip } from './filmstrip';
import { HistoryTab } from './history-tab';
import { InfoTab } from './info-tab';
import styles from './inspector.module.css';
import { InspectorHeader } from './inspector-header';
import { galleryHref, type InspectorTab, placeOf, pointOf, runOf, sampleHref, tabOf } from './inspector-url';
import { NoErrors } from './no-errors';
import { Readout } from './readout';
import { RunBar } from './run-bar';
import { useCurrentSession } from './use-current-session';
import { useNeighbours } from './use-neighbours';

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
  const { detail, document, selected, hovered } = useStore(session.store);
  // the face the page was opened with chooses for all: going on must not change whose errors are meant
  const { query } = parseView(scope, params, defaultModelId(models, first));
  const neighbours = useNeighbours(firstNeighbours, first.id, sampleId, apiParams(query).toString());

  const model = models.find(({ id }) => id === query.model) ?? null;
  const prediction = model && predictionOf(detail, model.id, query.crop);
  const errors = useErrors(document?.annotation ?? null, prediction, detail);
  const settled = useErrors(document && settledAnnotation(document), prediction, detail);

  const settledError = settled?.error;
  const strip = useMemo(
    () => withError(neighbours.strip, detail.id, settledError),
    [neighbours.strip, detail.id, settledError],
  );

  const hrefOf = (id: string) => sampleHref(scope, id, params);
  const open = (id: string) => {
    session.select(null);
    window.history.pushState(null, '', hrefOf(id));
  };
  const change = (key: string, value: string | null) => replaceParam(params, key, value);
  const { previous, next } = neighbours;
  const step = (id: string | null) => id && open(id);
  const isFree = selected === null; // else the arrows move the point in hand
  useShortcuts('Inspector', [
    { keys: ']', label: 'Next image', enabled: next !== null, run: () => step(next) },
    { keys: '[', label: 'Previous image', enabled: previous !== null, run: () => step(previous) },
    { keys: 'ArrowRight', label: 'Next image (no point in hand)', enabled: isFree, run: () => step(next) },
    { keys: 'ArrowLeft', label: 'Previous image (no point in hand)', enabled: isFree, run: () => step(previous) },
    ...(query.sort === 'error'
      ? [{ keys: 'n', label: 'Next worst image', enabled: next !== null, run: () => step(next) }]
      : []),
  ]);
  usePointInAddress(session, params);
  useFreshPredictions(session);
  useEffect(() => {
    window.document.title = `${detail.name} · Landmark Workbench`;
  }, [detail.name]);

  return (
    <div className={styles.inspector}>
      <InspectorHeader
        detail={detail}
        galleryHref={galleryHref(scope, params)}
        models={models}
        model={model}
        errors={errors}
        previous={previous}
        next={next}
        onModel={(id) => change('model', id)}
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
            readout={<Readout session={session} errors={errors} />}
          />
        </div>
        <aside className={styles.side} aria-label="About this face">
          <Tabs<InspectorTab>
            label="About this face"
            active={tabOf(params)}
            onChange={(tab) => change('tab', tab === 'errors' ? null : tab)}
            tabs={[
              {
                id: 'errors',
                label: 'Errors',
                content: () =>
                  errors && settled ? (
                    <ErrorsTab
                      errors={errors}
                      settled={settled}
                      selected={selected}
                      hovered={hovered}
                      onSelect={session.select}
                      onHover={session.hover}
                    />
                  ) : (
                    <NoErrors detail={detail} model={model} hasPrediction={prediction !== null} />
                  ),
              },
              {
                id: '3d',
                label: '3D',
                content: () => (
                  <DepthTab
                    annotation={document?.annotation ?? null}
                    prediction={prediction}
                    model={model}
                    datasetName={detail.datasetName}
                    highlighted={hovered ?? selected}
                    onHover={session.hover}
                    onSelect={session.select}
                  />
                ),
              },
              {
                id: 'history',
                label: 'History',
                content: () => <HistoryTab session={session} />,
              },
              { id: 'info', label: 'Info', content: () => <InfoTab detail={detail} prediction={prediction} /> },
            ]}
          />
        </aside>
      </div>
      <Filmstrip strip={strip} sampleId={sampleId} hrefOf={hrefOf} onOpen={open} />
    </div>
  );
}

/** The strip knows the errors of when it was asked for; an edit since then has moved the one of this face. */
const withError = (strip: readonly SampleTile[], id: string, error: number | undefined): readonly SampleTile[] =>
  error === undefined ? strip : strip.map((tile) => (tile.id === id ? { ...tile, error } : tile));

function useErrors(annotation: Annotation | null, prediction: SamplePrediction | null, detail: SampleDetail) {
  const { imageWidth: width, imageHeight: height } = detail;
  return useMemo(
    () => (annotation && prediction ? sampleErrors(annotation, prediction.landmarks, { width, height }) : null),
    [annotation, prediction, width, height],
  );
}

function replaceParam(params: URLSearchParams, key: string, value: string | null): void {
  const changed = new URLSearchParams(params);
  if (value === null) changed.delete(key);
  else changed.set(key, value);
  window.history.replaceState(null, '', changed.size > 0 ? `?${changed}` : window.location.pathname);
}

/** The address names the point in hand: a link opens with it, and choosing another changes the link. */
function usePointInAddress(session: EditorSession, params: URLSearchParams): void {
  const selected = useStore(session.store, (state) => state.selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once a face, afterwards it follows
  useEffect(() => {
    const point = pointOf(params);
    const count = session.store.getState().document?.annotation.points.length ?? 0;
    if (point !== null && point < count) session.select(point);
  }, [session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another face may have the same point in hand
  useEffect(() => {
    const current = new URLSearchParams(window.location.search);
    const point = selected === null ? null : String(selected);
    if (current.get('point') !== point) replaceParam(current, 'point', point);
  }, [session, selected]);
}

/** Predictions that a run in this tab stores for the face appear on it. */
function useFreshPredictions(session: EditorSession): void {
  useEffect(
    () =>
      onStoredPredictions(({ items }) => {
        const { id } = session.store.getState().detail;
        if (!items.some(({ sample }) => sample === id)) return;
        void fetchJson<SampleDetail>(`/api/samples/${id}`).then(session.updateDetail, () => undefined);
      }),
    [session],
  );
}
