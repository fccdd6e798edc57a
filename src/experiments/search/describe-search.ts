import type { Block } from '../../report/document.ts';
import { SearchStudy } from '../../search/study.ts';
import type { Describer } from '../describe.ts';
import { capital, listText, plural } from '../figure-text.ts';
import { provenanceOf } from '../results-header.ts';
import { detailBlocks, scoreBlocks } from '../table/describe-tested.ts';
import { findingBlocks } from '../table/finding-blocks.ts';
import { constantSentence, planSentences } from '../table/table-words.ts';
import { trialBlocks } from './describe-trials.ts';
import { type ReadSearchResults, searchResultsFromJSON } from './search-results-from-json.ts';
import {
  divergedSentence,
  finalSentence,
  parametersText,
  rowsSentence,
  samplerSentence,
  trialSentence,
  valueNames,
} from './search-words.ts';
import { spaceBlock } from './space-block.ts';
import { valueText } from './trial-figures.ts';

/** The report of `simdgrad search`. */
export const describeSearch: Describer = {
  format: 1,
  describe(header, json, checked) {
    const results = searchResultsFromJSON(checked, json);
    const name = checked.text('data', json.data, 5000).replace(/^.*[/\\]/, '');
    const { targets, training, final } = results;
    return {
      title: `${name}: a search for a network that predicts ${listText(targets)}`,
      question: `Which network predicts ${listText(targets)} best, and by what does that depend?`,
      answer: answerOf(results),
      blocks: blocksOf(results),
      provenance: provenanceOf(header, {
        seeds: [training.seed],
        fingerprints: final ? { [`network of trial ${final.trial}`]: final.fingerprint } : {},
      }),
    };
  },
};

function answerOf(results: ReadSearchResults): string {
  const { final, space, study } = results;
  const best = studyOf(results).best;
  if (best === undefined) return `None of ${plural(study.trials.length, 'trial')} came to its end.`;
  const [name] = valueNames(results, 1);
  const found = `Of ${plural(study.trials.length, 'trial')} the best is number ${best.number}, with a ${name.title} of ${valueText(best.values![0], name)}: ${parametersText(space.entries, best)}.`;
  if (final === undefined) return found;
  return `${sentence(finalSentence(results))} ${constantSentence(final.tested, results)}\n${found}`;
}

function studyOf({ space, study }: ReadSearchResults): SearchStudy {
  const { directions, lag, trials } = study;
  return new SearchStudy({ space, sampler: { toJSON: () => study.sampler }, directions, lag }, trials);
}

function blocksOf(results: ReadSearchResults): Block[] {
  const { space, study, importance, findings, final, folds, planned, rows } = results;
  const { trials, directions } = study;
  const text = (one: string): Block => ({ kind: 'text', text: sentence(one) });
  const missing = planned - trials.length;
  const best = studyOf(results).best;
  const diverged = divergedSentence(results);
  return [
    { kind: 'heading', text: 'Set-up' },
    ...planSentences(results).map(text),
    text(rowsSentence(rows)),
    text(trialSentence(results)),
    text(samplerSentence(study)),
    spaceBlock(space),
    ...(missing > 0
      ? [{ kind: 'text', tone: 'remark', text: `Stopped: ${plural(missing, 'trial')} of ${planned} to come.` } as const]
      : []),
    ...(trials.some(({ state }) => state === 'timedOut')
      ? [
          {
            kind: 'text',
            tone: 'remark',
            text: 'The clock ended trials: another run may end elsewhere, and this study cannot be reproduced.',
          } as const,
        ]
      : []),
    ...findingBlocks(findings),
    ...(final
      ? [
          { kind: 'heading', text: 'The network that was found' } as const,
          text(finalSentence(results)),
          ...(diverged === undefined ? [] : [{ kind: 'text', tone: 'remark', text: sentence(diverged) } as const]),
          ...scoreBlocks(results, final.tested),
          ...detailBlocks(results, final.tested),
        ]
      : []),
    ...(trials.length > 0
      ? trialBlocks({
          ...{ space, trials, directions },
          value: valueNames(results, directions.length),
          importance,
          steps: folds > 1 ? 'folds' : 'epochs',
          ...(directions.length === 1 && { bestNumber: best?.number }),
        })
      : []),
  ];
}

function sentence(text: string): string {
  return `${capital(text)}.`;
}
