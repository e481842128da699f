'use client';

import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu } from '@/components/ui/menu';
import { errorLine } from '@/lib/request';
import styles from './drop-target.module.css';
import { droppedFiles, pickedFiles } from './dropped-files';
import { listServerFolders, type NamedFile } from './import-client';

interface DropTargetProps {
  readonly onFiles: (files: readonly NamedFile[]) => void;
  /** a folder of the server, below its import root */
  readonly onFolder: (folder: string) => void;
  /** what was dropped cannot be read */
  readonly onError: (line: string) => void;
}

export function DropTarget({ onFiles, onFolder, onError }: DropTargetProps) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const serverFolders = useServerFolders();

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(onFiles, (error) => onError(errorLine(error)));
  }

  return (
    <section
      className={styles.target}
      data-over={over || undefined}
      data-testid="import-drop"
      aria-label="Import a dataset"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={onDrop}
    >
      <Icon name="upload" size={20} />
      <div className={styles.text}>
        <h2>Drop a dataset here</h2>
        <p>
          A folder, files or a .zip in Face Synthetics, AFLW2000-3D, 300-W .pts, dlib, COCO, WFLW, YOLO, CVAT, Label
          Studio, LJSON or CSV. You see what was found before anything is brought in; nothing leaves this machine.
        </p>
      </div>
      <div className={styles.actions}>
        <Button onClick={() => files.current?.click()}>Choose files</Button>
        <Button onClick={() => folder.current?.click()}>Choose a folder</Button>
        {serverFolders.length > 0 && (
          <Menu
            label="Folders of the server"
            align="end"
            items={serverFolders.map((name) => ({ label: name, icon: 'folder', run: () => onFolder(name) }))}
            trigger={(props) => (
              <Button icon="folder" {...props}>
                On the server
              </Button>
            )}
          />
        )}
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => event.target.files && onFiles(pickedFiles(event.target.files))}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder to import"
        {...{ webkitdirectory: '' }}
        onChange={(event) => event.target.files && onFiles(pickedFiles(event.target.files))}
      />
    </section>
  );
}

function useServerFolders(): readonly string[] {
  const [folders, setFolders] = useState<readonly string[]>([]);
  useEffect(() => {
    // without an import root, or without an answer, there is nothing to offer
    listServerFolders().then(
      (found) => setFolders(found.folders),
      () => undefined,
    );
  }, []);
  return folders;
}
