/** Light or dark; absent: as the system chooses. Kept in a cookie, so that the server's first page already wears it. */
export type Theme = 'light' | 'dark';

export const THEME_COOKIE = 'theme';
const YEAR_S = 365 * 24 * 3600;

export const parseTheme = (value: string | undefined): Theme | undefined =>
  value === 'light' || value === 'dark' ? value : undefined;

export const currentTheme = (): Theme =>
  parseTheme(document.documentElement.dataset.theme) ??
  (window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

export function toggleTheme(): void {
  const theme: Theme = currentTheme() === 'light' ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
