import { describe, expect, it } from 'vitest';
import { actionsOf, keysOf, type ShortcutGroup } from '@/components/shell/shortcuts';
import { keysText } from '@/components/ui/kbd';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keysOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('keysOf', () => {
  it('takes ⌘ for Ctrl', () => {
    expect(press('k', { ctrlKey: true })).toBe('Mod+k');
    expect(press('k', { metaKey: true })).toBe('Mod+k');
  });

  it('counts Shift with letters and named keys, not with signs that need it', () => {
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+z');
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown');
    expect(press('?', { shiftKey: true })).toBe('?');
  });
});

describe('a key that is wanted for another action', () => {
  const action = (name: string, keys: string, also?: string[]) => ({
    name,
    keys,
    also,
    usualKeys: keys,
    label: name,
    run: () => undefined,
  });
  const groups: ShortcutGroup[] = [
    { title: 'Overlay', shortcuts: [action('truth', 'g'), action('contours', 'c')] },
    { title: 'Editor', shortcuts: [action('redo', 'Mod+Shift+z', ['Mod+y'])] },
  ];
  const namesOf = (keys: string, but: string) => actionsOf(groups, keys, but).map(({ name }) => name);

  it('names who has it now, by whichever of their keys', () => {
    expect(namesOf('g', 'contours')).toEqual(['truth']);
    expect(namesOf('Mod+y', 'contours')).toEqual(['redo']);
    expect(namesOf('x', 'contours')).toEqual([]);
    expect(namesOf('c', 'contours')).toEqual([]);
  });
});

describe('a key in words', () => {
  it('has one cap a key, also where the key is the plus sign', () => {
    expect(keysText('Mod+Shift+z')).toBe('Ctrl+Shift+Z');
    expect(keysText('+')).toBe('+');
    expect(keysText('Mod++')).toBe('Ctrl++');
    expect(keysText('ArrowLeft')).toBe('←');
    expect(keysText('')).toBeUndefined();
  });
});
