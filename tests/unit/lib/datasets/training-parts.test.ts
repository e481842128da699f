import { describe, expect, it } from 'vitest';
import { epochImages, type TrainingEntry, trainingParts } from '@/lib/datasets/training-parts';

const COUNTS = { train: 40, val: 7, test: 11, none: 2 };

const entry = (change: Partial<TrainingEntry>): TrainingEntry => ({
  dataset: 'faces',
  splits: null,
  share: null,
  limit: null,
  repeat: 1,
  validation: null,
  ...change,
});

const parts = (change: Partial<TrainingEntry>, counts = COUNTS) => trainingParts(entry(change), counts);

describe('the parts of a training set', () => {
  it('are all labelled faces where nothing is said', () => {
    expect(parts({})).toEqual({ training: 60, validation: 0 });
    expect(parts({ splits: ['train', 'test'] })).toEqual({ training: 51, validation: 0 });
  });

  it('keep a split out of training, named or not', () => {
    expect(parts({ splits: ['train'], validation: { split: 'val' } })).toEqual({ training: 40, validation: 7 });
    expect(parts({ validation: { split: 'val' } })).toEqual({ training: 53, validation: 7 });
    expect(parts({ splits: ['train', 'val'], validation: { split: 'val' } })).toEqual({ training: 40, validation: 7 });
  });

  it('hold out a share or a number, or measure all', () => {
    expect(parts({ splits: ['train'], validation: { share: 0.1 } })).toEqual({ training: 36, validation: 4 });
    expect(parts({ splits: ['train'], validation: { count: 13 } })).toEqual({ training: 27, validation: 13 });
    expect(parts({ validation: { share: 1 } })).toEqual({ training: 0, validation: 60 });
    expect(parts({ splits: ['val'], repeat: 0, validation: { split: 'val' } })).toEqual({ training: 0, validation: 7 });
  });

  it('cannot be had of a set without labels, an empty split, or when one side would be empty', () => {
    expect(parts({ splits: ['test'] }, { ...COUNTS, test: 0 })).toEqual({
      field: 'splits',
      reason: 'faces, split test: expected labelled images, found none',
    });
    expect(parts({ validation: { split: 'val' } }, { ...COUNTS, val: 0 })).toEqual({
      field: 'validation',
      reason: 'faces: expected images in split val, found none',
    });
    expect(parts({ splits: ['val'], validation: { split: 'val' } })).toEqual({
      field: 'validation',
      reason: 'faces, split val: expected images outside split val, found none',
    });
    expect(parts({ splits: ['val'], validation: { share: 0.05 } })).toEqual({
      field: 'validation',
      reason:
        'faces, split val: expected a validation part that leaves some of 7 images on both sides, found a share of 0.05',
    });
    expect(parts({ splits: ['val'], validation: { count: 7 } })).toMatchObject({ field: 'validation' });
  });
});

describe('the images of an epoch', () => {
  it('are the wanted number, in shares', () => {
    const data = [entry({ share: 0.6 }), entry({ share: 0.4 })];
    expect(epochImages({ data, images: 3000 }, [400, 7000])).toBe(3000);
    expect(epochImages({ data, images: null }, [40, 53])).toBe(93);
  });

  it('or every image as often as its set says', () => {
    expect(epochImages({ data: [entry({ repeat: 3 }), entry({ repeat: 0.5 })], images: null }, [40, 53])).toBe(147);
    expect(epochImages({ data: [entry({ repeat: 2, limit: 15 })], images: null }, [40])).toBe(30);
  });
});
