/** What is found wrong with a page, and how some of it is mended. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page.ts';

export interface Finding {
  /** Of the page, from 1. */
  readonly line: number;
  /** What was expected, what is there, and what to do. */
  readonly message: string;
  /** `npm run pages` mends it. */
  readonly mendable: boolean;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Gathers findings about a page. */
export class Review {
  readonly page: Page;
  readonly findings: Finding[] = [];
  /** Files beside the page that are to be written, by their paths in the repository. */
  readonly files: Record<string, string> = {};
  private readonly edits: Edit[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Something at a place of the text that only a person can mend. */
  wrong(offset: number, message: string): void {
    this.findings.push({ line: this.page.lineAt(offset), message, mendable: false });
  }

  /** Something that is put right by writing `text` from `start` to `end`. */
  mend({ start, end, text }: Edit, message: string): void {
    if (this.page.text.slice(start, end) === text) return;
    this.findings.push({ line: this.page.lineAt(start), message, mendable: true });
    this.edits.push({ start, end, text });
  }

  /** A file that the page shows and that is made with it. */
  mendFile(offset: number, path: string, content: string): void {
    const file = join(this.page.root, path);
    if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === content) return;
    const message = `${path} is not what is made of the code and figures of today; npm run pages writes it`;
    this.findings.push({ line: this.page.lineAt(offset), message, mendable: true });
    this.files[path] = content;
  }

  /** The text of the page with all that can be mended mended. */
  mended(): string {
    let { text } = this.page;
    for (const edit of [...this.edits].sort((a, b) => b.start - a.start)) {
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    }
    return text;
  }
}
