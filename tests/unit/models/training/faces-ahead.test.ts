import { describe, expect, it } from 'vitest';
import { Barrier } from '@/models/training/barrier';
import { FacesAhead } from '@/models/training/faces-ahead';

describe('faces made ahead', () => {
  it('come in the same order, made before or when they are taken, and none twice', () => {
    const made: number[] = [];
    const make = (number: number) => {
      made.push(number);
      return number;
    };
    const faces = new FacesAhead(make, 6, 3);
    expect(faces.take()).toBe(6);
    expect([faces.makeOne(), faces.makeOne()]).toEqual([true, true]);
    expect(made).toEqual([6, 7, 8]);
    expect([faces.take(), faces.take(), faces.take()]).toEqual([7, 8, 9]);
    expect(made).toEqual([6, 7, 8, 9]);
  });

  it('are not more than were asked for', () => {
    const faces = new FacesAhead((number) => number, 0, 2);
    expect([faces.makeOne(), faces.makeOne(), faces.makeOne()]).toEqual([true, true, false]);
    faces.take();
    expect([faces.makeOne(), faces.makeOne()]).toEqual([true, false]);
  });
});

describe('a barrier', () => {
  it('lets whoever is early work until the others are there, and nobody who comes last', () => {
    const shared = new SharedArrayBuffer(8);
    const [early, late] = [new Barrier(shared, 2), new Barrier(shared, 2)];
    let pieces = 0;
    early.wait(() => {
      pieces++;
      if (pieces === 3) {
        late.wait(() => {
          throw new Error('the last one has nothing to wait for');
        });
      }
      return true;
    });
    expect(pieces).toBe(3);
  });
});
