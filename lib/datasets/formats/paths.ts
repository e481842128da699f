import { SPLITS, type Split } from '../sample';

/** What the image decoder takes, by name; whether the bytes are such an image is the decoder's to say. */
const IMAGE_EXTENSIONS = ['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.ppm', '.pgm'];

/** Folder of a file with its `/`, or '' at the root. */
export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** With its dot, in lower case; '' for none. */
export function extensionOf(file: string): string {
  const dot = file.lastIndexOf('.');
  return dot > folderOf(file).length ? file.slice(dot).toLowerCase() : '';
}

/** Path without the extension: `a/b.c.jpg` → `a/b.c`. */
export const withoutExtension = (file: string): string => file.slice(0, file.length - extensionOf(file).length);

/** File name without folder and extension. */
export const stemOf = (file: string): string => withoutExtension(file).slice(folderOf(file).length);

export const isImageFile = (file: string): boolean => IMAGE_EXTENSIONS.includes(extensionOf(file));

/**
 * The path a label file names, seen from the import root; undefined when it is absolute or leaves the root.
 *
 * @param folder of the label file, with its `/`
 * @param path   as written, `/` or `\` between folders
 */
export function resolveInside(folder: string, path: string): string | undefined {
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(slashed) || slashed.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of (folder + slashed).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

const SPLIT_OF_FOLDER: ReadonlyMap<string, Split> = new Map(
  SPLITS.flatMap((split) => [[split, split] as const, [`${split}set`, split] as const]),
);

/** The split a folder of the path is named after (`train` or `trainset`, likewise val and test); the innermost counts. */
export function splitOf(file: string): Split | null {
  const folders = folderOf(file).split('/').reverse();
  for (const folder of folders) {
    const split = SPLIT_OF_FOLDER.get(folder);
    if (split) return split;
  }
  return null;
}

/**
 * Who, or which photo, a file shows, where its name tells: frames of one person and faces of one photo must not fall into
 * two splits. Two namings are known, both with one or two digits at the end:
 *   `T_Boone_Pickens_50`  a person: two words or more, the first capitalised → `T_Boone_Pickens` (ytf-68: clip and frame)
 *   `111076519_2`         a photo: four digits or more → `111076519` (300-W: face of the photo)
 * Anything else (`image_0001`, `indoor_012`, `000042`) tells nothing.
 */
export function personOf(stem: string): string | null {
  const [, group] = /^(\d{4,}|\p{Lu}[^_]*(?:_[^_]+)+)_\d{1,2}$/u.exec(stem) ?? [];
  return group ?? null;
}
