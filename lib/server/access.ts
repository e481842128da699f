import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may talk to this server. No 'server-only' here: proxy.ts runs before the app and asks the same questions. */
export interface RequestFacts {
  readonly method: string;
  readonly host: string | null;
  readonly origin: string | null;
  /** browsers tell where a request comes from: same-origin, cross-site, none (typed address) … */
  readonly fetchSite: string | null;
  readonly token: string | null;
}

export const TOKEN_COOKIE = 'workbench-token';

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Refuses requests for another host's name (DNS rebinding), state changes from another origin, and, where
 * `WORKBENCH_TOKEN` is set, requests without the token.
 *
 * @returns null, or the refusal
 */
export function refusal(
  facts: RequestFacts,
  token = process.env.WORKBENCH_TOKEN,
): { status: number; error: string } | null {
  if (token) {
    if (!facts.token || !isSame(facts.token, token)) {
      return {
        status: 401,
        error: 'login needed: open this address once with ?token=… (the value of WORKBENCH_TOKEN)',
      };
    }
  } else if (!facts.host || !LOCAL_HOST.test(facts.host)) {
    return { status: 403, error: 'this server answers on localhost only; set WORKBENCH_TOKEN to share it' };
  }
  const changes = facts.method !== 'GET' && facts.method !== 'HEAD';
  const isForeign = facts.origin
    ? !URL.canParse(facts.origin) || new URL(facts.origin).host !== facts.host
    : facts.fetchSite !== null && facts.fetchSite !== 'same-origin' && facts.fetchSite !== 'none';
  if (changes && isForeign) return { status: 403, error: 'refused: the request comes from another site' };
  return null;
}

/** Compared as hashes, in constant time and whatever the lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
