/** Zod's setting for a refused value in the words of every other error here: what was expected, what was found. */
export const expected = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) => `expected ${what}, found ${shown(input)}`,
});

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'number') return Number.isNaN(value) ? 'no number' : String(value);
  return JSON.stringify(value);
}
