import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameSource } from '@/components/live/frame-source';
import { openPictures } from '@/components/live/pictures-source';

/** Names whose pictures this browser cannot decode. */
let broken: Set<string>;
let decoded: string[];

beforeEach(() => {
  broken = new Set();
  decoded = [];
  vi.stubGlobal('createImageBitmap', async (source: { name: string; isDecoded?: true }) => {
    if (source.isDecoded) return { ...source };
    decoded.push(source.name);
    if (broken.has(source.name)) throw new DOMException('The source image could not be decoded.', 'InvalidStateError');
    return { name: source.name, isDecoded: true, close() {} };
  });
});
afterEach(() => vi.unstubAllGlobals());

const filesOf = (...names: string[]) => names.map((name) => ({ name }) as File);

async function grabbed(source: FrameSource): Promise<string | undefined> {
  const frame = await source.grab();
  return (frame?.picture as unknown as { name: string } | undefined)?.name;
}

/** Opened, with what it has told of its playback last. */
async function open(...names: string[]) {
  const source = await openPictures(filesOf(...names));
  const told = { playback: source.playback() };
  source.start(
    () => {},
    () => {
      told.playback = source.playback();
    },
    () => {},
  );
  return { source, told };
}

describe('a sequence with pictures that cannot be decoded', () => {
  it('passes over them by name, and is where the next one is', async () => {
    broken.add('2.png').add('3.png');
    const { source, told } = await open('1.png', '2.png', '3.png', '4.png');
    expect(await grabbed(source)).toBe('1.png');
    source.step(1);
    expect(await grabbed(source)).toBe('4.png');
    expect(told.playback).toMatchObject({ position: 3, length: 4, passedOver: ['2.png', '3.png'] });
  });

  it('is stepped back over them as well, and tries none of them twice', async () => {
    broken.add('2.png');
    const { source, told } = await open('1.png', '2.png', '3.png');
    source.seek(2);
    expect(await grabbed(source)).toBe('3.png');
    source.step(-1);
    expect(await grabbed(source)).toBe('1.png');
    source.step(1);
    expect(await grabbed(source)).toBe('3.png');
    expect(told.playback).toMatchObject({ position: 2, passedOver: ['2.png'] });
    expect(decoded.filter((name) => name === '2.png')).toHaveLength(1);
  });

  it('begins with the first that can be shown', async () => {
    broken.add('1.png');
    const { source, told } = await open('1.png', '2.png', '3.png');
    expect(await grabbed(source)).toBe('2.png');
    expect(told.playback).toMatchObject({ position: 1, passedOver: ['1.png'] });
  });

  it('is refused where there is none that can be shown', async () => {
    broken.add('1.png').add('2.png');
    await expect(openPictures(filesOf('1.png', '2.png'))).rejects.toMatchObject({
      trouble: { title: 'None of 2 pictures can be shown', canRetry: false },
    });
    await expect(openPictures(filesOf('1.png'))).rejects.toMatchObject({
      trouble: { title: '1.png cannot be shown' },
    });
  });

  it('stays at the picture it has when all its files are lost', async () => {
    const { source } = await open('1.png', '2.png', '3.png');
    broken.add('1.png').add('2.png').add('3.png');
    source.step(1);
    expect(await grabbed(source)).toBe('1.png');
    expect(source.playback()).toMatchObject({ position: 0, passedOver: ['2.png', '3.png'] });
  });
});
