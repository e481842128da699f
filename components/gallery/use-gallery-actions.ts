'use client';

import { useRef, useState } from 'react';
import { startAnnotate } from '@/components/run/start-annotate';
import { startRun } from '@/components/run/start-run';
import { useShortcuts } from '@/components/shell/shortcuts';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { SampleQuery } from '@/lib/contracts/sample';
import { errorLine, fetchJson } from '@/lib/request';
import { apiParams } from './gallery-query';
import { useGalleryStore } from './gallery-store';
import type { ModelChoice } from './model-choice';

export interface GalleryActions {
  /** runs the chosen model on the selected samples */
  readonly runOnSelected: () => void;
  /** …on all that match the filters */
  readonly runOnMatching: () => void;
  /** …on those of them that have no prediction by it */
  readonly runOnMissing: () => void;
  /** finds the faces of the selected images that nobody has labelled */
  readonly annotateSelected: () => void;
  /** …of all such images that match the filters */
  readonly annotateMatching: () => void;
  readonly selectMatching: () => void;
  readonly clearSelection: () => void;
  /** ids of the matching samples are being read */
  readonly isReading: boolean;
}

/** What can be done with the samples in view, by button and by key. */
export function useGalleryActions(query: SampleQuery, model: ModelChoice | null, total: number): GalleryActions {
  const [isReading, setReading] = useState(false);
  const reading = useRef(false);

  async function withMatching(which: SampleQuery, act: (ids: readonly string[]) => void) {
    if (reading.current) return;
    reading.current = true;
    setReading(true);
    try {
      act((await fetchJson<{ readonly ids: readonly string[] }>(`/api/samples/ids?${apiParams(which)}`)).ids);
    } catch (error) {
      showError(`The matching faces could not be listed: ${errorLine(error)}`);
    } finally {
      reading.current = false;
      setReading(false);
    }
  }
  const run = (samples: readonly string[]) => {
    if (model && samples.length > 0) void startRun({ model, samples, crop: query.crop });
  };

  const annotate = (samples: readonly string[]) => {
    if (samples.length === 0) showInfo('Every image that matches has labels already.');
    else if (model) void startAnnotate({ model, samples });
  };

  const actions: GalleryActions = {
    runOnSelected: () => run([...useGalleryStore.getState().selected]),
    runOnMatching: () => void withMatching(query, run),
    runOnMissing: () => void withMatching({ ...query, predicted: 'no' }, run),
    annotateSelected: () => {
      const { selected, list } = useGalleryStore.getState();
      const hasLabels = new Set(list?.tiles.filter(({ revision }) => revision > 0).map(({ id }) => id));
      annotate([...selected].filter((id) => !hasLabels.has(id)));
    },
    annotateMatching: () => void withMatching({ ...query, labelled: 'no' }, annotate),
    selectMatching: () => void withMatching(query, (ids) => useGalleryStore.getState().select(ids)),
    clearSelection: () => useGalleryStore.getState().select([]),
    isReading,
  };
  useShortcuts('Gallery', [
    {
      name: 'gallery.select-all',
      keys: 'a',
      also: ['Mod+a'],
      label: 'Select all that match',
      enabled: total > 0,
      run: actions.selectMatching,
    },
    { name: 'gallery.clear', keys: 'Escape', label: 'Clear the selection', run: actions.clearSelection },
    {
      name: 'gallery.run',
      keys: 'r',
      label: 'Run the model on the selected, or on all that match',
      enabled: model !== null && total > 0,
      run: () => (useGalleryStore.getState().selected.size > 0 ? actions.runOnSelected() : actions.runOnMatching()),
    },
  ]);
  return actions;
}
