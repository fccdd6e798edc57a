import type { Block, ScatterChart } from '../../report/document.ts';
import type { Trial } from '../../search/trial.ts';
import { capital } from '../figure-text.ts';
import { type TrialFigures, valueAxis } from './trial-figures.ts';

/** More points than these keep their numbers to the table. */
const mostLabels = 30;

/** The two values of each complete trial, with the numbers of those that no other one beats. */
export function frontBlocks({ trials, names, directions, best }: TrialFigures): Block[] {
  const complete = trials.filter(({ state }) => state === 'complete');
  if (directions.length !== 2 || complete.length === 0) return [];
  const onFront = new Set(best.map(({ number }) => number));
  const points = (own: readonly Trial[], label: (trial: Trial) => object) =>
    own.map((trial) => ({ x: trial.values![0], y: trial.values![1], ...label(trial) }));
  const labelOf = ({ number }: Trial): object => (best.length > mostLabels ? {} : { label: String(number) });
  const others = complete.filter(({ number }) => !onFront.has(number));
  const [x, y] = names.map((name, k) =>
    valueAxis(
      name,
      complete.map(({ values }) => values![k]),
    ),
  );
  const series: ScatterChart['series'] = [
    { name: 'beaten by another', points: points(others, () => ({})) },
    { name: 'on the front', points: points(best, labelOf) }, // above the others
  ];
  return [
    {
      kind: 'chart',
      caption: `${capital(names[1].title)} over ${names[0].title}, with the numbers of the trials that no other one beats in both`,
      chart: { kind: 'scatter', x, y, series: series.filter((one) => one.points.length > 0) },
    },
  ];
}
