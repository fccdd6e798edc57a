import { plural } from '../experiments/figure-text.ts';
import type { NetworkParameters } from '../experiments/search/network-space.ts';
import { parametersText, valueNames } from '../experiments/search/search-words.ts';
import { valueText } from '../experiments/search/trial-figures.ts';
import { openJournal } from '../node/index.ts';
import type { SearchStudy } from '../search/study.ts';
import type { Trial } from '../search/trial.ts';
import type { Context } from './context.ts';
import { stopped } from './interrupt.ts';
import { readableJson } from './readable-json.ts';
import type { SearchOptions } from './search-command.ts';
import { journalOf, type SearchSetup } from './search-setup.ts';
import { searchTrials } from './search-trials.ts';
import { withSearchProgress } from './search-with-progress.ts';
import { wrap } from './wrap.ts';

/** Runs points that somebody chose into a study, and says how they came out. */
export async function tryPoints(
  setup: SearchSetup,
  byHand: readonly NetworkParameters[],
  { journal: path, parallel, json }: SearchOptions,
  context: Context,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  const { terminal } = context;
  const journal = await openJournal<Trial>(path!, await journalOf(setup));
  const before = new Set(journal.results.keys());
  let study: SearchStudy;
  try {
    study = await withSearchProgress(setup, journal, before.size + byHand.length, context, (onProgress) =>
      searchTrials(setup, { journal, trials: before.size + byHand.length, parallel, byHand, signal, onProgress }),
    );
  } finally {
    await journal.close();
  }
  if (json) terminal.output.write(readableJson(study));
  const [value] = valueNames(setup.table, 1);
  const tried = study.trials.filter(({ number }) => !before.has(String(number)));
  for (const trial of tried) {
    const { number, values, error } = trial;
    const came = values ? `${value.title} ${valueText(values[0], value)}` : `failed: ${error?.message ?? ''}`;
    say(`trial ${number}: ${came}${study.best === trial ? ', the best so far' : ''}\n`);
    say(`${terminal.colors.dim(wrap(parametersText(setup.plan.space.entries, trial), terminal.width))}\n`);
  }
  if (study.best && !tried.includes(study.best)) {
    say(
      `the best of ${plural(study.trials.length, 'trial')} is ${study.best.number}: ${value.title} ${valueText(study.best.values![0], value)}\n`,
    );
  }
  if (signal.aborted) throw stopped(signal, `${tried.length} of ${plural(byHand.length, 'point')} tried`);
}
