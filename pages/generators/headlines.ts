/** What became of what had been published, in a table of one line each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { percentSpreadText, percentText } from '../../src/experiments/figure-text.ts';
import { meanAndDeviation } from '../../src/experiments/mean-and-deviation.ts';
import { imageNetworks } from '../../src/experiments/mnist/image-networks.ts';

/** What is said of statements of studies, as people say it, and the row of docs/results/studies.md that judges it. */
const judged: readonly (readonly [said: string, statement: string])[] = [
  [
    'ReLU with Adam has the highest accuracy (default rates)',
    'At the default rates, ReLU with Adam is more accurate than the best of the others',
  ],
  [
    'sigmoid with Momentum has the lowest (default rates)',
    'At the default rates, sigmoid with Momentum is less accurate than the worst of the others',
  ],
  ['batch normalisation improves generalisation', 'Batch normalisation improves generalisation'],
  ['dropout improves generalisation', 'Dropout improves generalisation'],
  ['L1 lowers accuracy (at 0.01)', 'L1 0.01 lowers accuracy'],
  [
    'random search finds as low a loss as grid search',
    'Random search comes to no higher a validation loss than grid search',
  ],
];

/** `headlines`: the table. */
export function headlines(_words: readonly string[], root: string): string {
  const read = (name: string): string => readFileSync(join(root, 'docs', 'results', name), 'utf8');
  const studies = read('studies.md').split('\n');
  return [
    '| what was published | what came out here |',
    '|---|---|',
    mnistRow(read('mnist.json')),
    soupRow(read('alphabet-soup.json')),
    ...judged.map(([said, statement]) => `| ${said} | ${verdictText(studies, statement)} |`),
  ].join('\n');
}

interface Run {
  readonly part?: string;
  readonly split?: string;
  readonly name: string;
  readonly test?: { readonly accuracy: number };
}

/** Test accuracies of the runs of a file that `is` finds, and how many there are. */
function accuracies(json: string, is: (run: Run) => boolean): { readonly text: string; readonly seeds: number } {
  const { runs } = JSON.parse(json) as { runs: Run[] };
  const values = runs.filter(is).map(({ test }) => test!.accuracy);
  return { text: percentSpreadText(meanAndDeviation(values), 2), seeds: values.length };
}

function mnistRow(json: string): string {
  const [name, { parameters, published }] = Object.entries(imageNetworks).sort(
    ([, a], [, b]) => b.parameters - a.parameters,
  )[0];
  const { text, seeds } = accuracies(json, (run) => run.part === 'networks' && run.name === name);
  const was = percentText(published.testAccuracy, 2);
  return `| MNIST, ${parameters.toLocaleString('en')} parameters: ${was}, one run | ${text}, ${seeds} seeds |`;
}

function soupRow(json: string): string {
  const { text, seeds } = accuracies(json, (run) => run.name === 'plain' && run.split === 'plain');
  return `| Alphabet Soup: about 100 % | ${text}, ${seeds} seeds: its features had held the answer |`;
}

/** Such as `refuted on 2 of 5 data sets, undecided on 3`. */
function verdictText(studies: readonly string[], statement: string): string {
  const row = studies.find((line) => line.startsWith(`| ${statement} |`));
  if (row === undefined) throw new Error(`headlines: docs/results/studies.md has no row "${statement}"`);
  const verdicts = [...row.matchAll(/\| (confirmed|refuted|undecided), /g)].map(([, verdict]) => verdict);
  const counts = ['confirmed', 'refuted', 'undecided']
    .map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length] as const)
    .filter(([, count]) => count > 0);
  return counts
    .map(([verdict, count], i) => `${verdict} on ${count}${i === 0 ? ` of ${verdicts.length} data sets` : ''}`)
    .join(', ');
}
