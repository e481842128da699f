import type { ComponentType } from 'react';
import { DoctorDecisions, DoctorEnd } from '@/components/doctor/doctor-decisions';
import { doctorQueue } from '@/components/doctor/doctor-queue';
import { doctorHref } from '@/components/doctor/doctor-url';
import { rememberDecision } from '@/components/doctor/remember-decision';
import type { EditorSession } from '@/components/editor/editor-session';
import { ReviewDecisions, ReviewEnd } from '@/components/review/review-decisions';
import { reviewPlaceOf, reviewQueue } from '@/components/review/review-queue';
import type { ReviewSteps } from '@/components/review/use-review';
import type { ReviewChange } from '@/lib/contracts/review';
import type { SampleQuery } from '@/lib/contracts/sample';
import type { QueueSource } from './queue-source';

export interface QueuePanelProps {
  /** the face that is shown */
  readonly session: EditorSession;
  readonly review: ReviewSteps;
}

export interface QueueEndProps {
  /** the gallery that was gone through */
  readonly scope: string;
  readonly query: SampleQuery;
  readonly galleryHref: string;
}

/** A way of going through samples: which, what is decided about each, and what can be done when none is left. */
export interface QueueKind {
  source(query: SampleQuery, params: URLSearchParams): QueueSource;
  readonly Panel: ComponentType<QueuePanelProps>;
  readonly End: ComponentType<QueueEndProps>;
  /** where it was begun; absent: in the gallery */
  leaveHref?(scope: string): string;
  /** hears what is decided about a face, where that says more than its review state */
  decided?(session: EditorSession, change: ReviewChange): void;
}

/** By their word in the address. */
const KINDS: Readonly<Record<string, QueueKind>> = {
  review: {
    source: (query, params) => reviewQueue(query, reviewPlaceOf(params)),
    Panel: ReviewDecisions,
    End: ReviewEnd,
  },
  doctor: {
    source: (query, params) => doctorQueue(query, reviewPlaceOf(params).size),
    Panel: DoctorDecisions,
    End: DoctorEnd,
    leaveHref: doctorHref,
    decided: (session, change) => void rememberDecision(session, change),
  },
};

/** The queue that an address names; null: none. */
export const queueKindOf = (params: URLSearchParams): QueueKind | null => KINDS[params.get('queue') ?? ''] ?? null;
