/** A comparison of networks as people read it. */
import type { ClassificationData } from '../experiments/classification-data.ts';
import type { Comparison, ComparisonSetup, NetworkSummary } from '../experiments/comparison.ts';
import { differenceText } from '../experiments/difference-text.ts';
import {
  countText,
  intervalText,
  percentSpreadText,
  percentText,
  plural,
  pointsText,
  spreadText,
} from '../experiments/figure-text.ts';
import type { NetworkRun } from '../experiments/train-network.ts';
import { tableText } from './table.ts';
import { type Terminal, widthOf } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Digits of a fingerprint that are shown. All of them are in the results file. */
const fingerprintDigits = 16;

/** With more seeds their mean says more than a table. */
const mostSeedsShown = 20;

/** Wider lines of running text are hard to read. */
const widestText = 100;

/** What is going to be compared: data, split, training, networks. */
export function setupText(
  { title, x, y, classes }: ClassificationData,
  {
    networks,
    seeds,
    epochs,
    batchSize,
    monitor,
  }: Pick<ComparisonSetup, 'networks' | 'seeds' | 'epochs' | 'batchSize' | 'monitor'>,
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const scaling =
    x.data instanceof Float32Array ? 'standardised by the training rows' : 'grey levels brought to 0 to 1';
  const names = Math.max(...networks.map(({ name }) => name.length)) + 2;
  const lines = [
    colors.bold(title),
    paragraph(
      `${countText(y.length)} rows, ${plural(x.shape[1], 'column')}, ${classes.length} classes; ` +
        `split 70/15/15 by class, anew for each seed; ${scaling}`,
      terminal,
    ),
    paragraph(
      `Adam 0.001, batches of ${batchSize}; ${plural(seeds.length, 'seed')} of ${plural(epochs, 'epoch')}; ` +
        `the epoch with the ${monitor === 'validationAccuracy' ? 'highest validation accuracy' : 'lowest validation loss'} counts`,
      terminal,
    ),
    '',
    ...networks.map(({ name, description }) => paragraph(`${name.padEnd(names - 1)} ${description}`, terminal, names)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The table of figures, the floor, test accuracies seed by seed, and what follows from them. */
export function comparisonText(comparison: Comparison, terminal: Terminal): string {
  const { summary, floor, networks, differences } = comparison;
  const { colors } = terminal;
  if (Object.keys(summary).length === 0) return '';
  const sections = [
    summaryTable(comparison, terminal) +
      colors.dim(
        paragraph(
          `Always answering ${floor.label}, the largest class, is right for ${percentText(floor.accuracy)} of the test rows.`,
          terminal,
        ),
      ),
  ];
  const pairs = networks.filter(({ name }) => differences[name]);
  if (pairs.length > 0) {
    if (comparison.seeds.length <= mostSeedsShown) sections.push(seedTable(comparison, terminal).trimEnd());
    sections.push(pairs.map(({ name }) => verdictText(comparison, name, terminal)).join('\n\n'));
  }
  return `${sections.join('\n\n')}\n`;
}

/** A column for each network; where that is too wide, as many as fit and the others below. */
function summaryTable({ networks, summary }: Comparison, terminal: Terminal): string {
  const shown = networks.map(({ name }) => name).filter((name) => summary[name]);
  for (let columns = shown.length; ; columns--) {
    const tables: string[] = [];
    for (let from = 0; from < shown.length; from += columns) {
      tables.push(figuresTable(summary, shown.slice(from, from + columns), terminal));
    }
    const text = tables.join('\n');
    if (columns === 1 || widthOf(text) <= terminal.width) return text;
  }
}

function figuresTable(summary: Comparison['summary'], networks: readonly string[], terminal: Terminal): string {
  const { bold } = terminal.colors;
  const figures = networks.map((name) => summary[name]);
  const counts = [...new Set(figures.map(({ macroF1 }) => macroF1.count))];
  const over = counts.length === 1 ? plural(counts[0], 'seed') : `${counts.join(' and ')} seeds`;
  const row = (name: string, figure: (of: NetworkSummary) => string): string[] => [name, ...figures.map(figure)];
  const rows = [
    row('parameters', ({ parameters }) => countText(parameters)),
    row('train accuracy', ({ accuracy }) => percentSpreadText(accuracy.train)),
    row('validation accuracy', ({ accuracy }) => percentSpreadText(accuracy.validation)),
    row(bold('test accuracy'), ({ accuracy }) => bold(percentSpreadText(accuracy.test))),
    row('test macro F1', ({ macroF1 }) => spreadText(macroF1, 3)),
    row('epochs to best', ({ bestEpoch }) => spreadText(bestEpoch, 0)),
    row('seconds a run', ({ seconds }) => seconds.mean.toFixed(1)),
    row('samples/s', ({ samplesPerSecond }) => countText(samplesPerSecond.mean)),
    row('fingerprint', ({ fingerprint }) => fingerprint.slice(0, fingerprintDigits)),
  ];
  const head = [counts.every((count) => count === 1) ? over : `mean ± over ${over}`, ...networks];
  return tableText({ head, rows, align: ['left', ...networks.map(() => 'right' as const)] }, terminal);
}

/** A row for each seed; with two networks their difference beside them. */
function seedTable({ networks, runs, differences }: Comparison, terminal: Terminal): string {
  const names = networks.map(({ name }) => name);
  const two = names.length === 2;
  const complete = runs.filter((run) => run.complete);
  const seeds = [...new Set(complete.map(({ seed }) => seed))];
  const of = (network: string, seed: number): NetworkRun | undefined =>
    complete.find((run) => run.network === network && run.seed === seed);
  const rows = seeds.map((seed, i) => [
    `seed ${seed}`,
    ...names.map((name) => percentOf(of(name, seed))),
    ...(two ? [differenceCell(differences[names[1]].differences[i])] : []),
  ]);
  const head = ['test accuracy', ...names, ...(two ? ['difference'] : [])];
  return tableText({ head, rows, align: head.map((_, j) => (j === 0 ? 'left' : 'right')) }, terminal);
}

function percentOf(run: NetworkRun | undefined): string {
  return run ? percentText(run.accuracy.test) : '–';
}

function differenceCell(difference: number | undefined): string {
  return difference === undefined ? '–' : pointsText(difference);
}

/** Whether an addition helped, by how much, and how sure that is. */
function verdictText({ networks, differences }: Comparison, name: string, terminal: Terminal): string {
  const { addition = name } = networks.find((network) => network.name === name)!;
  const { colors } = terminal;
  const subject = `${addition.charAt(0).toUpperCase()}${addition.slice(1)}`;
  const { sign, text } = differenceText(subject, differences[name], 'points of test accuracy');
  const { intervalOnNewRows } = differences[name];
  const plain = paragraph(text, terminal);
  if (!intervalOnNewRows) return plain;
  const verdict = sign === 0 ? plain : colors[sign === 1 ? 'green' : 'red'](plain);
  const note = `That is for other seeds on these rows. For rows nobody has seen the interval is ${intervalText(intervalOnNewRows)} (Nadeau and Bengio, 2003).`;
  return `${verdict}\n${colors.dim(paragraph(note, terminal))}`;
}

function paragraph(text: string, terminal: Terminal, indent = 0): string {
  return wrap(text, Math.min(terminal.width, widestText), indent);
}
