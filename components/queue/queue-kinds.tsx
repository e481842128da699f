import { DoctorDecisions, DoctorEnd } from '@/components/doctor/doctor-decisions';
import { doctorQueue } from '@/components/doctor/doctor-queue';
import { doctorHref } from '@/components/doctor/doctor-url';
import { rememberDecision } from '@/components/doctor/remember-decision';
import { ReviewDecisions, ReviewEnd } from '@/components/review/review-decisions';
import { reviewPlaceOf, reviewQueue } from '@/components/review/review-queue';
import type { QueueKind } from './queue-kind';

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
