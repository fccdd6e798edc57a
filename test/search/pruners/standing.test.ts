/** What pruners that stop keep of earlier trials: as much as the rule looks at, in a few numbers. */
import { describe, expect, test } from 'vitest';
import { inProcessExecutor } from '../../../src/jobs/in-process-executor.ts';
import { isBetter } from '../../../src/search/is-better.ts';
import type { Objective } from '../../../src/search/objective.ts';
import { AsynchronousHalving } from '../../../src/search/pruners/asynchronous-halving.ts';
import { MedianPruner } from '../../../src/search/pruners/median-pruner.ts';
import { RandomSampler } from '../../../src/search/samplers/random-sampler.ts';
import { search } from '../../../src/search/search.ts';
import { uniform } from '../../../src/search/space/continuous.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { trialTask } from '../../../src/search/trial-task.ts';
import { congruential } from '../../helpers/congruential.ts';
import { type Curve, follow, trialOf } from '../../helpers/pruned-trials.ts';

type Rule = (curve: Curve, earlier: readonly Trial[], direction: Direction) => boolean;

/** Whether a trial stops after the last report of a curve, as the doc comments say it, over all reports of all earlier trials. */
const rules: Record<string, Rule> = {
  asynchronousHalving: (curve, earlier, direction) => {
    const [step, value] = curve.at(-1)!;
    const before = curve.at(-2)?.[0] ?? 0;
    return [2, 6, 18].some((rung) => {
      if (rung > step || rung <= before) return false;
      const others = earlier
        .map(({ reports }) => reports.find((one) => one.step >= rung)?.value ?? Number.NaN)
        .filter((one) => !Number.isNaN(one));
      const better = others.filter((one) => isBetter(one, value, direction)).length;
      return Number.isNaN(value) || better >= Math.max(1, Math.floor((others.length + 1) / 3));
    });
  },
  median: (curve, earlier, direction) => {
    const [step] = curve.at(-1)!;
    const complete = earlier.filter(({ state }) => state === 'complete');
    if (complete.length < 4 || step < 3) return false;
    const own = curve.map(([, value]) => value).filter((value) => !Number.isNaN(value));
    const best = own.reduce((a, b) => (isBetter(b, a, direction) ? b : a), own[0]);
    if (best === undefined) return true;
    const others = complete
      .map(({ reports }) => reports.find((one) => one.step === step)?.value ?? Number.NaN)
      .filter((one) => !Number.isNaN(one))
      .sort((a, b) => a - b);
    if (others.length < 2) return false;
    const middle = others.length / 2;
    return isBetter((others[Math.ceil(middle) - 1] + others[Math.floor(middle)]) / 2, best, direction);
  },
};

/** Curves with steps left out, values that are equal, and some that are no number. */
function brokenCurves(seed: number, count: number): Curve[] {
  const draw = congruential(seed);
  return Array.from({ length: count }, () => {
    const end = 4 * draw();
    const steps = Array.from({ length: 20 }, (_, i) => i + 1).filter(() => draw() < 0.7);
    return steps.map((step) => [step, draw() < 0.1 ? Number.NaN : Math.round(8 * (end + 6 / step + draw())) / 8]);
  });
}

const pruners = [
  new AsynchronousHalving({ minimumBudget: 2, reductionFactor: 3 }),
  new MedianPruner({ startupTrials: 4, warmupSteps: 3, minimumTrials: 2 }),
];

describe.each(pruners)('$name', (pruner) => {
  test.each<Direction>(['minimize', 'maximize'])('decides by it as by all earlier trials: %s', (direction) => {
    const trials: Trial[] = [];
    for (const [number, curve] of brokenCurves(11, 80).entries()) {
      const earlier = trials.slice(0, Math.max(0, number - 3));
      const end = curve.findIndex((_, i) => rules[pruner.name](curve.slice(0, i + 1), earlier, direction));
      const expected = { made: end < 0 ? curve.length : end + 1, stopped: end >= 0 };
      expect(follow(pruner, number, curve, earlier, direction)).toEqual(expected);
      const state = expected.stopped ? 'pruned' : number % 9 === 8 ? 'failed' : 'complete';
      trials.push(trialOf(number, curve.slice(0, expected.made), state));
    }
    expect(trials.filter(({ state }) => state === 'pruned').length).toBeGreaterThan(20);
  });

  test('is all that goes with a trial: plain data, of the same size however many there were', async () => {
    const space = { end: uniform(0, 1) };
    const curve: Objective<{ readonly end: number }> = ({ end }, trial) => {
      for (let step = 1; step <= 9 && !trial.shouldStop; step++) trial.report(step, end + 1 / step);
      return end;
    };
    const sizes: number[] = [];
    const here = inProcessExecutor({ curve: trialTask<typeof space>(curve) });
    const elsewhere: typeof here = {
      ...here,
      run(job, context) {
        const text = JSON.stringify(job.input);
        sizes.push(text.length);
        return here.run({ ...job, input: JSON.parse(text) }, context);
      },
    };
    const options = { space, sampler: new RandomSampler(), pruner, trials: 150 };
    const one = await search({ ...options, objective: curve });
    const other = await search({ ...options, objective: 'curve', executor: elsewhere });
    const text = (of: unknown): string => JSON.stringify(of, (key, value) => (key === 'seconds' ? undefined : value));
    expect(text(other)).toBe(text(one));
    expect(one.trials.filter(({ state }) => state === 'pruned').length).toBeGreaterThan(20);
    expect(sizes).toHaveLength(150);
    expect(Math.max(...sizes)).toBeLessThan(800);
  });
});
