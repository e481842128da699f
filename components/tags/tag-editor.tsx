'use client';

import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { type TagCount, tagSchema } from '@/lib/contracts/review';
import { fetchJson } from '@/lib/request';
import styles from './tag-editor.module.css';

interface TagEditorProps {
  readonly tags: readonly string[];
  readonly onAdd: (tag: string) => void;
  readonly onRemove: (tag: string) => void;
}

/** The words a face has, each with a way to take it away, and a field for another. */
export function TagEditor({ tags, onAdd, onRemove }: TagEditorProps) {
  return (
    <div className={styles.editor}>
      {tags.length > 0 && (
        <ul>
          {tags.map((tag) => (
            <li key={tag}>
              {tag}
              <button type="button" aria-label={`Take away the tag ${tag}`} onClick={() => onRemove(tag)}>
                <Icon name="close" size={10} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TagField onAdd={onAdd} />
    </div>
  );
}

/** One word, with those in use offered. */
export function TagField({ onAdd }: Pick<TagEditorProps, 'onAdd'>) {
  const [text, setText] = useState('');
  const [known, setKnown] = useState<readonly TagCount[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const listId = useId();
  useEffect(() => {
    const leave = new AbortController();
    fetchJson<readonly TagCount[]>('/api/tags', { signal: leave.signal }).then(setKnown, () => undefined);
    return () => leave.abort();
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = tagSchema.safeParse(text);
    if (!parsed.success) {
      setFault(parsed.error.issues[0].message);
      return;
    }
    setFault(null);
    setText('');
    onAdd(parsed.data);
  }
  return (
    <form className={styles.field} onSubmit={submit}>
      <input
        type="text"
        aria-label="Tag to add"
        aria-invalid={fault ? true : undefined}
        placeholder="Add a tag"
        list={listId}
        autoComplete="off"
        maxLength={40}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={listId}>
        {known.map(({ tag, count }) => (
          <option key={tag} value={tag}>
            {count}
          </option>
        ))}
      </datalist>
      <Button type="submit" disabled={text.trim() === ''}>
        Add
      </Button>
      {fault && <p role="alert">{fault}</p>}
    </form>
  );
}
