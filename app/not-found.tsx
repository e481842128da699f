import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <EmptyState
      level={1}
      icon="search"
      title="This page does not exist"
      actions={<ButtonLink href="/datasets">Go to the datasets</ButtonLink>}
    >
      The address may be mistyped, or what it showed has been deleted.
    </EmptyState>
  );
}
