/** A figure that a prose quotes from another document: the text of a link. */
export interface Citation {
  readonly text: string;
  /** As the link names it, from the folder of the pages: '../results/wine-quality.md'. */
  readonly path: string;
}

const link = /\[([^\]]+)\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g;

/** Figures that a prose quotes: links to Markdown files whose text has a digit in it, but for those whose text is a path. */
export function citationsIn(prose: string): Citation[] {
  return Array.from(prose.matchAll(link), ([, text, path]) => ({ text, path })).filter(
    ({ text, path }) => /\d/.test(text) && path.endsWith('.md') && !/\.(?:md|json|ts)$/.test(text),
  );
}

/** Whether a document has the very text of a citation. How its Markdown escapes or stresses it does not count. */
export function isIn(document: string, { text }: Citation): boolean {
  return document.replace(/\\(?=[+_*\-.])|\*\*/g, '').includes(text);
}

/**
 * Figures that look like results and were written by hand: with a decimal point, in per cent or in points. The program fills in its own, those of
 * other documents are links, and settings stand in backticks; 95 % is the level of intervals.
 */
export function writtenByHand(prose: string): string[] {
  const own = prose
    .replace(/\{\{[\s\S]*?\}\}/g, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(link, '')
    .replaceAll('95 %', '');
  return own.match(/\d+\.\d+|\d+(?=\s(?:%|points\b))/g) ?? [];
}
