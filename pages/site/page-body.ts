/** Markdown of a document as HTML of the site. */
import GithubSlugger from 'github-slugger';
import { Marked, type Tokens, walkTokens } from 'marked';
import { escaped, escapedProse } from '../../src/report/escape.ts';
import { plainText } from '../headings.ts';
import { languageOf, type Page } from '../page.ts';
import { type Linked, siteAddress } from './addresses.ts';
import { highlighted } from './highlight.ts';
import { mermaidToDot } from './mermaid.ts';

const addressAttribute = /(<(?:a|img|source)\s[^>]*?\b(?:href|src|srcset)=")([^"]*)(")/g;

/**
 * What a page of the site shows of a document.
 *
 * @param draw draws a graph in the language of Graphviz.
 * @param linked is told what else the site has to hold.
 */
export function pageBody(page: Page, draw: (dot: string) => string, linked: Linked): string {
  const slugger = new GithubSlugger();
  const address = (href: string): string => escaped(siteAddress(page.root, page.path, href, linked));
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens }: Tokens.Heading): string {
        const id = slugger.slug(plainText(tokens));
        return `<h${depth} id="${escaped(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        return `<a href="${address(href)}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }: Tokens.Image): string {
        return `<img src="${address(href)}" alt="${escaped(text)}">`;
      },
      text(token: Tokens.Text | Tokens.Escape): string {
        return 'tokens' in token && token.tokens ? this.parser.parseInline(token.tokens) : escapedProse(token.text);
      },
      html({ text }: Tokens.HTML | Tokens.Tag): string {
        const kept = text.replace(/<!--[\s\S]*?-->\n?/g, '');
        return kept.replace(addressAttribute, (_, before, href, after) => `${before}${address(href)}${after}`);
      },
      code(token: Tokens.Code): string {
        return codeHtml(token, draw);
      },
      table(token: Tokens.Table): string {
        const row = (cells: Tokens.TableCell[]): string => {
          const html = cells.map((cell) => {
            const tag = cell.header ? 'th' : 'td';
            const align = cell.align === null ? '' : ` class="${cell.align}"`;
            return `<${tag}${align}>${this.parser.parseInline(cell.tokens)}</${tag}>`;
          });
          return `<tr>${html.join('')}</tr>\n`;
        };
        const body = token.rows.map(row).join('');
        return `<div class="scroll" tabindex="0"><table>\n<thead>${row(token.header)}</thead>\n<tbody>${body}</tbody>\n</table></div>\n`;
      },
    },
  });
  return marked.parser(page.blocks.map(({ token }) => token));
}

function codeHtml(token: Tokens.Code, draw: (dot: string) => string): string {
  if (token.codeBlockStyle === 'indented') return `<pre class="formula" tabindex="0">${escaped(token.text)}</pre>\n`;
  const { language } = languageOf(token);
  if (language === 'mermaid') return `<div class="scroll graph" tabindex="0">${draw(mermaidToDot(token.text))}</div>\n`;
  const kind = language === 'text' ? 'output' : 'code';
  const known = language === 'typescript' ? 'ts' : language;
  return `<pre class="${kind}" tabindex="0"><code>${highlighted(token.text, known)}</code></pre>\n`;
}

/** The title of a document: its first heading. */
export function titleOf(page: Page): string {
  let title: string | undefined;
  for (const { token } of page.blocks) {
    walkTokens([token], (one) => {
      if (one.type === 'heading') title ??= plainText((one as Tokens.Heading).tokens);
    });
    if (title !== undefined) return title;
  }
  return page.path;
}
