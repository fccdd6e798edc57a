import type { Block } from '../../report/document.ts';
import { percentText } from '../figure-text.ts';
import { overSeedsText, runsOf } from '../run-figures.ts';
import { type SplitNetwork, splitBars, splitTables } from '../split-figures.ts';
import { splitKinds, splitTexts } from '../split-kind.ts';
import { figureColumns } from './figure-columns.ts';
import { soupNetworkNames } from './networks.ts';
import type { SoupRun, SoupRunName } from './run.ts';
import { floorOf, type SoupStudy } from './soup-study.ts';

/** How good the networks are, with both kinds of split. */
export function describeFigures(study: SoupStudy): Block[] {
  const network = (name: SoupRunName): SplitNetwork<SoupRun> => ({
    name,
    runs: (split) => runsOf(study, { name, split }),
  });
  const networks = soupNetworkNames.map(network);
  const tables = splitTables(
    networks,
    figureColumns,
    (split) => `On the test part, ${splitTexts[split]}, ${overSeedsText(runsOf(study, { split }))}`,
  );
  if (tables.length === 0) return [];
  const shown = [...networks, network('leaking')].filter(({ runs }) =>
    splitKinds.some((split) => runs(split).length > 0),
  );
  const floor = floorOf(study);
  return [
    { kind: 'heading', text: 'How good the networks are' },
    splitBars(`Test accuracy; the stroke: always answering the larger class, ${percentText(floor)}`, shown, floor),
    ...tables,
    {
      kind: 'text',
      text: 'Precision, recall and F1 are of the successes. ECE is the expected calibration error, by 15 bins: how far the probability of what was answered is from how often it was right.',
      tone: 'remark',
    },
  ];
}
