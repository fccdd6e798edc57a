/** A document as its parts, with their places in the text. */
import { lexer, type Token, type Tokens, walkTokens } from 'marked';

/** A paragraph, fence, table … of a document, and where it begins in the text. */
export interface Block {
  readonly token: Token;
  readonly start: number;
}

/** A link or picture, and where its address begins in the text. */
export interface PageLink {
  readonly token: Tokens.Link | Tokens.Image;
  readonly href: string;
  /** The block that it is in. */
  readonly block: Block;
  readonly start: number;
}

export class Page {
  /** The repository. */
  readonly root: string;
  /** From there, with '/'. */
  readonly path: string;
  readonly text: string;
  /** Their `raw` texts joined are the text. */
  readonly blocks: readonly Block[];

  constructor(root: string, path: string, text: string) {
    this.root = root;
    this.path = path;
    this.text = text;
    let start = 0;
    this.blocks = lexer(text).map((token) => {
      const block = { token, start };
      start += token.raw.length;
      return block;
    });
  }

  /** The line, from 1, that a place in the text is on. */
  lineAt(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  /** The block after one, blank lines aside. */
  after(block: Block): Block | undefined {
    return this.blocks.slice(this.blocks.indexOf(block) + 1).find(({ token }) => token.type !== 'space');
  }

  /** The block before one, blank lines aside. */
  before(block: Block): Block | undefined {
    return this.blocks.slice(0, this.blocks.indexOf(block)).findLast(({ token }) => token.type !== 'space');
  }

  /** Fences that are not within a list or a quotation. */
  fences(): readonly Fence[] {
    return this.blocks.filter((block): block is Fence => isFence(block.token));
  }

  /** All links and pictures of Markdown, in order. */
  links(): PageLink[] {
    const links: PageLink[] = [];
    for (const block of this.blocks) {
      let from = 0;
      walkTokens([block.token], (token) => {
        if (token.type !== 'link' && token.type !== 'image') return;
        const { href } = token as Tokens.Link;
        const bracket = block.token.raw.indexOf(`](${href}`, from);
        const at = bracket < 0 ? block.token.raw.indexOf(href, from) : bracket + 2;
        if (at >= 0) from = at + href.length; // otherwise it is written otherwise, and the block has to do for its place
        links.push({ token: token as Tokens.Link, href, block, start: block.start + Math.max(at, 0) });
      });
    }
    return links;
  }
}

/** Text between lines of ```: code, output or a drawing. */
export interface Fence extends Block {
  readonly token: Tokens.Code;
}

/** Whether a token is a fence; code that is only indented is a formula. */
export function isFence(token: Token | undefined): token is Tokens.Code {
  return token?.type === 'code' && token.codeBlockStyle !== 'indented';
}

/** What stands after the ``` of a fence: its language, and what may follow. */
export function languageOf({ lang = '' }: Tokens.Code): { language: string; rest: string } {
  const [, language, rest] = /^(\S*)\s*(.*)$/.exec(lang)!;
  return { language, rest };
}

/** Where the lines of a fence begin and end in the text of its page. */
export function contentOf({ token, start }: Fence): { start: number; end: number } {
  const begin = token.raw.indexOf('\n') + 1;
  const closing = /(?:^|\n) {0,3}(?:`{3,}|~{3,})[ \t]*\n*$/.exec(token.raw.slice(begin))!;
  const end = begin + closing.index + (closing[0].startsWith('\n') ? 1 : 0);
  return { start: start + begin, end: start + end };
}
