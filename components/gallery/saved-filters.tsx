'use client';

import Link from 'next/link';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { TextField } from '@/components/ui/text-field';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { SampleQuery } from '@/lib/contracts/sample';
import type { SavedFilter } from '@/lib/contracts/saved-filter';
import { errorLine, fetchJson, postJson } from '@/lib/request';
import styles from './filters.module.css';
import { apiParams, filterHref } from './gallery-query';

interface SavedFiltersProps {
  /** the view as it is now */
  readonly query: SampleQuery;
  /** there is something to keep */
  readonly canSave: boolean;
}

/** Views with a name: one press goes there. */
export function SavedFilters({ query, canSave }: SavedFiltersProps) {
  const [filters, setFilters] = useState<readonly SavedFilter[]>([]);
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState('');
  useEffect(() => {
    const leave = new AbortController();
    fetchJson<SavedFilter[]>('/api/filters', { signal: leave.signal }).then(setFilters, () => undefined);
    return () => leave.abort();
  }, []);
  const here = apiParams(query).toString();

  async function save(as: string, words: string) {
    try {
      setFilters(await postJson<SavedFilter[]>('/api/filters', { name: as, query: words }));
      setNaming(false);
      setName('');
    } catch (error) {
      showError(`The filter could not be kept: ${errorLine(error)}`);
    }
  }
  async function remove({ id, name: gone, query: words }: SavedFilter) {
    try {
      setFilters(await fetchJson<SavedFilter[]>(`/api/filters/${id}`, { method: 'DELETE' }));
      showInfo(`The filter “${gone}” has been deleted.`, { label: 'Undo', run: () => void save(gone, words) });
    } catch (error) {
      showError(`The filter could not be deleted: ${errorLine(error)}`);
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') void save(name.trim(), here);
  }

  if (filters.length === 0 && !canSave) return null;
  return (
    <section aria-label="Saved filters">
      <h3>Saved filters</h3>
      <ul className={styles.saved}>
        {filters.map((filter) => (
          <li key={filter.id}>
            <Link href={filterHref(filter.query)} aria-current={filter.query === here ? 'true' : undefined}>
              {filter.name}
            </Link>
            <IconButton label={`Delete the filter ${filter.name}`} icon="close" onClick={() => void remove(filter)} />
          </li>
        ))}
      </ul>
      {isNaming ? (
        <form className={styles.naming} onSubmit={submit}>
          <TextField
            label="Name of this filter"
            hideLabel
            placeholder="Name"
            autoFocus
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="primary" disabled={name.trim() === ''}>
            Save
          </Button>
          <Button variant="quiet" onClick={() => setNaming(false)}>
            Cancel
          </Button>
        </form>
      ) : (
        canSave && <Button onClick={() => setNaming(true)}>Save this filter</Button>
      )}
    </section>
  );
}
