import type { Block } from '../../report/document.ts';
import { balancedClassifier, classifier, networkRuns } from './networks.ts';
import type { WineColour } from './run.ts';
import { colourTexts, type WineStudy } from './wine-study.ts';

/** Which grades the classifiers take for which. */
export function describeConfusion(study: WineStudy, colour: WineColour): Block[] {
  const grades = study.data[colour].grades.map(String);
  return [classifier, balancedClassifier].flatMap((network): Block[] => {
    const runs = networkRuns(study, colour, network, 'grouped');
    if (runs.length === 0) return [];
    const values = grades.map((_, i) =>
      grades.map((_, j) => runs.reduce((sum, { confusion }) => sum + confusion[i][j], 0)),
    );
    return [
      {
        kind: 'chart',
        caption: `${colourTexts[colour]} wines, ${network.name}: wines of the test parts of all seeds, grouped splits`,
        chart: {
          kind: 'heatMap',
          rowTitle: 'true grade',
          columnTitle: 'given grade',
          rows: grades,
          columns: grades,
          values,
          mutedDiagonal: true,
        },
      },
    ];
  });
}
