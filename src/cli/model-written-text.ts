import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { type CsvOptions, csvWords } from './csv-options.ts';
import { quoted } from './quoted.ts';
import type { StudyRecord } from './study-record.ts';
import { tableModelFile } from './table-record.ts';
import { writtenLines } from './written-text.ts';

/** A run folder with a model for a table, which has the name of the data. */
interface ModelRecord extends StudyRecord {
  readonly name: string;
}

/** A file to predict: the one that was trained on, or where that was a pipe, which is empty now, another. */
async function nextFile(file: string): Promise<string> {
  const isThere = await stat(file).then(
    (about) => about.isFile(),
    () => false,
  );
  return isThere ? file : 'new.csv';
}

/** Where everything is, and how to use the model. */
export async function modelWrittenText(
  file: string,
  options: CsvOptions,
  record: ModelRecord,
  hint: string | undefined,
  { terminal, environment }: Context,
): Promise<string> {
  const { colors } = terminal;
  const command = environment.npm_lifecycle_event === 'start' ? 'npm start --silent --' : 'simdgrad';
  const model = tableModelFile(record.name);
  const lines = [
    ...writtenLines(record, hint, command, terminal),
    ...(record.files.has(model)
      ? [
          'predict with',
          `  ${[command, 'predict', quoted(join(record.folder, model)), quoted(await nextFile(file)), ...csvWords(options)].join(' ')} > predictions.csv`,
        ]
      : []),
  ];
  return `\n${lines.map((line) => `${colors.dim(line)}\n`).join('')}`;
}
