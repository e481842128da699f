import type { ApiError } from '@/lib/contracts/common';

/** A refused request; the message is the server's own line, fit to be shown. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    message: string,
    readonly status: number,
    /** the whole answer, where it says more than the line */
    readonly body: unknown,
  ) {
    super(message);
  }
}

/**
 * Asks this application's HTTP interface.
 *
 * @throws RequestError for an answer that is not 2xx, or none at all (status 0)
 * @throws DOMException `AbortError` when `init.signal` was aborted
 */
export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetchOk(url, init);
  return (await response.json()) as T;
}

/** The same for any other body. */
export async function fetchOk(url: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new RequestError('The server does not answer. Is it still running?', 0, null);
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    const line = (body as ApiError | null)?.error;
    throw new RequestError(line ?? `The server answered ${response.status} to ${url}`, response.status, body);
  }
  return response;
}

export const postJson = <T>(url: string, body: unknown, init?: RequestInit): Promise<T> =>
  fetchJson<T>(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });

/** The line to show for anything thrown. */
export const errorLine = (error: unknown): string => (error instanceof Error ? error.message : String(error));
