/** The files of results, `benchmarks/results/NAME.json`: what was measured, on what, by which command. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomically } from '../src/node/index.ts';
import type { Circumstances } from './harness.ts';
import type { Report, ReportedFigure } from './report.ts';

/** Where those that are committed are. */
export const resultsFolder = fileURLToPath(new URL('results', import.meta.url));

export interface ResultsFile extends Circumstances {
  /** How long the part took. */
  readonly seconds: number;
  readonly figures: readonly ReportedFigure[];
  readonly ratios: Readonly<Record<string, number>>;
  readonly results: object;
}

/** Writes the file of a part, whole or not at all. Returns its path. */
export async function writeResults(
  folder: string,
  name: string,
  about: Circumstances,
  { seconds, figures, ratios, results }: Report,
): Promise<string> {
  const path = join(folder, `${name}.json`);
  const file: ResultsFile = { ...about, seconds: Math.round(seconds), figures, ratios, results };
  await writeFileAtomically(path, `${JSON.stringify(file, null, 2)}\n`);
  return path;
}

/** What the file of a part holds; undefined if there is none, or one of before the suite. */
export async function readResults(folder: string, name: string): Promise<ResultsFile | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, `${name}.json`), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const file = JSON.parse(text) as ResultsFile;
  return file.ratios ? file : undefined;
}
