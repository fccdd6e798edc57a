/** Headings of a page, and the anchors by which GitHub and the site know them. */
import GithubSlugger from 'github-slugger';
import { type Token, type Tokens, walkTokens } from 'marked';
import type { Page } from './page.ts';

export interface Heading {
  readonly depth: number;
  /** Without its marks. */
  readonly text: string;
  readonly anchor: string;
}

/** The headings of a page in order. */
export function headingsOf(page: Page): Heading[] {
  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  for (const { token } of page.blocks) {
    walkTokens([token], (one) => {
      if (one.type !== 'heading') return;
      const { depth, tokens } = one as Tokens.Heading;
      const text = plainText(tokens);
      headings.push({ depth, text, anchor: slugger.slug(text) });
    });
  }
  return headings;
}

/** Everything on a page that an address can end in: its headings, and places that have a name. */
export function anchorsOf(page: Page): string[] {
  const named = page.blocks.filter(({ token }) => token.type !== 'code');
  const ids = named.flatMap(({ token }) => [...token.raw.matchAll(/<[a-z][^>]*\s(?:id|name)="([^"]+)"/g)]);
  return [...headingsOf(page).map(({ anchor }) => anchor), ...ids.map(([, id]) => id)];
}

/** Inline Markdown without its marks. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'html' || token.type === 'image') return '';
      const { tokens: inner, text } = token as Tokens.Text;
      return inner ? plainText(inner) : (text ?? '');
    })
    .join('');
}
