/** What `simdgrad search` says in a terminal. */
import { capital } from '../experiments/figure-text.ts';
import type { SearchResults } from '../experiments/search/search-results.ts';
import {
  divergedSentence,
  finalSentence,
  rowsSentence,
  samplerSentence,
  trialSentence,
} from '../experiments/search/search-words.ts';
import { constantSentence, planSentences, testedTable } from '../experiments/table/table-words.ts';
import type { SearchStudy } from '../search/study.ts';
import { blocksText } from './blocks-text.ts';
import { foundBlocks } from './search-show-text.ts';
import type { Terminal } from './terminal.ts';
import { wordTableText } from './word-table-text.ts';
import { wrap } from './wrap.ts';

const widestText = 100;

/** What is going to be done. */
export function searchPlanText(name: string, results: Omit<SearchResults, 'final'>, terminal: Terminal): string {
  const sentences = [
    ...planSentences(results),
    rowsSentence(results.rows),
    trialSentence(results),
    samplerSentence(results.study),
  ];
  return `${[terminal.colors.bold(name), ...sentences.map((one) => paragraph(one, terminal))].join('\n')}\n`;
}

/** What has been found, and what it is worth. */
export function searchResultsText(results: SearchResults, study: SearchStudy, terminal: Terminal): string {
  const { bold, dim } = terminal.colors;
  const { final } = results;
  const found = blocksText(foundBlocks(study), terminal);
  if (final === undefined) return found;
  const diverged = divergedSentence(results);
  return [
    found,
    `${bold(paragraph(`${capital(finalSentence(results))}.`, terminal))}\n${diverged === undefined ? '' : dim(`${paragraph(`${capital(diverged)}.`, terminal)}\n`)}${wordTableText(testedTable(results, final.tested), terminal)}` +
      dim(`${paragraph(constantSentence(final.tested, results), terminal)}\n`),
  ].join('\n');
}

function paragraph(text: string, terminal: Terminal): string {
  return wrap(text, Math.min(terminal.width, widestText));
}
