export const DOCTOR_TABS = ['suspects', 'faults', 'copies', 'health'] as const;
export type DoctorTab = (typeof DOCTOR_TABS)[number];

export const doctorHref = (datasetId: string): string => `/datasets/${datasetId}/doctor`;

/** The tab that an address names. */
export const doctorTabOf = (params: URLSearchParams): DoctorTab =>
  DOCTOR_TABS.find((tab) => tab === params.get('tab')) ?? 'suspects';

/**
 * A suspect in the inspector, with the doctor's queue around it.
 *
 * @param model whose answers are the suggestions; null: none
 * @param size  how many ask for an answer: the queue's length as it begins
 */
export function suspectHref(datasetId: string, sampleId: string, model: string | null, size: number): string {
  const params = new URLSearchParams({ queue: 'doctor', of: String(size) });
  if (model) params.set('model', model);
  return `/datasets/${datasetId}/samples/${sampleId}?${params}`;
}
