import type { Block, ChartPoint, LineSeries } from '../../report/document.ts';
import { isBetter } from '../../search/is-better.ts';
import type { Trial } from '../../search/trial.ts';
import { capital } from '../figure-text.ts';
import { fewTrials, inSight, outOfSightText, type TrialFigures, valueAxis, valueOf } from './trial-figures.ts';

/** More dots than these would be one cloud. */
const mostDots = 200;

const prunedRemark = 'Trials that were pruned stand at what they reported last.';

/** How the best value so far went down, or up, over the trials, among what single trials came to: a chart for each direction. */
export function bestSoFarBlocks(figures: TrialFigures): Block[] {
  const { names, directions } = figures;
  const seen = inSight(figures);
  const shown = fewTrials(seen, mostDots);
  const complete = seen.filter(({ state }) => state === 'complete').sort((a, b) => a.number - b.number);
  const charts = directions.flatMap((direction, k): Block[] => {
    const dots = (state: Trial['state']): ChartPoint[] =>
      shown.filter((trial) => trial.state === state).flatMap((trial) => pointOf(trial, k));
    let best: number | undefined;
    const line = complete.flatMap((trial) =>
      pointOf(trial, k).map(({ x, y }): ChartPoint => {
        if (best === undefined || isBetter(y, best, direction)) best = y;
        return { x, y: best };
      }),
    );
    if (line.length === 0) return [];
    const series: LineSeries[] = [
      { name: 'best so far', points: line },
      { name: 'complete', mark: 'dots', points: dots('complete') },
      { name: 'pruned', mark: 'dots', points: dots('pruned') },
    ];
    const y = valueAxis(
      names[k],
      series.flatMap(({ points }) => points.map((point) => point.y)),
    );
    return [
      {
        kind: 'chart',
        caption: `${capital(names[k].title)} of each trial, and the best so far`,
        chart: { kind: 'lines', x: { title: 'trial' }, y, series: series.filter(({ points }) => points.length > 0) },
      },
    ];
  });
  const remarks = [
    ...(shown.some(({ state }) => state === 'pruned') ? [prunedRemark] : []),
    ...(charts.length > 0 ? outOfSightText(figures) : []),
  ];
  return [...charts, ...remarks.map((text): Block => ({ kind: 'text', tone: 'remark', text }))];
}

function pointOf(trial: Trial, direction: number): ChartPoint[] {
  const y = valueOf(trial, direction);
  return y === undefined ? [] : [{ x: trial.number, y }];
}
