/** `npm run bench:search`: its arithmetic, its words, what it has written, and a study that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { runBench } from '../../benchmarks/command.ts';
import { quantile } from '../../benchmarks/harness.ts';
import { reportOf } from '../../benchmarks/report.ts';
import { readResults, resultsFolder } from '../../benchmarks/results.ts';
import { type HalvingResults, summaryOf } from '../../benchmarks/search/halving.ts';
import type { KillResults } from '../../benchmarks/search/kill.ts';
import type { OverheadResults } from '../../benchmarks/search/overhead.ts';
import { searchSuite } from '../../benchmarks/search/parts.ts';
import { figuresOf, noWorse, type ProblemName, type QualityResults } from '../../benchmarks/search/quality.ts';
import { rankTest } from '../../benchmarks/search/rank-test.ts';
import scikitLearn from '../../benchmarks/search/scikit-learn.json' with { type: 'json' };
import { slownessOf, type WorkersResults } from '../../benchmarks/search/workers.ts';
import { BayesianSampler, RandomSampler, search, TpeSampler } from '../../src/index.ts';
import { bundled } from '../helpers/bundled.ts';
import { inFolder, outcome } from '../helpers/fake-parts.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { searchProblems } from '../helpers/search-problems.ts';

describe('rankTest', () => {
  // scipy.stats.mannwhitneyu(a, b, method='asymptotic') of SciPy 1.10.1.
  it.each([
    [[0.12, 0.5, 0.7, 0.9, 1.1, 1.3], [0.2, 0.6, 0.7, 1.5, 2.5, 3.5, 4.5], 12.5, 0.2524452516545861],
    [[1, 1, 2, 3, 3, 3, 4], [3, 3, 4, 5, 5], 5.5, 0.051469212178227544],
  ])('of %j and %j is that of SciPy', (one, other, above, p) => {
    const test = rankTest(one, other);
    expect(test.share).toBeCloseTo(1 - above / (one.length * other.length), 14);
    expect(test.p).toBeCloseTo(p, 10);
    expect(rankTest(other, one).p).toBeCloseTo(p, 10);
  });

  it('finds nothing where all is equal', () => {
    expect(rankTest([1, 1], [1, 1, 1])).toEqual({ share: 0.5, p: 1 });
  });
});

test('ours are worse only where median and ranks say so', () => {
  const spread = (median: number) => ({ median, lowerQuartile: 0, upperQuartile: 9 });
  const compared = (ours: number, theirs: number, share: number) =>
    noWorse({ ours: '', theirs: '', trials: 50, regrets: spread(ours), theirRegrets: spread(theirs), share, p: 0.01 });
  expect([compared(1, 2, 0.4), compared(2, 1, 0.6), compared(2, 1, 0.4)]).toEqual([1, 1, 0.01]);
});

test('two workers are measured by what two processes gain in the same round', () => {
  const results = { trials: 1, oneProcess: [12, 10], twoProcesses: [10, 5], oneWorker: [24, 30], twoWorkers: [20, 30] };
  expect(slownessOf(results)).toEqual([1, 2]);
});

describe('the command', () => {
  async function bench(words: readonly string[], folder: string) {
    const [terminal, errors] = [keepingTerminal({ columns: 100 }), keepingTerminal({ columns: 100 })];
    const runPart = async () => reportOf(outcome(), 1);
    const exitCode = await runBench(words, { terminal, errors, suite: searchSuite, runPart, folder });
    return { exitCode, output: terminal.text(), errors: errors.text() };
  }

  test('says what there is', () =>
    inFolder(async (folder) => {
      const { exitCode, output } = await bench(['--list'], folder);
      expect(exitCode).toBe(0);
      for (const name of Object.keys(searchSuite.parts)) expect(output).toMatch(new RegExp(`^${name} +\\S+`, 'm'));
      expect((await bench(['--help'], folder)).output).toContain('npm run bench:search -- workers');
      const wrong = await bench(['speed'], folder);
      expect(wrong.exitCode).toBe(2);
      expect(wrong.errors).toContain("There is no part 'speed'. There are quality, halving, overhead, workers, kill.");
    }));

  test('writes files of its own, with the words that measure again', () =>
    inFolder(async (folder) => {
      expect((await bench(['workers'], folder)).exitCode).toBe(0);
      expect(readdirSync(folder)).toEqual(['search-workers.json']);
      const { command } = (await readResults(folder, 'search-workers'))!;
      expect(command).toBe('npm run bench:search -- workers');
    }));
});

/** What is committed of a part. */
async function committed<Results>(name: string): Promise<Results> {
  const file = await readResults(resultsFolder, `search-${name}`);
  expect(file?.figures.length).toBeGreaterThan(0);
  expect(file!.figures.filter(({ met }) => !met)).toEqual([]);
  return file!.results as Results;
}

/** A test of what is committed of a part, skipped while nothing is. */
function testOf(part: string, name: string, run: () => Promise<void>): void {
  const isThere = existsSync(join(resultsFolder, `search-${part}.json`));
  test.skipIf(!isThere)(`${part} ${name}`, run);
}

describe('quality', () => {
  const names = Object.keys(searchProblems) as ProblemName[];

  it.each(names)('%s is what scikit-learn was tried with', (name) => {
    const { value, minimum } = searchProblems[name];
    const theirs = scikitLearn.problems[name];
    expect(theirs.minimum).toBe(minimum);
    expect(theirs.regrets).toHaveLength(20);
    for (const { x, value: expected } of theirs.values) {
      const parameters = Object.fromEntries(x.map((xi, i) => [`x${i}`, xi]));
      expect(Math.abs(value(parameters) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
    }
  });

  it('is as promised, by the regrets that are committed', async () => {
    const { problems } = await committed<QualityResults>('quality');
    expect(problems.map(({ name }) => name)).toEqual(names);
    for (const { name, bayesian, random, tpe, tpeWithLag, comparisons } of problems) {
      expect([bayesian.length, random.length, tpe.length, tpeWithLag.length]).toEqual([20, 20, 100, 100]);
      const sklearn = comparisons.find(({ theirs }) => theirs.startsWith('scikit-learn'))!;
      expect(sklearn).toMatchObject(rankTest(bayesian, scikitLearn.problems[name].regrets));
    }
    const figures = reportOf({ tables: [], figures: figuresOf({ problems }), results: {}, ratios: {} }, 0).figures;
    expect(figures.map(({ met }) => met)).toEqual(Array(9).fill(true));
  });

  it('comes out again', async () => {
    const { problems, seeds } = await committed<QualityResults>('quality');
    const { bayesian, random, tpe } = problems[0];
    const { space, value: objective, minimum } = searchProblems.branin;
    const regret = async (sampler: BayesianSampler | RandomSampler | TpeSampler, trials: number, lag?: number) =>
      (await search({ space, objective, sampler, trials, lag })).best!.values![0] - minimum;
    const seed = seeds.gaussian[0];
    expect(await regret(new RandomSampler({ seed }), 500)).toBeCloseTo(random[0], 5);
    expect(await regret(new TpeSampler({ seed: seeds.tpe[0] }), 50, 0)).toBeCloseTo(tpe[0][1], 5);
    expect(Math.abs((await regret(new BayesianSampler({ seed }), 50)) / bayesian[0] - 1)).toBeLessThan(1e-5);
  });
});

testOf('halving', 'ends as low as random search, in a third of its epochs', async () => {
  const { tables, trials, epochs } = await committed<HalvingResults>('halving');
  expect(tables.map(({ name }) => name)).toEqual(['wine-quality-red', 'concrete-strength']);
  for (const table of tables) {
    expect(table.runs).toHaveLength(20);
    for (const { random, halving } of table.runs) {
      expect(random.epochs).toBeLessThanOrEqual(trials * epochs);
      expect(halving.epochs).toBeLessThanOrEqual(random.epochs / 3);
    }
    const { medianGain, means, lower, equal, higher } = summaryOf(table);
    expect(lower + equal + higher).toBe(20);
    expect(medianGain).toBeGreaterThanOrEqual(0);
    expect(means[1] / means[0]).toBeLessThan(1.01);
    expect(means[1]).toBeLessThan(means[2]);
  }
});

describe('kill', () => {
  testOf('kill', 'left the same study behind after 20 moments with 1, 2 and 4 workers', async () => {
    const { runs, study } = await committed<KillResults>('kill');
    expect(runs.map(({ workers }) => workers)).toEqual([1, 2, 4]);
    for (const { kills, whole, killed } of runs) {
      expect([kills.length, whole, killed]).toEqual([20, study, study]);
      // Most came while trials were under way.
      expect(new Set(kills).size).toBeGreaterThan(10);
    }
  });

  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-search-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('leaves the same study behind', async () => {
    const [program] = await bundled(
      'benchmarks/search/killed-study.ts',
      'benchmarks/search/killed-objective.ts',
      'src/node/job-worker.ts',
      'src/node/trial-worker.ts',
    );
    /** What the process prints, which is killed when the journal has so many lines. */
    const run = async (name: string, workers: number, killAt = Number.POSITIVE_INFINITY) => {
      const journal = join(folder, name);
      const env = { ...process.env, LONGEST_STEP: '5' };
      const child = spawn(process.execPath, [program, journal, String(workers), '22'], { env });
      let output = '';
      child.stdout.on('data', (text) => {
        output += text;
      });
      const closed = once(child, 'close');
      const lines = (): number => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length : 0);
      while (child.exitCode === null && lines() < killAt)
        await Promise.race([closed, new Promise((r) => setTimeout(r, 3))]);
      if (killAt < Number.POSITIVE_INFINITY) child.kill('SIGKILL');
      const [code, signal] = await closed;
      return { code, signal, output };
    };
    const killed = async () => {
      expect(await run('killed', 2, 6)).toMatchObject({ signal: 'SIGKILL' });
      expect(await run('killed', 4, 15)).toMatchObject({ signal: 'SIGKILL' });
      return run('killed', 1);
    };
    const [whole, again] = await Promise.all([run('whole', 1), killed()]);
    expect(whole).toMatchObject({ code: 0 });
    expect(JSON.parse(whole.output).trials).toHaveLength(22);
    expect(again.output).toBe(whole.output);
  });
});

testOf('overhead', 'is as promised', async () => {
  const { trials, samplers, proposals } = await committed<OverheadResults>('overhead');
  expect([trials, samplers.length, proposals.length]).toEqual([10_000, 2, 3]);
});

testOf('workers', 'is as promised', async () => {
  const results = await committed<WorkersResults>('workers');
  expect(results.twoWorkers.length).toBeGreaterThan(5);
  expect(quantile(slownessOf(results), 0.5)).toBeLessThan(1.1);
});
