import { useEffect } from 'react';

/** Any page, once it has come to life, sends what an earlier one could not: gestures, and decisions about faces. */
export function useUnsentGestures(): void {
  useEffect(() => {
    const send = () => {
      void import('./session-cache').then(({ sendUnsent }) => sendUnsent());
      void import('@/components/review/decision-outbox').then(({ sendDecisions }) => sendDecisions());
    };
    send();
    window.addEventListener('online', send);
    return () => window.removeEventListener('online', send);
  }, []);
}
