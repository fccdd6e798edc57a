/** The architecture as the import lines have it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface Import {
  /** Who imports, under src/; data sets begin with 'datasets/'. */
  readonly file: string;
  /** As it is written. */
  readonly from: string;
  /** Erased by the compiler: a file may name a type of another that imports it. */
  readonly typeOnly: boolean;
}

export interface Imports {
  /** Paths under src/; those of data sets begin with 'datasets/'. */
  readonly files: readonly string[];
  /** Their texts without comments. */
  readonly sources: ReadonlyMap<string, string>;
  readonly imports: readonly Import[];
}

/** Reads the import lines of all sources of the library, its commands and its data sets. */
export function readImports(root: string): Imports {
  const files = [...sourcesIn(root, 'src'), ...sourcesIn(root, 'datasets').map((file) => `datasets/${file}`)];
  const read = (file: string): string => withoutComments(readFileSync(join(root, pathOf(file)), 'utf8'));
  const sources = new Map(files.map((file) => [file, read(file)]));
  return { files, sources, imports: files.flatMap((file) => importsOf(file, sources.get(file)!)) };
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** Where a file stands, from the root of the repository. */
function pathOf(file: string): string {
  return file.startsWith('datasets/') ? file : `src/${file}`;
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** What a file imports and passes on, by its text without comments. */
export function importsOf(file: string, source: string): Import[] {
  const found: Import[] = [];
  for (const [, type, from] of source.matchAll(/^(?:import|export)(\s+type)?\b[^'";]*?\bfrom\s+'([^']+)'/gm)) {
    found.push({ file, from, typeOnly: type !== undefined });
  }
  for (const [, from] of source.matchAll(/^import\s+'([^']+)'/gm)) found.push({ file, from, typeOnly: false });
  for (const [, from] of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) found.push({ file, from, typeOnly: false });
  return found;
}

/** The file that an import means, named as `readImports` names files; what is outside of src/ by its path from the root. */
export function targetOf({ file, from }: Import): string {
  return posix.join(posix.dirname(pathOf(file)), from).replace(/^src\//, '');
}
