import { quantileOfSorted } from '../../data/quantile.ts';
import type { Block, ChartBlock, ScatterChart } from '../../report/document.ts';
import type { ParameterImportance } from '../../search/importance.ts';
import type { SpaceEntry } from '../../search/space/space.ts';
import type { Trial } from '../../search/trial.ts';
import { capital, listText } from '../figure-text.ts';
import { parameterAxis, placeOnAxis } from './parameter-axis.ts';
import { fewTrials, inSight, type TrialFigures, valueAxis, valueOf } from './trial-figures.ts';

type Series = ScatterChart['series'][number];
type Point = Series['points'][number];

/** More dots than these would be one cloud. */
const mostDots = 200;
/** Of a choice with fewer trials, quartiles would say nothing. */
const leastForQuartiles = 4;
/** How much of the place of a choice its dots take at most, and one of them. */
const spread = { most: 0.6, each: 0.05 };

/** The first value over each parameter, those that matter most first if that is known. */
export function sliceBlocks(figures: TrialFigures, importance: readonly ParameterImportance[] = []): Block[] {
  const shown = fewTrials(inSight(figures), mostDots);
  if (shown.length === 0) return [];
  const rank = ({ name }: SpaceEntry): number => {
    const place = importance.findIndex((one) => one.name === name);
    return place < 0 ? importance.length : place;
  };
  const entries = [...figures.space.entries].sort((a, b) => rank(a) - rank(b));
  return [
    ...entries.flatMap((entry) => sliceOf(figures, entry, shown)),
    {
      kind: 'text',
      tone: 'remark',
      text: 'The other parameters differ from dot to dot, too: what looks good here may be good for another reason.',
    },
  ];
}

function sliceOf({ names, best }: TrialFigures, entry: SpaceEntry, shown: readonly Trial[]): Block[] {
  const own = shown.filter(({ parameters }) => parameters[entry.name] !== undefined);
  if (own.length === 0) return [];
  const axis = parameterAxis(entry);
  const { choices } = axis;
  const across = choices ? sideBySide(entry, choices, own) : (trial: Trial) => trial.parameters[entry.name] as number;
  const numbers = new Set(best.map(({ number }) => number));
  const points = (isShown: (trial: Trial) => boolean): Point[] =>
    own.filter(isShown).map((trial) => ({ x: across(trial), y: valueOf(trial)! }));
  const series: Series[] = [
    { name: 'complete', points: points(({ state, number }) => state === 'complete' && !numbers.has(number)) },
    { name: best.length > 1 ? 'on the front' : 'best', points: points(({ number }) => numbers.has(number)) },
    { name: 'pruned', points: points(({ state }) => state === 'pruned') },
    ...(choices ? [{ name: 'median and quartiles', points: mediansOf(entry, choices, own) }] : []),
  ];
  const { condition } = entry;
  const where = condition ? `, where ${condition.parent} is ${listText(condition.values.map(String))}` : '';
  const chart: ChartBlock = {
    kind: 'chart',
    caption: `${capital(names[0].title)} by ${entry.name}${where}`,
    chart: {
      kind: 'scatter',
      x: axis,
      y: valueAxis(
        names[0],
        own.map((trial) => valueOf(trial)!),
      ),
      series: series.filter(({ points }) => points.length > 0),
    },
  };
  return [chart];
}

/** Trials with the same choice from the left to the right, in their order. */
function sideBySide(entry: SpaceEntry, choices: readonly string[], trials: readonly Trial[]): (trial: Trial) => number {
  const places = new Map<number, number>();
  for (const [i, own] of ofEachChoice(entry, choices, trials).entries()) {
    const step = Math.min(spread.each, spread.most / own.length);
    for (const [k, { number }] of own.entries()) places.set(number, i + (k - (own.length - 1) / 2) * step);
  }
  return ({ number }) => places.get(number)!;
}

/** At the right of each choice. */
function mediansOf(entry: SpaceEntry, choices: readonly string[], trials: readonly Trial[]): Point[] {
  const complete = trials.filter(({ state }) => state === 'complete');
  return ofEachChoice(entry, choices, complete).flatMap((own, i) => {
    if (own.length < leastForQuartiles) return [];
    const sorted = Float64Array.from(own, (trial) => valueOf(trial)!).sort();
    const [low, y, high] = [0.25, 0.5, 0.75].map((q) => quantileOfSorted(sorted, q));
    return [{ x: i + spread.most / 2 + 0.08, y, low, high }];
  });
}

function ofEachChoice(entry: SpaceEntry, choices: readonly string[], trials: readonly Trial[]): Trial[][] {
  return choices.map((choice) =>
    trials.filter(({ parameters }) => placeOnAxis(entry, parameters[entry.name]!) === choice),
  );
}
