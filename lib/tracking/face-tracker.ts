import { type Box, overlap } from '@/lib/landmarks/geometry';
import { regionOf, type TrackRegion } from './track-region';

export interface TrackerOptions {
  readonly maxFaces: number;
  /** a face whose confidence falls below it is lost, 0–1 */
  readonly minConfidence: number;
  /** frames after which the detector is asked again though no face was lost: others may have come */
  readonly detectEvery: number;
  /** whether crops follow the heads' tilt */
  readonly turns: boolean;
}

export const TRACKER_DEFAULTS: TrackerOptions = { maxFaces: 6, minConfidence: 0.5, detectEvery: 12, turns: true };

/** What a model says of a tracked face. */
export interface TrackAnswer {
  /** [68] image px */
  readonly landmarks: readonly (readonly [number, number])[];
  /** 0–1; null for a model that has not learnt it */
  readonly confidence: number | null;
}

export interface Track {
  /** stays with the face as long as it is followed, and over a short loss */
  readonly id: number;
  readonly region: TrackRegion;
}

interface LostTrack extends Track {
  readonly lostMs: number;
}

/** A track whose landmarks leave its crop by more has slid off its face. */
const LEAST_OVERLAP = 0.2;
/** Two tracks that overlap by more have met on one face. */
const SAME_FACE_OVERLAP = 0.5;
/** A detection that overlaps a track by more is of its face. */
const KNOWN_FACE_OVERLAP = 0.3;
/** How long a lost face keeps its number. */
const MEMORY_MS = 1000;

/**
 * Which faces are followed from frame to frame: each frame the landmarks of the last one say where to look, and the
 * detector is asked only when a face was lost, when there is none, or now and then. Knows no model and no picture.
 */
export class FaceTracker {
  private tracks: Track[] = [];
  private lost: LostTrack[] = [];
  private lastId = 0;
  private framesSinceDetection = Number.POSITIVE_INFINITY;

  constructor(private readonly options: TrackerOptions = TRACKER_DEFAULTS) {}

  /** The faces to look at in this frame, oldest first. */
  get current(): readonly Track[] {
    return this.tracks;
  }

  /** Whether the detector should see this frame. */
  get wantsDetection(): boolean {
    if (this.tracks.length >= this.options.maxFaces) return false;
    return this.tracks.length === 0 || this.framesSinceDetection >= this.options.detectEvery;
  }

  /** The detector has been given a frame. */
  noteDetection(): void {
    this.framesSinceDetection = 0;
  }

  /**
   * Takes up faces that the detector has found and nobody follows yet, surest first.
   *
   * @param timeMs of the frame that is to come
   */
  takeUp(faces: readonly TrackRegion[], timeMs: number): void {
    this.lost = this.lost.filter(({ lostMs }) => timeMs - lostMs <= MEMORY_MS);
    for (const { box, angleRad } of faces) {
      if (this.tracks.length >= this.options.maxFaces) return;
      if (this.tracks.some(({ region }) => overlap(region.box, box) > KNOWN_FACE_OVERLAP)) continue;
      this.tracks.push({ id: this.idFor(box), region: { box, angleRad } });
    }
  }

  /**
   * The model's answers for `current`, in its order.
   *
   * @returns the ids of the faces still followed, in the order of the answers; null for a lost one
   */
  update(answers: readonly TrackAnswer[], timeMs: number): (number | null)[] {
    this.framesSinceDetection++;
    const before = this.tracks;
    const after = before.map((track, i) => this.follow(track, answers[i]));
    // of two tracks on one face the older stays
    for (const [i, track] of after.entries()) {
      const isDouble = (other: Track | null) =>
        other !== null && track !== null && overlap(other.region.box, track.region.box) > SAME_FACE_OVERLAP;
      if (after.slice(0, i).some(isDouble)) after[i] = null;
    }
    this.tracks = after.filter((track) => track !== null);
    const lost = before.filter((_, i) => after[i] === null);
    this.lost.push(...lost.map((track) => ({ ...track, lostMs: timeMs })));
    if (lost.length > 0) this.framesSinceDetection = Number.POSITIVE_INFINITY;
    return after.map((track) => track?.id ?? null);
  }

  /** Another video: what was followed is forgotten, and numbers begin anew. */
  reset(): void {
    this.tracks = [];
    this.lost = [];
    this.lastId = 0;
    this.framesSinceDetection = Number.POSITIVE_INFINITY;
  }

  private follow(track: Track, { landmarks, confidence }: TrackAnswer): Track | null {
    if (confidence !== null && confidence < this.options.minConfidence) return null;
    if (!landmarks.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return null;
    const region = regionOf(landmarks, this.options.turns);
    return overlap(region.box, track.region.box) < LEAST_OVERLAP ? null : { id: track.id, region };
  }

  /** The number of the face that was lost here a moment ago, or the next one. */
  private idFor(box: Box): number {
    const index = this.lost.findIndex(({ region }) => overlap(region.box, box) > LEAST_OVERLAP);
    if (index < 0) return ++this.lastId;
    const [{ id }] = this.lost.splice(index, 1);
    return id;
  }
}
