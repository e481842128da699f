'use client';

import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <EmptyState
      level={1}
      icon="warning"
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <ButtonLink href="/datasets">Go to the datasets</ButtonLink>
        </>
      }
    >
      <p>{error.message}</p>
      {error.digest && <p>The server's log has the details under {error.digest}.</p>}
    </EmptyState>
  );
}
