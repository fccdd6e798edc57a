/** Networks with plain and with grouped splits beside each other. */
import type { Block, ChartBlock } from '../report/document.ts';
import { columnsOf } from './columns-of.ts';
import { percentText } from './figure-text.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';
import type { FigureColumn, Tested } from './run-figures.ts';
import { type SplitKind, splitKinds, splitTexts } from './split-kind.ts';

/** A network, and its runs with the splits of a kind: none where it was not trained. */
export interface SplitNetwork<Run> {
  readonly name: string;
  runs(split: SplitKind): readonly Run[];
}

/** A table for each kind of split with a row for each network; none where no network has runs. */
export function splitTables<Run>(
  networks: readonly SplitNetwork<Run>[],
  columns: readonly FigureColumn<Run>[],
  captionOf: (split: SplitKind) => string,
): Block[] {
  return splitKinds.flatMap((split): Block[] => {
    const rows = networks.flatMap((network) => {
      const runs = network.runs(split);
      return runs.length === 0 ? [] : [[network.name, ...columns.map(({ cell }) => cell(runs))]];
    });
    if (rows.length === 0) return [];
    const titles = ['network', ...columns.map(({ title }) => title)];
    return [{ kind: 'table', caption: captionOf(split), columns: columnsOf(titles), rows }];
  });
}

/** Bars of test accuracy, and a stroke at what always giving one answer is worth. */
export function splitBars(caption: string, networks: readonly SplitNetwork<Tested>[], floor: number): ChartBlock {
  const bars = (split: SplitKind) =>
    networks.map((network) => {
      const runs = network.runs(split);
      if (runs.length === 0) return null;
      const { mean } = meanAndDeviation(runs.map(({ test }) => test.accuracy));
      return { value: mean, text: percentText(mean), goal: floor };
    });
  return {
    kind: 'chart',
    caption,
    chart: {
      kind: 'bars',
      x: { title: 'test accuracy', format: 'percent', domain: [0, 1] },
      groups: networks.map(({ name }) => name),
      series: splitKinds.map((split) => ({ name: splitTexts[split], bars: bars(split) })),
    },
  };
}
