/** What XML 1.0 has no way to write, or warns of: control characters, half surrogate pairs, and two that are no characters. */
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text that HTML and SVG can hold: each character they cannot is U+FFFD. */
export function writable(text: string): string {
  return text.replace(unwritable, '\ufffd');
}

/** A text as it is written between tags and in quoted attributes of HTML and SVG, so that it is nothing but text there. */
export function escaped(text: string): string {
  return writable(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** Running text: escaped, with figures and what belongs to them kept on one line. */
export function escapedProse(text: string): string {
  return escaped(text)
    .replace(/(\d) (?=%|±)/g, '$1\u00a0')
    .replace(/± (?=\d)/g, '±\u00a0');
}

/** Plain data with every text in it made writable. */
export function writableTexts<T>(value: T): T {
  if (typeof value === 'string') return writable(value) as T;
  if (Array.isArray(value)) return value.map(writableTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, writableTexts(one)])) as T;
}
