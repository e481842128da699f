'use client';

import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useLeaveWarning } from '@/components/ui/leave-warning';
import { LiveController } from './live-controller';
import { type LiveChoices, useLiveSettings } from './live-settings';
import type { LiveState } from './live-state';
import type { Engine } from './worker-host';

/** A model to choose from. */
export interface ModelChoice {
  readonly id: string;
  readonly title: string;
}

export interface LiveView {
  readonly controller: LiveController;
  readonly state: LiveState;
  readonly choices: LiveChoices;
  /** what is looked with: one model, or two beside each other */
  readonly shown: readonly ModelChoice[];
}

/** The controller of this page, fed with the choices that the browser remembers. @param models at least one */
export function useLive(models: readonly ModelChoice[]): LiveView {
  const choices = useLiveSettings();
  const [controller] = useState(() => new LiveController(choices, engineOf(choices, models)));
  const state = useStore(controller.state);
  useEffect(() => void useLiveSettings.persist.rehydrate(), []);
  useEffect(() => controller.mount(), [controller]);
  useEffect(() => controller.choose(choices, engineOf(choices, models)), [controller, choices, models]);
  useLeaveWarning(state.recordingSeconds !== null);
  const { modelId, besideId } = choices;
  const shown = useMemo(() => shownModels({ modelId, besideId }, models), [modelId, besideId, models]);
  return { controller, state, choices, shown };
}

/** Models that are gone are passed over, and nothing is shown beside itself. */
function shownModels(
  { modelId, besideId }: Pick<LiveChoices, 'modelId' | 'besideId'>,
  models: readonly ModelChoice[],
): readonly ModelChoice[] {
  const first = models.find(({ id }) => id === modelId) ?? models[0];
  const second = models.find(({ id }) => id === besideId && id !== first.id);
  return second ? [first, second] : [first];
}

const engineOf = (choices: LiveChoices, models: readonly ModelChoice[]): Engine => ({
  models: shownModels(choices, models).map(({ id }) => id),
  backend: choices.backend,
});
