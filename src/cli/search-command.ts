import { nameList } from './column-names.ts';
import { csvWords } from './csv-options.ts';
import { givenWords } from './given-words.ts';
import { quoted } from './quoted.ts';
import type { NamedValues } from './search-options.ts';
import type { SearchChoices } from './search-setup.ts';
import type { TableOptions } from './table-options.ts';

/** What `simdgrad search` can be told. */
export interface SearchOptions extends TableOptions, SearchChoices {
  readonly target?: readonly string[];
  readonly trials: number;
  readonly parallel: number;
  readonly try?: readonly NamedValues[];
  readonly journal?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly runs: string;
  readonly json?: boolean;
}

/** The words that ask for the same again, whatever the defaults will be; without those that say where to write. */
export function searchCommand(options: SearchOptions, data: string): string {
  const { target, drop = [], keep = [], task, minFrequency, sampler, pruner, trials, hold, folds } = options;
  const { epochs, patience, seed, groupDuplicates, front, force } = options;
  const held = hold && Object.entries(hold).map(([name, value]) => `${name}=${value}`);
  const given = givenWords([
    ['target', target && nameList(target)],
    ['drop', drop.length > 0 ? nameList(drop) : undefined],
    ['keep', keep.length > 0 ? nameList(keep) : undefined],
    ['task', task],
    ['min-frequency', minFrequency],
    ['sampler', sampler],
    ['pruner', pruner === 'none' ? undefined : pruner],
    ['trials', trials],
    ['hold', held?.join()],
    ['folds', folds === 1 ? undefined : folds],
    ['epochs', epochs],
    ['patience', patience],
    ['seed', seed],
  ]);
  const flags = [
    ...(groupDuplicates ? ['--group-duplicates'] : []),
    ...(front ? ['--front'] : []),
    ...(force ? ['--force'] : []),
  ];
  return ['simdgrad search', quoted(data), ...given, ...csvWords(options), ...flags].join(' ');
}
