import { DatasetFormatError, type FileSource, type FormatId } from './format';
import { extensionOf, withoutExtension } from './paths';
import { decodeText } from './text';

/** A text longer than V8's longest string cannot be parsed at all. */
export const MAX_JSON_BYTES = 512 * 1024 * 1024 - 64;

/** How many .json files detection opens before it gives up. */
const MAX_OPENED = 16;

/** Foreign JSON, of which nothing is known yet. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** JSON that lists images: not what stands beside an image of its name, nor an export's own certificate. */
export function isListFile(file: string, files: ReadonlySet<string>): boolean {
  if (extensionOf(file) !== '.json' || /(^|\/)certificate\.json$/.test(file)) return false;
  const path = withoutExtension(file);
  return !['.png', '.jpg', '.jpeg'].some((extension) => files.has(path + extension));
}

/** @throws DatasetFormatError for anything but JSON in UTF-8 */
export function parseJson(bytes: Uint8Array, format: FormatId, file: string): Json {
  const text = decodeText(bytes, format, file);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const [line] = (cause as Error).message.split('\n');
    throw new DatasetFormatError({ format, file, reason: `expected JSON, found: ${line}` }, { cause });
  }
}

/** `certain` when one of the list files holds what `isMine` looks for; JSON of any other kind is no hint at all. */
export async function detectJson(
  files: FileSource,
  format: FormatId,
  isMine: (value: Json) => boolean,
): Promise<'no' | 'certain'> {
  const list = await files.list();
  const known = new Set(list);
  for (const file of list.filter((candidate) => isListFile(candidate, known)).slice(0, MAX_OPENED)) {
    try {
      if (isMine(parseJson(await files.read(file, MAX_JSON_BYTES), format, file))) return 'certain';
    } catch (problem) {
      if (!(problem instanceof DatasetFormatError)) throw problem; // reading tells it
    }
  }
  return 'no';
}

export const isFiniteNumber = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** What was found where something else was wanted, short enough for an error line. */
export function describeJson(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
