import type { Block } from '../../report/document.ts';
import { countText, listText, percentText } from '../figure-text.ts';
import { type FigureColumn, numberColumn, overSeedsText, runsOf, shareColumn } from '../run-figures.ts';
import { type SplitNetwork, splitBars, splitTables } from '../split-figures.ts';
import { splitTexts } from '../split-kind.ts';
import { describeConfusion } from './describe-confusion.ts';
import { describeDifferences } from './describe-differences.ts';
import { comparedNetworks, networkRuns } from './networks.ts';
import { rareShare, type WineColour, type WineRun } from './run.ts';
import { colourTexts, floorOf, type WineStudy } from './wine-study.ts';

/** What networks are worth on the test part. */
const figureColumns: readonly FigureColumn<WineRun>[] = [
  shareColumn('accuracy', ({ test }) => test.accuracy),
  numberColumn('macro F1', ({ test }) => test.macroF1),
  numberColumn('kappa', ({ test }) => test.kappa),
  numberColumn('error', ({ test }) => test.error),
  shareColumn('rare found', ({ test }) => test.rareRecall),
];

/** Everything about the wines of a colour: the figures, what changes them, and which grades are taken for which. */
export function describeColour(study: WineStudy, colour: WineColour): Block[] {
  const networks = comparedNetworks.map(
    (network): SplitNetwork<WineRun> => ({
      name: network.name,
      runs: (split) => networkRuns(study, colour, network, split),
    }),
  );
  const wines = `${colourTexts[colour]} wines`;
  const tables = splitTables(
    networks,
    figureColumns,
    (split) => `${wines} of the test part, ${splitTexts[split]}, ${overSeedsText(runsOf(study, { colour, split }))}`,
  );
  if (tables.length === 0) return [];
  const { grade, share } = floorOf(study, colour);
  const { grades, counts, rows, repeats } = study.data[colour];
  const rare = grades.filter((_, i) => counts[i] < rareShare * rows);
  return [
    { kind: 'heading', text: wines },
    {
      kind: 'text',
      text:
        `${countText(rows)} wines: ${listText(grades.map((one, i) => `${countText(counts[i])} of grade ${one}`))}. ` +
        `Always answering ${grade} is right for ${percentText(share)}. Rare grades are ${listText(rare.map(String))}. ${countText(repeats)} wines repeat the measurements of another one.`,
    },
    splitBars(`${wines}, test accuracy; the stroke: always answering ${grade}`, networks, share),
    ...tables,
    {
      kind: 'text',
      text: 'Kappa is quadratically weighted; error is the mean absolute one, in grades; rare found: of the wines of rare grades, the share that was given its grade.',
      tone: 'remark',
    },
    ...describeDifferences(study, colour),
    ...describeConfusion(study, colour),
  ];
}
