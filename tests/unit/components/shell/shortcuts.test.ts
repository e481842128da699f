import { describe, expect, it } from 'vitest';
import { keysOf } from '@/components/shell/shortcuts';

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
