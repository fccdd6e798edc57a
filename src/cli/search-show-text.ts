/** What `simdgrad search show` says of a study. */
import { DataError } from '../errors.ts';
import { countText, listText, percentText, plural } from '../experiments/figure-text.ts';
import { spaceBlock } from '../experiments/search/space-block.ts';
import { countsText, trialFigures } from '../experiments/search/trial-figures.ts';
import { trialsTable } from '../experiments/search/trials-table.ts';
import type { Block, TableBlock } from '../report/document.ts';
import { numberText } from '../report/number-text.ts';
import type { SearchStudy } from '../search/study.ts';
import type { Trial } from '../search/trial.ts';
import { durationText } from '../training/progress-text.ts';

/** Trials, and failures, that are shown unless all are asked for. */
const mostTrials = 10;
const mostFailures = 3;

/** The blocks of a study; `all`: with every trial, by number, instead of the best. */
export function searchBlocks(name: string, study: SearchStudy, all: boolean): Block[] {
  return [
    { kind: 'heading', text: `Search in ${name}` },
    { kind: 'text', text: setupSentence(study) },
    { kind: 'text', text: statesSentence(study) },
    spaceBlock(study.space),
    ...foundBlocks(study, all),
    ...(study.isTimed ? [remark('A time limit ended trials: another run of this search may come out otherwise.')] : []),
  ];
}

/** What has been found: the best or the front, what matters, trials, and why some failed. */
export function foundBlocks(study: SearchStudy, all = false): Block[] {
  const { directions, trials } = study;
  return [
    ...(directions.length > 1 ? frontBlocks(study, all) : bestBlocks(study)),
    ...importanceBlocks(study),
    ...(all ? allBlocks(study) : directions.length > 1 ? [] : bestTrialsBlocks(study)),
    ...failureBlocks(trials, all ? trials.length : mostFailures),
  ];
}

function setupSentence(study: SearchStudy): string {
  const { sampler, pruner, directions, lag } = study.toJSON();
  const stopped = pruner === undefined ? 'none is stopped early' : `stopped early by ${describedText(pruner)}`;
  return (
    `${listText(directions)}; parameters by ${describedText(sampler)}; ${stopped}; ` +
    `trial n knows of those below n − ${countText(lag)}.`
  );
}

/** 'median (startupTrials 5, warmupSteps 0)' of what a sampler or pruner wrote down. */
function describedText(json: object): string {
  const { name, ...options } = json as { name?: unknown };
  const words = Object.entries(options).map(([key, value]) => `${key} ${optionText(value)}`);
  return `${String(name)}${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
}

function optionText(value: unknown): string {
  if (Array.isArray(value)) return `of ${countText(value.length)}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(
    ([key, one]) => `${key} ${Array.isArray(one) ? one.join('/') : String(one)}`,
  );
  return entries.length > 0 ? `{${entries.join(', ')}}` : 'none';
}

function statesSentence({ trials }: SearchStudy): string {
  if (trials.length === 0) return 'No trial is over yet.';
  const hands = trials.filter(({ byHand }) => byHand).length;
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0);
  return (
    `${plural(trials.length, 'trial')}: ${countsText(trials)}${hands > 0 ? `; ${countText(hands)} by hand` : ''}; ` +
    `${durationText(seconds)} of computing.`
  );
}

/** The parameters as they are, to be copied. */
function bestBlocks({ best, trials }: SearchStudy): Block[] {
  if (best === undefined) {
    return trials.length > 0 ? [{ kind: 'text', text: 'No trial is complete yet, so none is the best.' }] : [];
  }
  return [
    {
      kind: 'table',
      caption: `Best: trial ${best.number}${best.byHand ? ', by hand' : ''}, with ${numberText(best.values![0])}`,
      columns: [{ title: 'parameter' }, { title: 'value', align: 'right' }],
      rows: Object.entries(best.parameters).map(([name, value]) => [name, String(value)]),
    },
  ];
}

function frontBlocks(study: SearchStudy, all: boolean): Block[] {
  const { front } = study;
  if (front.length === 0) return [];
  const shown = all ? front : front.slice(0, mostTrials);
  return [
    tableOf(study, shown, `Front: ${plural(front.length, 'trial')} that no other one beats in every direction`),
    ...leftOut(front.length - shown.length),
  ];
}

function bestTrialsBlocks(study: SearchStudy): Block[] {
  const sign = study.directions[0] === 'minimize' ? 1 : -1;
  const complete = study.trials.filter(({ state }) => state === 'complete');
  if (complete.length < 2) return [];
  const ranked = [...complete].sort((a, b) => sign * (a.values![0] - b.values![0]) || a.number - b.number);
  const shown = ranked.slice(0, mostTrials);
  const caption =
    shown.length < complete.length
      ? `The best ${shown.length} of ${countText(complete.length)} complete trials`
      : 'Complete trials, the best first';
  return [tableOf(study, shown, caption), ...leftOut(study.trials.length - shown.length)];
}

function allBlocks(study: SearchStudy): Block[] {
  return study.trials.length > 0 ? [tableOf(study, study.trials, 'All trials', true)] : [];
}

function leftOut(count: number): Block[] {
  return count > 0 ? [remark(`and ${countText(count)} more, with --all`)] : [];
}

function tableOf(
  { space, directions, trials }: SearchStudy,
  shown: readonly Trial[],
  caption: string,
  states = false,
): TableBlock {
  const values = directions.map((one, k) => ({ title: directions.length > 1 ? `value ${k + 1} (${one})` : 'value' }));
  const figures = trialFigures(space, trials, directions, values);
  return trialsTable(figures, shown, { caption, steps: 'step', states, errors: false });
}

function importanceBlocks(study: SearchStudy): Block[] {
  try {
    return [
      {
        kind: 'table',
        caption: 'Importance: how much of what a model of the trials varies by hangs on each parameter',
        columns: [{ title: 'parameter' }, { title: 'share', align: 'right' }],
        rows: study.importance().map(({ name, share }) => [name, percentText(share, 0)]),
      },
    ];
  } catch (error) {
    if (!(error instanceof DataError) && !(error instanceof RangeError)) throw error;
    return study.trials.length > 0
      ? [remark(`No importance of parameters: ${error.message.replace(/^\w+: /, '')}.`)]
      : [];
  }
}

/** Why trials failed, the last first. */
function failureBlocks(trials: readonly Trial[], most: number): Block[] {
  const failed = trials.filter(({ error }) => error !== undefined).reverse();
  if (failed.length === 0) return [];
  const shown = failed.slice(0, most);
  return [
    {
      kind: 'table',
      caption:
        shown.length < failed.length ? `The last ${shown.length} of ${countText(failed.length)} failures` : 'Failures',
      columns: [{ title: 'trial', align: 'right' }, { title: 'why' }],
      rows: shown.map(({ number, error }) => [String(number), `${error!.name}: ${error!.message.split('\n')[0]}`]),
    },
  ];
}

function remark(text: string): Block {
  return { kind: 'text', text, tone: 'remark' };
}
