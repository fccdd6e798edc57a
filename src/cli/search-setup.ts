import packageJson from '../../package.json' with { type: 'json' };
import { DataError } from '../errors.ts';
import { usualParameters } from '../experiments/search/network-space.ts';
import { searchParts } from '../experiments/search/search-parts.ts';
import type { SearchResults } from '../experiments/search/search-results.ts';
import { searchedLayers } from '../experiments/search/searched-network.ts';
import type { LearnedParts, SearchTraining } from '../experiments/search/train-parameters.ts';
import { learnedRows, type TablePlan, testedRows } from '../experiments/table/plan.ts';
import { setupFindings } from '../experiments/table/table-findings.ts';
import { requireDivisible, tableParts } from '../experiments/table/table-parts.ts';
import { aboutTable } from '../experiments/table/table-results.ts';
import { trainFindings } from '../experiments/table/train-findings.ts';
import type { Finding } from '../lint/finding.ts';
import type { Journal, JournalStudy } from '../node/index.ts';
import { type SearchPlan, SearchStudy } from '../search/study.ts';
import type { Trial } from '../search/trial.ts';
import { type SearchedData, searchedFingerprint, validationSize } from './search-data.ts';
import {
  type NamedValues,
  type PrunerName,
  prunerOf,
  type SamplerName,
  samplerOf,
  spaceWith,
} from './search-options.ts';

/** Trial n is chosen by those below n − lag, so that lag + 1 can run at once. */
export const lag = 3;

/** What is chosen of a search. */
export interface SearchChoices {
  readonly sampler: SamplerName;
  readonly pruner: PrunerName;
  /** Parameters that are not searched. */
  readonly hold?: NamedValues;
  /** Whether the number of parameters is a second objective. */
  readonly front?: boolean;
  readonly folds: number;
  readonly epochs: number;
  readonly patience: number;
  readonly seed: number;
}

/** All that decides a search. */
export interface SearchSetup {
  readonly searched: SearchedData;
  readonly table: TablePlan;
  /** What each trial is trained and judged by. */
  readonly parts: readonly LearnedParts[];
  readonly training: SearchTraining;
  readonly folds: number;
  readonly plan: SearchPlan;
  /** Of the table, its parts and networks. */
  readonly findings: readonly Finding[];
}

/** @throws DataError for rows that cannot be divided, and choices that do not go together; RangeError for a pruner without enough steps. */
export function setUpSearch(searched: SearchedData, table: TablePlan, choices: SearchChoices): SearchSetup {
  const who = 'search';
  const { seed, epochs, patience, folds, front = false, hold = {} } = choices;
  const pruner = prunerOf(choices.pruner, folds > 1 ? folds : epochs);
  if (pruner && front) {
    throw new DataError(
      `${who}: --pruner judges by the loss alone, and --front searches for two values; leave one of them out`,
    );
  }
  requireDivisible(who, table, { validationSize, seed });
  const network = { layers: (...[task, outputs]: LayersOf) => searchedLayers(usualParameters, task, outputs) };
  const setup = setupFindings(table, network, tableParts(table, { validationSize, seed }), usualParameters.batchSize);
  return {
    ...{ searched, table, folds },
    parts: searchParts(table, { seed, validationSize, folds }),
    training: { seed, epochs, patience },
    plan: {
      space: spaceWith(hold),
      sampler: samplerOf(choices.sampler, seed),
      ...(pruner && { pruner }),
      directions: front ? ['minimize', 'minimize'] : ['minimize'],
      lag,
    },
    findings: [...table.findings, ...trainFindings(setup, table.split)],
  };
}

type LayersOf = Parameters<Parameters<typeof setupFindings>[1]['layers']>;

/** What tells the journal of this search from those of others: `readSearch` knows the first five settings. */
export async function journalOf({ table, training, folds, plan }: SearchSetup): Promise<JournalStudy> {
  const { space, sampler, pruner, directions } = plan;
  const { task, targets, split, transformer } = table;
  return {
    name: 'search',
    version: packageJson.version,
    settings: {
      space: space.toJSON(),
      sampler: sampler.toJSON(),
      ...(pruner && { pruner: pruner.toJSON() }),
      ...{ directions, lag, training, folds, validationSize },
      table: { task, targets: targets.names, ...split, transformer },
    },
    data: await searchedFingerprint(table),
  };
}

/** What is known before the best is trained once more. */
export function resultsOf(
  { table, training, folds, plan, findings }: SearchSetup,
  planned: number,
  journal?: Pick<Journal<Trial>, 'results'>,
): { readonly study: SearchStudy; readonly results: SearchResults } {
  const trials = [...(journal?.results.values() ?? [])].sort((a, b) => a.number - b.number);
  const study = new SearchStudy(plan, trials);
  return {
    study,
    results: {
      ...aboutTable(table),
      rows: { learned: learnedRows(table).length, test: testedRows(table).length },
      ...{ folds, validationSize, training, planned, findings },
      study: study.toJSON(),
      ...importanceOf(study),
    },
  };
}

/** Undefined for trials of which no model can be made. */
function importanceOf(study: SearchStudy): Pick<SearchResults, 'importance'> {
  try {
    return { importance: study.importance() };
  } catch (error) {
    if (error instanceof DataError || error instanceof RangeError) return {};
    throw error;
  }
}
