import { DatasetFormatError, type FormatId } from './format';

/** A label file as text; a byte order mark at its start is dropped. @throws DatasetFormatError when it is not UTF-8 */
export function decodeText(bytes: Uint8Array, format: FormatId, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DatasetFormatError({ format, file, reason: 'expected UTF-8 text, found other bytes' }, { cause });
  }
}

/** Foreign text as it may stand in an error line: short, and on one line. */
export function quote(text: string): string {
  const line = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return `'${line.slice(1, -1).replaceAll('\\"', '"')}'`;
}
