/** Figures of the runs of one network, over seeds, as they stand in tables and sentences. */
import { percentSpreadText, plural, spreadText, tableSpreadText } from './figure-text.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';

/** The runs of a study that have all of these fields. */
export function runsOf<Run extends object>({ runs }: { readonly runs: readonly Run[] }, fields: Partial<Run>): Run[] {
  const names = Object.keys(fields) as (keyof Run)[];
  return runs.filter((run) => names.every((name) => run[name] === fields[name]));
}

/** A share as '61.2 ± 3.4 %'. */
export function shareText<Run>(runs: readonly Run[], share: (run: Run) => number, digits = 1): string {
  return percentSpreadText(meanAndDeviation(runs.map(share)), digits);
}

/** What networks were tested with, as far as all experiments have it. */
export interface Tested {
  readonly test: { readonly accuracy: number };
}

/** Their test accuracy as '61.2 ± 3.4 %'. */
export function accuracyText(runs: readonly Tested[], digits = 1): string {
  return shareText(runs, ({ test }) => test.accuracy, digits);
}

/** What the figures of a table are, for its caption. */
export function overSeedsText(runs: readonly { readonly seed: number }[]): string {
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return seeds === 1 ? 'one seed' : `mean ± deviation over ${plural(seeds, 'seed')}`;
}

/** A column of a table that has a row for each network. */
export interface FigureColumn<Run> {
  readonly title: string;
  cell(runs: readonly Run[]): string;
}

/** A share in per cent: '61.2 ± 3.4' below 'accuracy %'. */
export function shareColumn<Run>(name: string, share: (run: Run) => number): FigureColumn<Run> {
  return { title: `${name} %`, cell: (runs) => tableSpreadText(meanAndDeviation(runs.map(share))) };
}

/** Any other figure: '0.302 ± 0.041'. */
export function numberColumn<Run>(title: string, figure: (run: Run) => number): FigureColumn<Run> {
  return { title, cell: (runs) => spreadText(meanAndDeviation(runs.map(figure)), 3) };
}
