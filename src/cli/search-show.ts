import { basename } from 'node:path';
import type { Command } from 'commander';
import { readSearch } from '../node/index.ts';
import { blocksText } from './blocks-text.ts';
import type { Context } from './context.ts';
import { readableJson } from './readable-json.ts';
import { searchBlocks } from './search-show-text.ts';

/** What `simdgrad search show FILE` can be told. */
interface ShowOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `simdgrad search show`, a word of `simdgrad search`. */
export function registerSearchShow(search: Command, { terminal }: Context): void {
  search
    .command('show')
    .description('print what a search has found, also while it runs')
    .argument('<file>', 'the journal of the search')
    .option('--all', 'with all trials, by number')
    .option('--json', 'the study as JSON')
    .addHelpText('after', '\nExamples:\n  simdgrad search show study.jsonl\n  simdgrad search show study.jsonl --all')
    .action(async (file: string, _: ShowOptions, command: Command) => {
      // Words that the command above knows, too, are read by that one.
      const { all = false, json = false } = command.optsWithGlobals<ShowOptions>();
      const study = await readSearch(file);
      terminal.output.write(
        json ? readableJson(study) : blocksText(searchBlocks(basename(file), study, all), terminal),
      );
    });
}
