/** A comparison of networks in sentences and tables, the same in a terminal and in a report. */
import type { Comparison, ComparisonSetup, NetworkSummary } from './comparison.ts';
import { type DifferenceText, differenceText } from './difference-text.ts';
import {
  capital,
  countText,
  intervalText,
  percentSpreadText,
  percentText,
  plural,
  pointsText,
  spreadText,
} from './figure-text.ts';
import type { NetworkRun } from './train-network.ts';

/** Digits of a fingerprint that are shown. All of them are in the results file. */
const fingerprintDigits = 16;

/** With more seeds their mean says more than a table. */
const mostSeedsShown = 20;

/** Texts of a table, its columns but the first to the right. */
export interface WordTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The row of the figure that matters. */
  readonly strong?: number;
}

/** What is compared on what, and how it is trained: a sentence each. */
export function setupSentences({
  dataset: { rows, columns, classes, scaling },
  split: { validationSize, testSize },
  seeds,
  epochs,
  batchSize,
  monitor,
}: Omit<ComparisonSetup, 'networks' | 'rows' | 'floor'>): [data: string, training: string] {
  const shares = [1 - validationSize - testSize, validationSize, testSize].map((share) => (100 * share).toFixed(0));
  const prepared = scaling === 'standardised' ? 'standardised by the training rows' : 'grey levels brought to 0 to 1';
  return [
    `${countText(rows)} rows, ${plural(columns, 'column')}, ${classes.length} classes; ` +
      `split ${shares.join('/')} by class, anew for each seed; ${prepared}`,
    `Adam 0.001, batches of ${batchSize}; ${plural(seeds.length, 'seed')} of ${plural(epochs, 'epoch')}; ` +
      `the epoch with the ${monitor === 'validationAccuracy' ? 'highest validation accuracy' : 'lowest validation loss'} counts`,
  ];
}

/** Names of the networks that have figures, in order. */
export function networksWithFigures({ networks, summary }: Comparison): string[] {
  return networks.map(({ name }) => name).filter((name) => Object.hasOwn(summary, name));
}

/** The figures of some networks, a column for each. */
export function figuresTable({ summary }: Comparison, networks: readonly string[]): WordTable {
  const figures = networks.map((name) => summary[name]);
  const counts = [...new Set(figures.map(({ macroF1 }) => macroF1.count))];
  const over = counts.length === 1 ? plural(counts[0], 'seed') : `${counts.join(' and ')} seeds`;
  const row = (name: string, figure: (of: NetworkSummary) => string): string[] => [name, ...figures.map(figure)];
  return {
    head: [counts.every((count) => count === 1) ? over : `mean ± over ${over}`, ...networks],
    rows: [
      row('parameters', ({ parameters }) => countText(parameters)),
      row('train accuracy', ({ accuracy }) => percentSpreadText(accuracy.train)),
      row('validation accuracy', ({ accuracy }) => percentSpreadText(accuracy.validation)),
      row('test accuracy', ({ accuracy }) => percentSpreadText(accuracy.test)),
      row('test macro F1', ({ macroF1 }) => spreadText(macroF1, 3)),
      row('epochs to best', ({ bestEpoch }) => spreadText(bestEpoch, 0)),
      row('seconds a run', ({ seconds }) => seconds.mean.toFixed(1)),
      row('samples/s', ({ samplesPerSecond }) => countText(samplesPerSecond.mean)),
      row('fingerprint', ({ fingerprint }) => fingerprint.slice(0, fingerprintDigits)),
    ],
    strong: 3,
  };
}

/** What answering the largest class always would come to. */
export function floorSentence({ floor }: Comparison): string {
  return `Always answering ${floor.label}, the largest class, is right for ${percentText(floor.accuracy)} of the test rows.`;
}

/**
 * A row for each seed; with two networks their difference beside them. Undefined where it would say nothing more: for a
 * single network, or many seeds.
 */
export function seedTable(comparison: Comparison): WordTable | undefined {
  const { networks, runs, seeds, differences } = comparison;
  if (Object.keys(differences).length === 0 || seeds.length > mostSeedsShown) return undefined;
  const names = networks.map(({ name }) => name);
  const two = names.length === 2;
  const complete = runs.filter((run) => run.complete);
  const of = (network: string, seed: number): NetworkRun | undefined =>
    complete.find((run) => run.network === network && run.seed === seed);
  const rows = [...new Set(complete.map(({ seed }) => seed))].map((seed, i) => [
    `seed ${seed}`,
    ...names.map((name) => percentOf(of(name, seed))),
    ...(two ? [differenceCell(differences[names[1]].differences[i])] : []),
  ]);
  return { head: ['test accuracy', ...names, ...(two ? ['difference'] : [])], rows };
}

function percentOf(run: NetworkRun | undefined): string {
  return run ? percentText(run.accuracy.test) : '–';
}

function differenceCell(difference: number | undefined): string {
  return difference === undefined ? '–' : pointsText(difference);
}

/** What an addition came to. */
export interface Verdict extends DifferenceText {
  /** What that says of other rows, with an interval for them; undefined for a single seed. */
  readonly note: string | undefined;
}

/** Whether the additions helped, by how much, and how sure that is: for each network that can be compared with the first. */
export function verdictsOf({ networks, differences }: Comparison): Verdict[] {
  return networks.flatMap(({ name, addition = name }) => {
    if (!Object.hasOwn(differences, name)) return [];
    const subject = capital(addition);
    const { intervalOnNewRows } = differences[name];
    const note = intervalOnNewRows
      ? `That is for other seeds on these rows. For rows nobody has seen the interval is ${intervalText(intervalOnNewRows)} (Nadeau and Bengio, 2003).`
      : undefined;
    return [{ ...differenceText(subject, differences[name], 'points of test accuracy'), note }];
  });
}

/** The best run, and how much of the test part it got right. */
export function bestRunSentence(run: NetworkRun, epochs: number, rows: number): string {
  const { network, seed, accuracy, complete } = run;
  const stopped = complete ? '' : `, stopped after ${run.epochs} of ${plural(epochs, 'epoch')}`;
  return `Best by validation: ${network}, seed ${seed}${stopped}. ${countText(accuracy.test * rows)} of ${countText(rows)} test rows right`;
}
