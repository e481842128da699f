/** Comma-separated text as RFC 4180 has it: quoted cells may hold commas, quotes (doubled) and line ends. */
export interface CsvRow {
  /** line its first cell stands on, from 1 */
  readonly line: number;
  readonly cells: readonly string[];
}

export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Empty lines are left out. @throws CsvError for a quoted cell without its end */
export function* parseCsvRows(text: string): Generator<CsvRow> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const row: CsvRow & { cells: string[] } = { line, cells: [] };
    let ended = false;
    while (!ended) {
      let cell: string;
      if (text[at] === '"') {
        const end = endOfQuoted(text, at);
        if (end === undefined) throw new CsvError(row.line, "expected a closing '\"', found the end of the file");
        const quoted = text.slice(at + 1, end);
        cell = quoted.replaceAll('""', '"');
        line += quoted.split('\n').length - 1;
        at = end + 1;
      } else {
        const start = at;
        while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
        cell = text.slice(start, at);
      }
      row.cells.push(cell);
      if (text[at] === ',') {
        at++;
        continue;
      }
      if (text[at] === '\r') at++;
      if (at < text.length && text[at] !== '\n') throw new CsvError(line, "expected ',' after a cell, found more text");
      at++;
      line++;
      ended = true;
    }
    if (row.cells.length > 1 || row.cells[0] !== '') yield row;
  }
}

function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return undefined;
}

export const formatCsvCell = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
