'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FaceLimits } from '@/lib/synthesis/face-limits';
import { parseSettings, type Settings, settingsParams } from './settings-url';

export interface SettingsState {
  readonly settings: Settings;
  /** what the address said wrongly, a line each */
  readonly refusals: readonly string[];
  readonly change: (changes: Partial<Settings>) => void;
  readonly changeLimits: (change: (limits: FaceLimits) => FaceLimits) => void;
  readonly dismissRefusals: () => void;
}

/** Browsers slow down, or refuse, addresses that change at every step of a slider. */
const WRITE_AFTER_MS = 250;

const parse = (text: string) => parseSettings(new URLSearchParams(text));

/**
 * The settings stand in the address, a moment after they have changed; Back and Forward bring others.
 *
 * @param usual limits where the address names none
 */
export function useSettings(usual: FaceLimits | null): SettingsState {
  const text = useSearchParams().toString();
  const [state, setState] = useState(() => {
    const { settings, refusals } = parse(text);
    const isFree = Object.keys(settings.limits).length === 0;
    return { settings: usual && isFree ? { ...settings, limits: usual } : settings, refusals };
  });
  const known = useRef(text);

  useEffect(() => {
    if (text === known.current) return;
    known.current = text;
    setState(parse(text));
  }, [text]);

  const { settings } = state;
  useEffect(() => {
    const next = settingsParams(settings).toString();
    if (next === known.current) return;
    const timer = setTimeout(() => {
      known.current = next;
      window.history.replaceState(null, '', next ? `?${next}` : window.location.pathname);
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [settings]);

  const change = useCallback(
    (changes: Partial<Settings>) => setState((old) => ({ ...old, settings: { ...old.settings, ...changes } })),
    [],
  );
  const changeLimits = useCallback<SettingsState['changeLimits']>(
    (changeOf) => setState((old) => ({ ...old, settings: { ...old.settings, limits: changeOf(old.settings.limits) } })),
    [],
  );
  const dismissRefusals = useCallback(() => setState((old) => ({ ...old, refusals: [] })), []);
  return { ...state, change, changeLimits, dismissRefusals };
}
