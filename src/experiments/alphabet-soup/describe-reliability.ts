import type { Block, ChartPoint } from '../../report/document.ts';
import { splitKinds, splitTexts } from '../split-kind.ts';
import type { SoupNetworkName } from './networks.ts';
import { calibrationBins, type SoupRun } from './run.ts';
import type { SoupStudy } from './soup-study.ts';

/** Bins of fewer rows, over all seeds, are too few to say how often something comes true. */
const leastRows = 50;
const shown: readonly SoupNetworkName[] = ['plain', 'all'];

/** How often what was given a probability came true, for the plain network and the one with all additions. */
export function describeReliability({ runs }: SoupStudy): Block[] {
  const charts = splitKinds.flatMap((split): Block[] => {
    const series = shown.flatMap((name) => {
      const points = reliability(runs.filter((run) => run.name === name && run.split === split));
      return points.length === 0 ? [] : [{ name, points }];
    });
    if (series.length === 0) return [];
    const exact = {
      name: 'as often as said',
      dashed: true,
      points: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    };
    return [
      {
        kind: 'chart',
        caption: `Reliability, ${splitTexts[split]}: of the test rows that were given about a probability, the share that succeeded`,
        chart: {
          kind: 'lines',
          x: { title: 'probability that was given', format: 'percent', domain: [0, 1] },
          y: { title: 'share that succeeded', format: 'percent', domain: [0, 1] },
          series: [...series, exact],
        },
      },
    ];
  });
  if (charts.length === 0) return [];
  return [
    { kind: 'heading', text: 'Whether probabilities can be believed' },
    ...charts,
    {
      kind: 'text',
      text: `${calibrationBins} bins of equal width, rows of all seeds together; bins of fewer than ${leastRows} rows are left out.`,
      tone: 'remark',
    },
  ];
}

/** The bins of all runs together. */
export function reliability(runs: readonly SoupRun[]): ChartPoint[] {
  const bins = Array.from({ length: calibrationBins }, () => ({ rows: 0, sum: 0, hits: 0 }));
  for (const { calibration } of runs) {
    calibration.counts.forEach((rows, i) => {
      const predicted = calibration.probPred[i];
      const bin = bins[Math.min(calibrationBins - 1, Math.max(0, Math.ceil(predicted * calibrationBins - 1e-9) - 1))];
      bin.rows += rows;
      bin.sum += rows * predicted;
      bin.hits += rows * calibration.probTrue[i];
    });
  }
  return bins.filter(({ rows }) => rows >= leastRows).map(({ rows, sum, hits }) => ({ x: sum / rows, y: hits / rows }));
}
