import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../src/node/index.ts';
import type { Page } from './write-page.ts';

/** The walkthroughs in a folder of programs, in the order of their names. */
export function walkthroughsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** What stands in a folder of pages of a walkthrough; undefined for no page. */
export async function readPage(folder: string, name: string): Promise<Page | undefined> {
  const files = await readdir(folder);
  if (!files.includes(`${name}.md`)) return undefined;
  const own = picturesAmong(files, name);
  const texts = await Promise.all(own.map((file) => readFile(join(folder, file), 'utf8')));
  return {
    markdown: await readFile(join(folder, `${name}.md`), 'utf8'),
    pictures: new Map(own.map((file, i) => [file, texts[i]])),
  };
}

/** Writes a page and its pictures, and removes those that it has no more. */
export async function keepPage(folder: string, name: string, { markdown, pictures }: Page): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, svg] of pictures) await writeFileAtomically(join(folder, file), svg);
  await writeFileAtomically(join(folder, `${name}.md`), markdown);
  for (const file of picturesAmong(await readdir(folder), name)) {
    if (!pictures.has(file)) await rm(join(folder, file));
  }
}

function picturesAmong(files: readonly string[], name: string): string[] {
  return files.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.svg')).sort();
}

/** The first thing in which a page that is there is not the one that was built; undefined where they are equal to the byte. */
export function pageDifference(name: string, there: Page | undefined, built: Page): string | undefined {
  if (!there) return `there is no ${name}.md`;
  const [before, now] = [there.markdown, built.markdown].map((text) => text.split('\n'));
  const line = now.findIndex((text, i) => text !== before[i]);
  if (line >= 0)
    return `${name}.md, line ${line + 1}, is '${before[line] ?? ''}', and the program gives '${now[line]}'`;
  if (before.length > now.length)
    return `${name}.md has more lines than the program gives, ${before.length} of ${now.length}`;
  for (const file of new Set([...there.pictures.keys(), ...built.pictures.keys()])) {
    if (!there.pictures.has(file)) return `there is no ${file}`;
    if (!built.pictures.has(file)) return `the program has no picture ${file}`;
    if (there.pictures.get(file) !== built.pictures.get(file)) return `${file} is another picture than the program's`;
  }
  return undefined;
}
