/** The figures on pages of documentation are those of the committed measurements. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Measurement } from '../benchmarks/harness.ts';
import type { CaseResult } from '../benchmarks/kernels/measure-case.ts';
import { type PeersFile, peersMarkdown } from '../benchmarks/peers/markdown.ts';
import { readResults, resultsFolder } from '../benchmarks/results.ts';
import type { Comparison, QualityResults } from '../benchmarks/search/quality.ts';
import type { TrainingResults } from '../benchmarks/training.ts';
import {
  countText,
  percentSpreadText,
  percentText,
  spreadText,
  tableSpreadText,
} from '../src/experiments/figure-text.ts';
import { meanAndDeviation } from '../src/experiments/mean-and-deviation.ts';
import { imageNetworks } from '../src/experiments/mnist/image-networks.ts';
import { methodNames, methodTitles } from '../src/experiments/search-study/methods.ts';
import { finalLoss } from '../src/experiments/search-study/regret.ts';
import type { SearchStudyResults } from '../src/experiments/search-study/results.ts';
import type { TableResults } from '../src/experiments/table/table-results.ts';
import { constantSentence, importanceTable, testedTable } from '../src/experiments/table/table-words.ts';
import golden from './golden/comparison.json' with { type: 'json' };
import pytorch from './golden/mnist-networks.json' with { type: 'json' };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8');
const findings = page('findings.md');
const searchPage = page('search.md');
const speed = page('speed.md');
const tables = page('tables.md');

function results<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, 'benchmarks', 'results', `${name}.json`), 'utf8')) as T;
}

const percent = (value: number): string => `${Math.round(100 * value)} %`;

/** Those of `npm run bench -- kernels`. */
function kernelRows(): string[] {
  const { kernels } = results<{ results: { kernels: CaseResult[] } }>('kernels').results;
  const rowOf = (name: string, size: string): CaseResult =>
    kernels.find((row) => row.name === name && row.size === size)!;
  const perNanosecond = ({ elements, nanoseconds }: CaseResult): string => (elements! / nanoseconds).toFixed(2);
  const { flops, nanoseconds, ofLimit } = rowOf('gemmNN', '512x512x512');
  const functions = ['exp', 'tanh', 'sigmoid'].map((name) => rowOf(name, 'L2'));
  const adam = rowOf('adam', 'L2');
  return [
    `| matrix product 512x512x512 | ${(flops! / nanoseconds).toFixed(1)} GFLOP/s, ${percent(ofLimit!)} of the strict SIMD roofline of the same run |`,
    ...functions.map(
      (row) =>
        `| ${row.name} | ${perNanosecond(row)} elements/ns, ${row.timesLoop!.toFixed(1)} times a loop over Math |`,
    ),
    `| Adam, update | ${perNanosecond(adam)} weights/ns, ${adam.timesLoop!.toFixed(1)} times the plain loop |`,
  ];
}

/** The rows of the speed table. */
function speedRows(): string[] {
  return [...kernelRows(), ...trainingRows()];
}

const thousands = (value: number): string => (Math.round(value / 1000) * 1000).toLocaleString('en');

/** Those of `npm run bench -- training`. */
function trainingRows(): string[] {
  const { workloads } = results<{ results: TrainingResults }>('training').results;
  const rate = ({ work, nanoseconds }: Measurement): string => {
    const perSecond = (work / nanoseconds) * 1e9;
    return `${(perSecond < 10_000 ? countText : thousands)(perSecond)} samples/s`;
  };
  const steps = workloads.map(({ name, step, ratios: { stepOfHandWired, handWiredOfRoofline } }) => {
    const ratio = `${percent(stepOfHandWired)} of the same kernels wired by hand, which reach ${percent(handWiredOfRoofline)} of the roofline`;
    return `| \`Trainer.step\` ${name} | ${rate(step)}: ${ratio} |`;
  });
  const [small, , , large, , images] = workloads;
  const fits = [small, large, images].map(({ name, fit, ratios }) => {
    return `| \`fit\` ${name} | ${rate(fit)}: ${percent(ratios.fitOfStep)} of \`Trainer.step\` on ready batches |`;
  });
  const predictions = [small, large].map(({ name, prediction }) => {
    return `| prediction of one row, ${name.replace(/, batch .*/, '')} | ${(prediction.nanoseconds / 1000).toFixed(1)} µs |`;
  });
  return [...steps, ...fits, ...predictions];
}

it('shows the speed that was measured', () => {
  const { machine, runtime } = results<{ machine: string; runtime: string }>('kernels');
  const flat = speed.replace(/ +/g, ' ');
  for (const row of speedRows()) expect(flat).toContain(row);
  expect(flat).toContain(machine);
  expect(flat).toContain(runtime);
});

it("shows PyTorch's accuracies as they were measured", () => {
  const text = findings.replace(/\s+/g, ' ');
  for (const colour of ['red', 'white'] as const) {
    const { paired, independent } = golden.sets[colour];
    for (const network of ['baseline', 'optimized'] as const) {
      const cells = [paired, independent].map(({ summary }) => tableSpreadText(summary[network].test));
      const row = new RegExp(`\\| ${colour}, ${network} \\| [\\d.± ]+ \\| ${cells.join(' \\| ')} \\|`);
      expect(text).toMatch(row);
    }
  }
});

/** The table of the four networks: ours beside what was published, and PyTorch's two small ones. */
function mnistRows(): string[] {
  const { runs } = JSON.parse(readFileSync(join(root, 'docs', 'results', 'mnist.json'), 'utf8')) as {
    runs: { part: string; stage: string; name: string; test?: { accuracy: number; loss: number } }[];
  };
  return Object.entries(imageNetworks).map(([name, { parameters, published }]) => {
    const ours = runs.filter((run) => run.part === 'networks' && run.name === name).map(({ test }) => test!);
    const accuracy = percentSpreadText(meanAndDeviation(ours.map((test) => test.accuracy)), 2);
    const loss = spreadText(meanAndDeviation(ours.map((test) => test.loss)), 3);
    const theirs = pytorch[name as keyof typeof pytorch]?.runs.map((run) => run.accuracy);
    const inPyTorch = theirs ? percentSpreadText(meanAndDeviation(theirs), 2) : '';
    const { testAccuracy, testLoss } = published;
    return `| ${countText(parameters)} | ${accuracy} | ${percentText(testAccuracy, 2)} | ${loss} | ${testLoss.toFixed(3)} | ${inPyTorch} |`;
  });
}

/** Test accuracies of a network, of one of the files in docs/results. */
function accuraciesIn(file: string, network: string): number[] {
  const { runs } = JSON.parse(readFileSync(join(root, 'docs', 'results', file), 'utf8')) as {
    runs: { part: string; name: string; test?: { accuracy: number } }[];
  };
  return runs.filter(({ part, name }) => part === 'networks' && name === network).map(({ test }) => test!.accuracy);
}

it('shows the comparison with other libraries as it was measured, once it was', async () => {
  const file = (await readResults(resultsFolder, 'peers')) as PeersFile | undefined;
  for (const line of file ? peersMarkdown(file).split('\n') : []) expect(speed).toContain(line);
});

it('shows what the small MNIST networks come to over 20 seeds', () => {
  const [conv4k, conv2k] = ['conv4k', 'conv2k'].map((name) =>
    percentSpreadText(meanAndDeviation(accuraciesIn('mnist-small.json', name)), 2),
  );
  expect(findings.replace(/\s+/g, ' ')).toContain(
    `Over 20 seeds the two small networks come to ${conv4k} and ${conv2k}`,
  );
});

it('shows the MNIST networks as they were tested', () => {
  const rows = mnistRows();
  expect(rows).toHaveLength(4);
  const flat = findings.replace(/ +/g, ' ');
  for (const row of rows) expect(flat).toContain(row.replace(/ +/g, ' '));
});

it('counts its rows', () => {
  expect(speedRows()).toHaveLength(16);
});

it('shows what simdgrad train found out about California housing', () => {
  const results = JSON.parse(readFileSync(join(root, 'docs', 'results', 'california-housing.json'), 'utf8'));
  const { tested } = results as TableResults;
  const { rows, head } = testedTable({ task: 'regression' }, tested!);
  const worth = importanceTable(tested!);
  const flat = tables.replace(/ +/g, ' ');
  for (const row of [head, ...rows, worth.head, ...worth.rows.slice(0, 3)]) expect(flat).toContain(row.join(' '));
  expect(flat).toContain(constantSentence(tested!, results as TableResults));
});

const searchedTables = ['wine-quality-red', 'concrete-strength', 'california-housing'];

it('shows what ways of searching come to, and what became of the claim', () => {
  const studies = searchedTables.map((name) => {
    const json = JSON.parse(readFileSync(join(root, 'docs', 'results', `study-search-${name}.json`), 'utf8'));
    return (json as { studies: SearchStudyResults[] }).studies[0];
  });
  for (const method of methodNames) {
    const cells = studies.map(({ runs }) =>
      spreadText(meanAndDeviation(runs.filter((run) => run.method === method).map(finalLoss)), 4),
    );
    expect(searchPage).toContain(`| ${methodTitles[method]} | ${cells.join(' | ')} |`);
  }
});

it('shows the regrets of searches beside those of others', () => {
  const { problems } = results<{ results: QualityResults }>('search-quality').results;
  const cells = (pick: (one: Comparison) => number | undefined) =>
    problems.map(({ comparisons }) => {
      const found = comparisons.map(pick).find((median) => median !== undefined)!;
      return found < 0.001 ? found.toFixed(7) : found.toPrecision(3);
    });
  const of = (ours: string, theirs: string, whose: 'regrets' | 'theirRegrets') => (one: Comparison) =>
    one.trials === 50 && one.ours.startsWith(ours) && one.theirs.startsWith(theirs) ? one[whose].median : undefined;
  const rows = [
    ['`BayesianSampler`', ...cells(of('Bayesian', 'random', 'regrets'))],
    [
      "scikit-learn's Gaussian process with the same acquisition and lag",
      ...cells(of('Bayesian', 'scikit', 'theirRegrets')),
    ],
    ['random search with 500 trials', ...cells(of('Bayesian', 'random', 'theirRegrets'))],
    ['`TpeSampler`', ...cells(of('TpeSampler, lag 0', 'Optuna', 'regrets'))],
    ["Optuna's TPE", ...cells(of('TpeSampler, lag 0', 'Optuna', 'theirRegrets'))],
  ];
  for (const row of rows) expect(searchPage).toContain(`| ${row.join(' | ')} |`);
});

it('shows verdicts of the studies, line by line those of docs/results/studies.md', () => {
  const studies = readFileSync(join(root, 'docs', 'results', 'studies.md'), 'utf8').split('\n');
  const shown = findings.split('\n').filter((line) => /^\|.*\b(confirmed|refuted|undecided)\b/.test(line));
  expect(shown.length).toBeGreaterThan(9);
  for (const line of shown) expect(studies).toContain(line.replace(/ +/g, ' '));
});

it('counts the verdicts as docs/results/studies.md does', () => {
  const studies = readFileSync(join(root, 'docs', 'results', 'studies.md'), 'utf8');
  const [, all, counts] = /Of (\d+) statements, counted once for each data set, (.*) undecided\./.exec(studies)!;
  const text = findings.replace(/\s+/g, ' ');
  expect(text).toContain(`Of ${all} verdicts on all`);
  expect(text).toContain(`(results/studies.md)) ${counts} undecided.`);
});

it('tells what a rate of its own is worth to sigmoid with Momentum', () => {
  const text = readFileSync(join(root, 'docs', 'results', 'study-optimizers-digits.md'), 'utf8');
  const row = /\| sigmoid with Momentum \| [\d.]+ \| ([\d.]+) ± [^|]+\|[^|]+\| [\d.]+ \| ([\d.]+) ± /.exec(text)!;
  const [best, usual] = row.slice(1).map((value) => `${Number(value).toFixed(1)} %`);
  expect(findings.replace(/\s+/g, ' ')).toContain(
    `is right for ${usual} of the digits at the default rate and for ${best} at its own`,
  );
});

it('says what predicting a large file takes', () => {
  const { bytes, rows, predicted, parsed } = results<{
    results: Record<'predicted' | 'parsed', { seconds: number; peakBytes: number }> & { bytes: number; rows: number };
  }>('predict-file').results;
  const took = `${predicted.seconds.toFixed(0)} s and ${(predicted.peakBytes / 1e6).toFixed(0)} MB of memory`;
  const times = (predicted.seconds / parsed.seconds).toFixed(1);
  const text = `a file of ${(bytes / 1e9).toFixed(1)} GB, ${countText(rows)} rows, took it ${took}, ${times} times as long as fast-csv`;
  expect(tables.replace(/\s+/g, ' ').includes(text), text).toBe(true);
});
