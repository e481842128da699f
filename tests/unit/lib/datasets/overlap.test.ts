import { describe, expect, it } from 'vitest';
import { findOverlap, overlapLine, type TestedFace } from '@/lib/datasets/overlap';
import { HASH_WORDS, type ViewHash } from '@/lib/datasets/quality/fingerprint';
import { formatTrainedOn, joinTrainedOn, parseTrainedOn, type TrainingImage } from '@/lib/datasets/trained-on';
import { createRandom } from '@/lib/random';

const random = createRandom(5);
const draw = (): ViewHash =>
  Uint32Array.from({ length: HASH_WORDS }, (_, w) => random.integer(w === HASH_WORDS - 1 ? 2 ** 31 : 2 ** 32));

/** The hash with its last so many signs turned round. */
const turned = (hash: ViewHash, count: number): ViewHash => {
  const copy = hash.slice();
  for (let bit = 0; bit < count; bit++) copy[HASH_WORDS - 2 - (bit >> 5)] ^= 1 << (bit & 31);
  return copy;
};
const digest = (letter: string): string => letter.repeat(64);
const image = (letter: string | null): TrainingImage => ({
  contentHash: letter && digest(letter),
  fingerprint: { whole: draw(), face: draw() },
});

const [a, b, c] = [image('a'), image('b'), image(null)];
const trainedOn = { images: [a, b, c], isComplete: true };
const tested = (name: string, letter: string, whole: ViewHash | null, face: ViewHash | null): TestedFace => ({
  name,
  contentHash: digest(letter),
  fingerprint: { whole, face },
});

describe('what a model was trained on', () => {
  it('reads as it was written: sorted, each once, hashes cut to 32 digits', () => {
    const read = parseTrainedOn(formatTrainedOn({ images: [b, a, a, c], isComplete: false }));
    const cut = ({ contentHash, fingerprint }: TrainingImage) => ({
      contentHash: contentHash?.slice(0, 32) ?? null,
      fingerprint,
    });
    expect(read).toEqual({ images: [cut(c), cut(a), cut(b)], isComplete: false });
    const faceless = { contentHash: digest('d'), fingerprint: { whole: null, face: null } };
    expect(parseTrainedOn(formatTrainedOn({ images: [faceless], isComplete: true }))).toEqual({
      images: [cut(faceless)],
      isComplete: true,
    });
  });

  it('is refused in one line when the file is another, of another version or torn', () => {
    const bytes = formatTrainedOn(trainedOn);
    expect(bytes.length).toBe(16 + 3 * 80);
    expect(() => parseTrainedOn(bytes.subarray(0, 100), 'x.bin')).toThrow(
      'x.bin: expected 256 bytes for 3 images, found 100',
    );
    expect(() => parseTrainedOn(new Uint8Array(20))).toThrow('trained-on.bin: expected a file that begins with LWTO');
    const other = bytes.slice();
    other[4] = 9;
    expect(() => parseTrainedOn(other)).toThrow('trained-on.bin: expected version 1, found 9');
  });

  it('holds what its parents were trained on, and says when that is not known', () => {
    expect(joinTrainedOn([a], [{ images: [b], isComplete: true }])).toEqual({ images: [a, b], isComplete: true });
    expect(joinTrainedOn([a], [null]).isComplete).toBe(false);
  });
});

describe('findOverlap', () => {
  it('counts images, not faces: the same bytes, near copies of the whole or of the face, upright or mirrored', () => {
    const faces = [
      tested('same', 'a', draw(), null),
      tested('same, second face', 'a', draw(), draw()),
      tested('re-encoded', 'e', turned(b.fingerprint.whole!, 40), draw()),
      tested('cropped', 'f', draw(), turned(c.fingerprint.face!, 30)),
      tested('too far', 'g', turned(b.fingerprint.whole!, 60), null),
      tested('other', 'h', draw(), draw()),
    ];
    const overlap = findOverlap(faces, trainedOn);
    expect(overlap).toEqual({
      images: 3,
      exact: 1,
      near: 2,
      tested: 5,
      names: ['same', 'same, second face', 're-encoded', 'cropped'],
    });
    expect(overlapLine(overlap, 'faces, split test,', 'net')).toBe(
      '3 of 5 images of faces, split test, are images that net was trained on (1 the same bytes, 2 near copies): same, same, second face, re-encoded …',
    );
  });

  it('finds nothing where nothing is shared', () => {
    expect(findOverlap([tested('other', 'h', draw(), draw())], trainedOn)).toMatchObject({ images: 0, names: [] });
  });
});
