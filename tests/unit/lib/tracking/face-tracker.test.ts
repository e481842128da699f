import { describe, expect, it } from 'vitest';
import { FaceTracker, TRACKER_DEFAULTS } from '@/lib/tracking/face-tracker';
import { regionOf } from '@/lib/tracking/track-region';

/** Landmarks of a level face of 90 × 90 px about (x, 100). */
const landmarksAt = (x: number): [number, number][] =>
  Array.from({ length: 68 }, (_, i) => {
    if (i >= 36 && i <= 41) return [x - 20, 90];
    if (i >= 42 && i <= 47) return [x + 20, 90];
    return [x - 45 + 90 * ((i % 7) / 6), 55 + 90 * ((i % 5) / 4)];
  });
const regionAt = (x: number) => regionOf(landmarksAt(x), true);
const seen = (x: number, confidence: number | null = 0.9) => ({ landmarks: landmarksAt(x), confidence });
const places = (tracker: FaceTracker) =>
  tracker.current.map(({ id, region }) => [id, Math.round(region.box.x + region.box.width / 2)]);

describe('a tracker', () => {
  it('looks next where the landmarks of this frame are, under the same number', () => {
    const tracker = new FaceTracker();
    tracker.takeUp([regionAt(100), regionAt(400)], 0);
    expect(tracker.update([seen(110), seen(390)], 16)).toEqual([1, 2]);
    expect(tracker.update([seen(120), seen(380)], 33)).toEqual([1, 2]);
    expect(places(tracker)).toEqual([
      [1, 120],
      [2, 380],
    ]);
  });

  it('asks the detector while there is no face, every few frames, and at once when one is lost', () => {
    const tracker = new FaceTracker({ ...TRACKER_DEFAULTS, detectEvery: 3 });
    expect(tracker.wantsDetection).toBe(true);
    tracker.noteDetection();
    expect(tracker.wantsDetection).toBe(true); // still nobody there
    tracker.takeUp([regionAt(100), regionAt(400)], 0);
    const asked = [1, 2, 3].map((frame) => {
      tracker.update([seen(100), seen(400)], 16 * frame);
      return tracker.wantsDetection;
    });
    expect(asked).toEqual([false, false, true]);
    tracker.noteDetection();
    expect(tracker.wantsDetection).toBe(false);
    expect(tracker.update([seen(100), seen(400, 0.3)], 80)).toEqual([1, null]);
    expect(tracker.wantsDetection).toBe(true);
  });

  it('does not take a face up twice, nor more than it may', () => {
    const tracker = new FaceTracker({ ...TRACKER_DEFAULTS, maxFaces: 2 });
    tracker.takeUp([regionAt(100)], 0);
    tracker.takeUp([regionAt(104), regionAt(300), regionAt(500)], 0);
    expect(places(tracker)).toEqual([
      [1, 100],
      [2, 300],
    ]);
    expect(tracker.wantsDetection).toBe(false);
  });

  it('drops a face by confidence, by numbers that are none, and when the landmarks have slid off', () => {
    const tracker = new FaceTracker();
    tracker.takeUp([100, 300, 500, 700].map(regionAt), 0);
    const broken = { landmarks: landmarksAt(300).map(([x]): [number, number] => [x, Number.NaN]), confidence: 1 };
    expect(tracker.update([seen(100, 0.49), broken, seen(580), seen(700, null)], 16)).toEqual([null, null, null, 4]);
  });

  it('keeps the older of two tracks that meet on one face', () => {
    const tracker = new FaceTracker();
    tracker.takeUp([regionAt(100), regionAt(160)], 0);
    expect(tracker.update([seen(120), seen(130)], 16)).toEqual([1, null]);
  });

  it('gives a face that comes back within a second its number again, and a later one a new number', () => {
    const tracker = new FaceTracker();
    tracker.takeUp([regionAt(100), regionAt(400)], 0);
    tracker.update([seen(100, 0.1), seen(400, 0.1)], 100);
    tracker.takeUp([regionAt(420)], 900);
    expect(places(tracker)).toEqual([[2, 420]]);
    tracker.takeUp([regionAt(100)], 1200);
    expect(places(tracker)).toEqual([
      [2, 420],
      [3, 100],
    ]);
  });

  it('forgets everything with another video', () => {
    const tracker = new FaceTracker();
    tracker.takeUp([regionAt(100)], 0);
    tracker.reset();
    expect(tracker.current).toEqual([]);
    tracker.takeUp([regionAt(100)], 0);
    expect(places(tracker)).toEqual([[1, 100]]);
  });
});
