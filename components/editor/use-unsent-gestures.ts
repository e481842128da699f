import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { followUnsentFaces } from './unsent-faces';

/**
 * Any page, once it has come to life, sends what an earlier one could not: gestures, and decisions about faces; and says
 * what waits for somebody.
 */
export function useUnsentGestures(): void {
  const router = useRouter();
  useEffect(() => followUnsentFaces(router.push), [router]);
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
