import type { Block, TableBlock } from '../../report/document.ts';
import type { Trial } from '../../search/trial.ts';
import { plural } from '../figure-text.ts';
import { parameterAxis, parameterText } from './parameter-axis.ts';
import { byValue, countsText, stateWords, type TrialFigures, valueOf, valueText } from './trial-figures.ts';

/** With more trials the best of them are there. */
const mostTrials = 60;
const shownOfMany = 30;
/** Different errors that are told of. */
const mostErrors = 5;

/** All trials by number, or of many the best, the best first, with what the others were. */
export function trialsBlocks(figures: TrialFigures, steps: string): Block[] {
  const { trials } = figures;
  const isWhole = trials.length <= mostTrials;
  const shown = isWhole ? trials : bestOf(figures);
  const left = trials.filter((trial) => !shown.includes(trial));
  const caption = isWhole ? 'All trials' : `The best ${shown.length} of ${plural(trials.length, 'trial')}`;
  const remarks = [
    ...(shown.some((trial) => trial.state === 'pruned' && valueOf(trial) !== undefined)
      ? ['In brackets: what a trial reported last before it was pruned.']
      : []),
    ...(left.length > 0 ? [`${plural(left.length, 'other')} (${countsText(left)}) are in results.json.`] : []),
    ...errorTexts(left),
  ];
  return [
    trialsTable(figures, shown, { caption, steps }),
    ...remarks.map((text): Block => ({ kind: 'text', tone: 'remark', text })),
  ];
}

export interface TrialsTableOptions {
  readonly caption: string;
  /** What reports count. */
  readonly steps: string;
  /** Whether what became of each trial has a column; true unless set. */
  readonly states?: boolean;
  /** Whether why some failed has one; true unless set. */
  readonly errors?: boolean;
}

/** A row for each of some trials. Columns that all would leave empty are not there. */
export function trialsTable(
  { space, names, best }: TrialFigures,
  trials: readonly Trial[],
  { caption, steps, states = true, errors = true }: TrialsTableOptions,
): TableBlock {
  const right = (title: string) => ({ title, align: 'right' as const });
  const hasReports = trials.some(({ reports }) => reports.length > 0);
  const hasErrors = errors && trials.some(({ error }) => error);
  const numbers = new Set(best.map(({ number }) => number));
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'trial' },
      ...names.map(({ title }) => right(title)),
      ...(states ? [{ title: 'state' }] : []),
      ...(hasReports ? [right(steps)] : []),
      right('seconds'),
      ...space.entries.map((entry) => (parameterAxis(entry).choices ? { title: entry.name } : right(entry.name))),
      ...(hasErrors ? [{ title: 'error' }] : []),
    ],
    rows: trials.map((trial) => [
      String(trial.number),
      ...names.map((name, k) => {
        const value = valueOf(trial, k);
        if (value === undefined) return '–';
        return trial.state === 'pruned' ? `(${valueText(value, name)})` : valueText(value, name);
      }),
      ...(states ? [stateText(trial)] : []),
      ...(hasReports ? [String(trial.reports.at(-1)?.step ?? '–')] : []),
      trial.seconds.toFixed(trial.seconds < 10 ? 2 : 0),
      ...space.entries.map((entry) => parameterText(entry, trial.parameters[entry.name])),
      ...(hasErrors ? [trial.error ? `${trial.error.name}: ${trial.error.message}` : ''] : []),
    ]),
    strong: trials.flatMap(({ number }, i) => (numbers.has(number) ? [i] : [])),
  };
}

/** 'complete', 'pruned, by hand', 'complete, trial 12 again'. */
function stateText({ state, byHand, repeats }: Trial): string {
  return [
    stateWords[state],
    ...(byHand ? ['by hand'] : []),
    ...(repeats === undefined ? [] : [`trial ${repeats} again`]),
  ].join(', ');
}

/** Those that are called the best, and others by their first values; complete ones before those that were pruned. */
function bestOf(figures: TrialFigures): Trial[] {
  const sorted = [...figures.best, ...byValue(figures, 'complete'), ...byValue(figures, 'pruned')];
  return [...new Set(sorted)].slice(0, Math.max(shownOfMany, figures.best.length));
}

/** Errors of trials that are not in the table, with how many had each. */
function errorTexts(trials: readonly Trial[]): string[] {
  const counts = new Map<string, number>();
  for (const { error } of trials) {
    if (!error) continue;
    const text = `${error.name}: ${error.message}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const told = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostErrors);
  return told.map(([text, count]) => `${plural(count, 'trial')} of the others: ${text}`);
}
