'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import { useKeymapStore } from './keymap-store';

/** An action with its key; the help sheet and the command palette list it by its label. */
export interface Shortcut {
  /** what a user's own key is kept under, for good: 'review.approve'; absent: the group's title and the usual key */
  readonly name?: string;
  /** `KeyboardEvent.key`, with modifiers before it: 'g', 'ArrowLeft', '?', 'Mod+z', 'Mod+Shift+z' (Mod: Ctrl, or ⌘ on a Mac) */
  readonly keys: string;
  /** further keys that do the same; not listed */
  readonly also?: readonly string[];
  readonly label: string;
  readonly run: () => void;
  /** false: the key is left alone just now */
  readonly enabled?: boolean;
  /** works while a text field has the focus */
  readonly inFields?: boolean;
}

/** An action as it is bound now. */
export interface BoundShortcut extends Shortcut {
  readonly name: string;
  /** the key it has where the user has not changed it; `keys` is the one it has, '' for none */
  readonly usualKeys: string;
}

export interface ShortcutGroup {
  /** what the keys are about: 'Overlay', 'Gallery' */
  readonly title: string;
  readonly shortcuts: readonly BoundShortcut[];
}

/** The groups of what is on the screen now; the newest stands last and is asked first. */
export const useShortcutStore = create<{ readonly groups: ReadonlyMap<symbol, ShortcutGroup> }>(() => ({
  groups: new Map(),
}));

/**
 * Binds keys while the calling component is mounted. Pass fresh closures freely: the newest are called.
 * Keys are not heard in text fields, while a dialog is open, or while a control that uses them has the focus.
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  const own = useKeymapStore((store) => store.own);
  const bound = shortcuts.map((shortcut) => bind(title, shortcut, own));
  const signature = bound.map(({ keys, label, enabled }) => `${keys} ${label} ${enabled ?? true}`).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says all that the listed group shows
  useEffect(() => {
    const id = Symbol(title);
    const group: ShortcutGroup = {
      title,
      shortcuts: bound.map((shortcut, index) => ({
        ...shortcut,
        run: () => latest.current[index]?.run(),
      })),
    };
    useShortcutStore.setState(({ groups }) => ({ groups: new Map(groups).set(id, group) }));
    return () =>
      useShortcutStore.setState(({ groups }) => {
        const rest = new Map(groups);
        rest.delete(id);
        return { groups: rest };
      });
  }, [title, signature]);
}

function bind(title: string, shortcut: Shortcut, own: Readonly<Record<string, string>>): BoundShortcut {
  const name = shortcut.name ?? `${title}: ${shortcut.keys}`;
  const usualKeys = shortcut.keys;
  // further keys belong to the usual one
  return own[name] === undefined
    ? { ...shortcut, name, usualKeys }
    : { ...shortcut, name, usualKeys, keys: own[name], also: undefined };
}

/** Other actions of this page that a key would do too, whether they are enabled just now or not. */
export function actionsOf(groups: Iterable<ShortcutGroup>, keys: string, but: string): readonly BoundShortcut[] {
  return [...groups]
    .flatMap(({ shortcuts }) => shortcuts)
    .filter((other) => other.name !== but && (other.keys === keys || other.also?.includes(keys)));
}

/** Which combination was pressed, in the words of `Shortcut.keys`. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // Shift is part of the sign itself for '?' and the like; of letters and named keys it is a modifier
  const shift = event.shiftKey && (event.key.length > 1 || /\p{L}/u.test(event.key));
  return [(event.ctrlKey || event.metaKey) && 'Mod', event.altKey && 'Alt', shift && 'Shift', key]
    .filter(Boolean)
    .join('+');
}

const TEXT_INPUTS = 'textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range])';
/** Controls that the browser itself moves by arrows, Home and End. */
const ARROW_CONTROLS = 'input[type=radio], input[type=range], [role=tab], [role=separator], [role=slider]';
/** Controls that the space bar already presses; of these Enter presses all but the boxes, and links too. */
const SPACE_CONTROLS = 'button, summary, input[type=checkbox], input[type=radio]';
const ENTER_CONTROLS = 'button, summary, a[href]';

function isTakenByFocus(target: Element, keys: string): boolean {
  if (/^(Arrow|Home|End|Page)/.test(keys)) return target.matches(ARROW_CONTROLS);
  if (keys === 'Enter') return target.matches(ENTER_CONTROLS);
  if (keys === ' ') return target.matches(SPACE_CONTROLS);
  return false;
}

/** The one listener of the page; mounted by the frame. */
export function useShortcutListener(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const keys = keysOf(event);
      const inField = target.matches(TEXT_INPUTS);
      if (isTakenByFocus(target, keys)) return;
      const modal = document.querySelector('dialog[open]') !== null;
      // an open menu is what Escape closes, and nothing behind it
      if (keys === 'Escape' && document.querySelector(':popover-open') !== null) return;
      for (const { shortcuts } of [...useShortcutStore.getState().groups.values()].reverse()) {
        for (const shortcut of shortcuts) {
          if (shortcut.enabled === false || (shortcut.keys !== keys && !shortcut.also?.includes(keys))) continue;
          if ((inField || modal) && !shortcut.inFields) continue;
          event.preventDefault();
          shortcut.run();
          return;
        }
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
