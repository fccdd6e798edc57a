import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { runsOf } from '../run-figures.ts';
import { pairsCell, pairsRemark, type SeedPairs, seedPairs } from '../seed-pairs.ts';
import { splitKinds, splitTexts } from '../split-kind.ts';
import { type SoupNetworkName, soupNetworkNames } from './networks.ts';
import type { SoupFigures, SoupRun } from './run.ts';
import type { SoupStudy } from './soup-study.ts';

/** What the additions and the splits change, seed by seed. */
export function describeDifferences(study: SoupStudy): Block[] {
  const others = soupNetworkNames.slice(1);
  const shown: (SeedPairs | undefined)[] = [];
  const cell = (
    before: readonly SoupRun[],
    after: readonly SoupRun[],
    figure: keyof SoupFigures,
    scale?: number,
  ): string => {
    const pairs = seedPairs(before, after, ({ test }) => test[figure]);
    shown.push(pairs);
    return pairsCell(pairs, 2, scale);
  };
  const against = (name: SoupNetworkName, figure: keyof SoupFigures, scale: number): string[] =>
    splitKinds.map((split) =>
      cell(runsOf(study, { name: 'plain', split }), runsOf(study, { name, split }), figure, scale),
    );
  const rows = (figure: keyof SoupFigures, scale = 1): string[][] =>
    others.map((name) => [name, ...against(name, figure, scale)]);
  const grouped = soupNetworkNames.flatMap((name) => {
    const [before, after] = [runsOf(study, { name, split: 'plain' }), runsOf(study, { name, split: 'grouped' })];
    const cells = (['accuracy', 'rocAuc', 'calibrationError'] as const).map((figure) => cell(before, after, figure));
    return before.length > 0 && after.length > 0 ? [[name, ...cells]] : [];
  });
  if (grouped.length === 0) return [];
  const columns = columnsOf(['network', ...splitKinds.map((split) => splitTexts[split])]);
  const table = (caption: string, cells: string[][], head = columns): Block => ({
    kind: 'table',
    caption,
    columns: head,
    rows: cells,
  });
  const tables = [
    table('Test accuracy less that of the plain network, in percentage points', rows('accuracy')),
    table('Test loss less that of the plain network, in thousandths of a nat', rows('loss', 10)),
    table(
      'Grouped splits less plain ones, in percentage points',
      grouped,
      columnsOf(['network', 'accuracy', 'ROC-AUC', 'ECE']),
    ),
  ];
  return [
    { kind: 'heading', text: 'What the additions and the splits change' },
    ...tables,
    { kind: 'text', text: pairsRemark(shown), tone: 'remark' },
  ];
}
