import { useEffect } from 'react';

/** From now on the browser asks before it closes or reloads the tab. @returns how to stop that */
export function warnBeforeLeaving(): () => void {
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener('beforeunload', warn);
  return () => window.removeEventListener('beforeunload', warn);
}

/** The same for as long as something is under way that ends with the tab. */
export function useLeaveWarning(isActive: boolean): void {
  useEffect(() => (isActive ? warnBeforeLeaving() : undefined), [isActive]);
}
