import type { Block } from '../../report/document.ts';
import { curveOf } from '../curve.ts';
import { runsOf } from '../run-figures.ts';
import { splitKinds, splitTexts } from '../split-kind.ts';
import { soupNetworkNames } from './networks.ts';
import type { SoupStudy } from './soup-study.ts';

/** Validation loss, epoch by epoch. */
export function describeCurves(study: SoupStudy): Block[] {
  const charts = splitKinds.flatMap((split): Block[] => {
    const series = soupNetworkNames.flatMap((name) => {
      const runs = runsOf(study, { name, split });
      if (runs.length === 0) return [];
      const curve = curveOf(
        name,
        'loss',
        runs.map(({ validationLoss }) => validationLoss),
      );
      // Bands of five networks that lie upon each other would hide them all.
      return [{ ...curve, points: curve.points.map(({ x, y }) => ({ x, y })) }];
    });
    if (series.length === 0) return [];
    return [
      {
        kind: 'chart',
        caption: `Validation loss, ${splitTexts[split]}, mean over seeds`,
        chart: { kind: 'lines', x: { title: 'epoch' }, y: { title: 'cross-entropy' }, series },
      },
    ];
  });
  return charts.length === 0 ? [] : [{ kind: 'heading', text: 'In training' }, ...charts];
}
