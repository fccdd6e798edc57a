import type { Block } from '../../report/document.ts';
import { curveOf } from '../curve.ts';
import { classifier, mistakenClassifier, networkRuns } from './networks.ts';
import { wineColours } from './run.ts';
import { colourTexts, type WineStudy } from './wine-study.ts';

/** What the mistake looks like while one trains. */
export function describeCurves(study: WineStudy): Block[] {
  return wineColours.flatMap((colour): Block[] => {
    const series = [
      { name: 'one mapping for all parts', network: classifier },
      { name: 'labels mapped for validation only', network: mistakenClassifier },
    ].flatMap(({ name, network }) => {
      const losses = networkRuns(study, colour, network, 'plain').map(({ validationLoss }) => validationLoss);
      return losses.length === 0 ? [] : [curveOf(name, 'loss', losses)];
    });
    if (series.length < 2) return [];
    return [
      {
        kind: 'chart',
        caption: `${colourTexts[colour]} wines, validation loss of the classifier, mean over seeds: a loss that rises from the start says that something is wrong`,
        chart: { kind: 'lines', x: { title: 'epoch' }, y: { title: 'cross-entropy', scale: 'log' }, series },
      },
    ];
  });
}
