import { type Command, Help } from 'commander';
import {
  datasetGroups,
  datasetPaths,
  fetchDataset,
  type ListedDataset,
  listDatasets,
  noLicence,
  placesOf,
} from '../../datasets/index.ts';
import { DataError } from '../errors.ts';
import { bytesText } from './bytes-text.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import { withInterrupt } from './interrupt.ts';
import { keepsResults } from './program.ts';
import { tableText } from './table.ts';

const about = `
Files are looked for in the folder that SIMDGRAD_DATASETS names, then in the
cache, and are downloaded to the cache otherwise. The cache is in the user's
folder for caches, or where SIMDGRAD_CACHE says. Each file is checked by its
SHA-256. A server of your own that has the files can be named by
SIMDGRAD_MIRROR: it is asked first.

Examples:
  simdgrad datasets list
  simdgrad datasets fetch wine-quality`;

/** `simdgrad datasets list`, `fetch` and `path`. */
export function registerDatasets(program: Command, context: Context): void {
  const datasets = program
    .command('datasets')
    .description('list, download and find data sets')
    .helpCommand(false)
    .addHelpText('after', about);
  datasets
    .command('list')
    .description('show all data sets: size, task, licence, and where each is')
    .option('--json', 'as JSON, with files, addresses, checksums and citations')
    .addHelpText('after', examples('datasets list', 'datasets list --json'))
    .action(({ json = false }: { json?: boolean }) => list(context, json));
  keepsResults(datasets.command('fetch'))
    .description('download a data set, unless it is there, and check it')
    .argument('<name>', 'a data set, or several by one name: wine-quality')
    .addHelpText('after', examples('datasets fetch iris', 'datasets fetch wine-quality'))
    .action((name: string) => fetch(context, name));
  datasets
    .command('path')
    .description('print the path of each file of a data set')
    .argument('<name>', 'a data set, or several by one name: wine-quality')
    .addHelpText('after', examples('datasets path iris', 'datasets path wine-quality'))
    .action((name: string) => paths(context, name));
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  simdgrad ${line}`).join('\n')}`;
}

function list({ terminal, environment }: Context, json: boolean): void {
  const all = listDatasets({ environment });
  if (json) {
    terminal.output.write(`${JSON.stringify(all, (_, value) => value ?? null, 2)}\n`);
    return;
  }
  const { colors } = terminal;
  const where = {
    folder: colors.green('data folder'),
    cache: colors.green('cache'),
    generated: 'generated',
    missing: colors.yellow('to fetch'),
    unpublished: colors.yellow('to make'),
  };
  const head = ['name', 'task', 'rows', 'cols', 'size', 'where', 'licence']; // fits 80 columns
  const rows = all.map((one) => [
    one.name,
    one.task === 'classification' ? `${one.classes} classes` : one.task,
    one.rows.toLocaleString('en'),
    one.features,
    one.generated ? '–' : bytesText(sizeOf(one)),
    where[isToMake(one) ? 'unpublished' : one.place],
    one.licence ?? '–',
  ]);
  terminal.output.write(tableText({ head, rows }, terminal));
  const { folder, cache } = placesOf(environment);
  const tables = all.filter((one) => one.table).map(({ name }) => name);
  const lines = [
    '',
    `data folder  ${folder ?? '(SIMDGRAD_DATASETS is not set)'}`,
    `cache        ${cache}`,
    ...Object.entries(datasetGroups).map(([name, members]) => `${name} means ${Object.values(members).join(' and ')}`),
    `${tables.join(' and ')} are tables with text, as published`,
  ];
  terminal.output.write(lines.map((line) => `${colors.dim(line)}\n`).join(''));
}

async function fetch({ terminal, errors, environment }: Context, name: string): Promise<void> {
  const there = datasetPaths(name, { environment }) !== undefined;
  const progress = createDownloadProgress(errors);
  let found: string[];
  try {
    found = await withInterrupt((signal) =>
      fetchDataset(name, { environment, signal, onProgress: (now) => progress.update(now) }),
    );
  } finally {
    progress.stop();
  }
  const say = (text: string): void => void terminal.output.write(`${text}\n`);
  if (found.length === 0) {
    say(`${name} is generated; there is nothing to fetch`);
    return;
  }
  say(`${name}: ${there ? 'already there' : 'downloaded'}, SHA-256 as expected`);
  for (const path of found) say(`  ${path}`);
  const [first] = listDatasets({ environment }).filter((one) => one.files.some((file) => file.found === found[0]));
  const credit = `${first.licence === noLicence ? 'No licence is stated' : first.licence}. ${first.citation}`;
  const wrapped = terminal.interactive ? new Help().boxWrap(credit, terminal.width) : credit;
  for (const line of wrapped.split('\n')) say(terminal.colors.dim(line));
}

function paths({ terminal, environment }: Context, name: string): void {
  const found = datasetPaths(name, { environment });
  if (found === undefined) {
    const isMade = listDatasets({ environment }).some((one) => one.name === name && isToMake(one));
    throw new DataError(
      `${name} is not on this machine; simdgrad datasets fetch ${name} ${isMade ? 'says how to make it' : 'downloads it'}`,
    );
  }
  if (found.length === 0) throw new DataError(`${name} is generated; it has no file`);
  for (const path of found) terminal.output.write(`${path}\n`);
}

/** Whether a file is missing that no address has. */
function isToMake({ place, files }: ListedDataset): boolean {
  return place === 'missing' && files.some(({ sources, found }) => sources.length === 0 && found === undefined);
}

function sizeOf({ files }: ListedDataset): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
