import { useCallback, useEffect, useState } from 'react';

const WAIT_MS = 5000;

export interface Retry {
  /** counts the tries: an effect that depends on it runs again */
  readonly attempt: number;
  readonly tryAgain: () => void;
}

/**
 * Asks again for what has failed: after a while, and as soon as the network is back.
 *
 * @param failure what went wrong, another object with each failure; null: nothing
 */
export function useRetry(failure: object | null): Retry {
  const [attempt, setAttempt] = useState(0);
  const tryAgain = useCallback(() => setAttempt((count) => count + 1), []);
  useEffect(() => {
    if (!failure) return;
    const timer = setTimeout(tryAgain, WAIT_MS);
    window.addEventListener('online', tryAgain);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', tryAgain);
    };
  }, [failure, tryAgain]);
  return { attempt, tryAgain };
}
