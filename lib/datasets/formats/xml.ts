const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

/** Text as it may stand between tags and in attributes; white space is kept as it is. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>'"\t\r\n]/g, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);
