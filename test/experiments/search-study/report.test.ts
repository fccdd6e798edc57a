/** What is made of searches, by figures worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { MethodName } from '../../../src/experiments/search-study/methods.ts';
import { bestLosses, regretCurve } from '../../../src/experiments/search-study/regret.ts';
import { competitiveVerdict, searchStatements } from '../../../src/experiments/search-study/statements.ts';
import { judgeStatements } from '../../../src/experiments/studies/judge-statements.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { blocksOf, described, headingsOf } from '../../helpers/described.ts';
import { fakeHeader } from '../../helpers/fake-header.ts';
import { type FakeSearch, fakeSearchResults } from '../../helpers/search-results.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const meanOver = (figure: (seed: number) => number): number =>
  seeds.reduce((sum, seed) => sum + figure(seed), 0) / seeds.length;

/** A little that differs from seed to seed. */
const noise = (seed: number): number => ((seed * 7) % 10) / 1e4;

/** A search whose first epoch had a loss of 2. */
const found = (epochs: number, loss: number, score?: number): FakeSearch => ({
  found: [
    [1, 2],
    [epochs, loss],
  ],
  score,
});

const baseOf = (seed: number): number => 0.5 + noise(seed);
const lowest = (seed: number): number => 0.9 * baseOf(seed) + noise(seed + 3);

/** Random search comes 2 % below grid search in half of the epochs, halving 10 %, TPE 10 % above it; the others are as random search. */
function usual(method: MethodName, seed: number): FakeSearch {
  if (method === 'grid') return found(20 - (seed % 2), baseOf(seed), 0.7 + noise(seed));
  if (method === 'halving') return found(10, lowest(seed));
  if (method === 'tpe') return found(10, 1.1 * baseOf(seed) - noise(seed + 3));
  return found(9 + (seed % 3), 0.98 * baseOf(seed));
}

const verdictsOf = (search: typeof usual) => {
  const judged = judgeStatements(searchStatements(fakeSearchResults(search)));
  return { judged, verdicts: judged.map(({ verdict }) => verdict), whole: competitiveVerdict(judged) };
};

describe('the statements', () => {
  it('are judged by losses as multiples, scores, and epochs to the loss that both come to', () => {
    const { judged, verdicts, whole } = verdictsOf(usual);
    expect(verdicts).toEqual(['confirmed', 'confirmed', 'confirmed', 'refuted', 'refuted', 'confirmed', 'refuted']);
    expect(whole).toBe('confirmed');
    const [loss, score, epochs, bayesian, tpe, halving] = judged.map((one) => one.judged!.mean);
    expect(loss).toBeCloseTo(-0.02, 12);
    expect(score).toBeCloseTo(0.1 - meanOver(noise), 12);
    expect(epochs).toBeCloseTo((9.9 - 19.5) / 20, 12);
    expect(bayesian).toBe(0);
    const ratio = (lossOf: (seed: number) => number) => meanOver((seed) => lossOf(seed) / (0.98 * baseOf(seed))) - 1;
    expect(tpe).toBeCloseTo(
      ratio((seed) => 1.1 * baseOf(seed) - noise(seed + 3)),
      12,
    );
    expect(halving).toBeCloseTo(ratio(lowest), 12);
  });

  it('time both to the higher of their losses: who comes lower has no need to get there', () => {
    const search = (method: MethodName, seed: number): FakeSearch => {
      if (method === 'random') return found(8 + (seed % 2), 0.6);
      if (method === 'grid')
        return {
          found: [
            [3, 0.6],
            [20, 0.5],
          ],
        };
      return usual(method, seed);
    };
    const { judged, verdicts, whole } = verdictsOf(search);
    expect(judged[2].judged!.mean).toBeCloseTo((8.5 - 3) / 20, 12);
    expect([verdicts[0], verdicts[2], whole]).toEqual(['refuted', 'refuted', 'refuted']);
  });

  it('leave out seeds with which a method found nothing', () => {
    const { judged, whole } = verdictsOf((method, seed) =>
      method === 'random' && seed > 0 ? { found: [], failure: 'nothing' } : usual(method, seed),
    );
    expect(judged.every(({ verdict }) => verdict === 'undecided')).toBe(true);
    expect(whole).toBe('undecided');
  });
});

describe('regret', () => {
  it('is above the lowest loss of any method with that seed', () => {
    const results = fakeSearchResults(usual);
    for (const [seed, loss] of bestLosses(results)) expect(loss).toBe(lowest(seed));
    const bySteps = regretCurve(results, 'grid', 'trials');
    expect(bySteps.map(({ x }) => x)).toEqual([1, 2, 3, 4]);
    expect(bySteps[0].y).toBeCloseTo(
      meanOver((seed) => 2 - lowest(seed)),
      12,
    );
    expect(bySteps[3].y).toBeCloseTo(
      meanOver((seed) => baseOf(seed) - lowest(seed)),
      12,
    );
    expect(regretCurve(results, 'halving', 'epochs').at(-1)).toEqual({ x: 20, y: 0 });
    const curve = regretCurve(results, 'grid', 'epochs');
    expect([curve[0].x, curve.at(-1)!.x]).toEqual([5, 20]);
    const { y, low, high } = curve.at(-1)!;
    const squares = meanOver((seed) => (baseOf(seed) - lowest(seed) - y) ** 2) / 9; // squared standard error
    expect(Math.log(high! / y)).toBeCloseTo((2.262157162798205 * Math.sqrt(squares)) / y, 10);
    expect(low! * high!).toBeCloseTo(y * y, 12);
  });
});

describe('the report', () => {
  const file = { ...fakeHeader('study-search'), studies: [fakeSearchResults(usual)] };

  it('has what was found, how soon, differences, costs and verdicts', () => {
    const document = described(file);
    expect(headingsOf(document)).toEqual([
      'Set-up',
      'What each method finds',
      'How soon',
      'Against random search',
      'Against grid search',
      'What the searches cost',
      'What they chose',
      'What was published, and what became of it',
    ]);
    expect(document.answer).toMatch(/goes from halving \(0\.45\d+\) to TPE \(0\.55\d+\)/);
    expect(document.answer).toContain('competitive with grid search at less computational cost is confirmed here.');
    const [found, until] = blocksOf(document, 'table');
    expect(found.strong).toEqual([6]);
    expect(found.rows[6].slice(-2)).toEqual(['10', '10']);
    expect(until.rows[2]).toEqual(['random', '10 of 10', '50 %', '10 of 10', '50 %']);
    expect(until.rows[5]).toEqual(['TPE', '0 of 10', '–', '0 of 10', '–']);
    expect(blocksOf(document, 'chart')).toHaveLength(3);
    expect(document.provenance.fingerprints).toMatchObject({ 'made-up: random, seed 0': 'a1' });
  });

  it('is of whole seeds, and of searches that found something', () => {
    const stopped = described(file, ({ studies: [one] }) => one.runs.splice(10));
    expect(blocksOf(stopped, 'text')[0].text).toMatch(/^Not finished: 60 of 70 runs/);
    expect(blocksOf(stopped, 'table')[0].caption).toBe('Mean ± deviation over 1 seed');
    const nothing = described({
      ...file,
      studies: [
        fakeSearchResults((method, seed) => (method === 'grid' ? { found: [], failure: 'x' } : usual(method, seed))),
      ],
    });
    expect(blocksOf(nothing, 'text').some(({ text }) => text.startsWith('10 of the searches found no network'))).toBe(
      true,
    );
    expect(headingsOf(nothing)).not.toContain('Against grid search');
  });

  it.each<[string, (run: AnyJson, study: AnyJson) => void, string]>([
    ['another method', (run) => (run.method = 'luck'), 'method must be one of manual'],
    ['another seed', (run) => (run.seed = 99), 'runs must be those that the settings plan'],
    ['too many epochs', (run) => (run.trialEpochs = [6, 5, 5, 4]), 'trialEpochs must be at most 5 each and 20 in all'],
    ['too many in all', (run) => (run.trialEpochs = [5, 5, 5, 5, 5]), 'trialEpochs must be at most 5 each and 20'],
    ['a loss that rises', (run) => (run.improvements[1].loss = 3), 'improvements[1] must be lower and later'],
    ['an epoch that was not', (run) => (run.improvements[1].epochs = 21), 'improvements[1] must be lower and later'],
    ['no improvement', (run) => (run.improvements = []), 'test must come with parameters'],
    ['parameters outside', (run) => (run.parameters.units = 9), 'parameters must be a point of the space'],
    ['another task', (_, study) => (study.data.task = 'guess'), 'data.task must be one of binary'],
    ['no row', (_, study) => (study.data.parts.test = 0), 'data.parts.test must be at least 1'],
    ['no trials', (_, study) => (study.settings.trials = 0), 'settings.trials must be from 1 to 1000'],
    ['a method twice', (_, study) => (study.settings.methods[1] = 'manual'), 'settings.methods must be distinct'],
  ])('refuses %s', (_, change, message) => {
    expect(() => described(file, ({ studies: [one] }) => change(one.runs[0], one))).toThrow(message);
  });
});
