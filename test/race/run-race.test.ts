import { describe, expect, it } from 'vitest';
import { toOptimizer } from '../../src/optimizers/index.ts';
import { contestantNamed, contestantNames } from '../../src/race/contestants.ts';
import { bestWalk, distanceToMinimum, stepsToClose, type Walk } from '../../src/race/lane.ts';
import { raceChart } from '../../src/race/race-chart.ts';
import { mishaps, raceTable, ratesSentence, setupSentence } from '../../src/race/race-table.ts';
import { rateChoices, runRace } from '../../src/race/run-race.ts';
import { type SurfaceName, surfaces } from '../../src/race/surfaces.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/race.json' with { type: 'json' };

const { beale, rosenbrock, ravine } = surfaces;

describe('runRace', () => {
  it.each(golden.runs)(
    'walks as PyTorch does: $optimizer on $surface at $rate',
    ({ surface, optimizer, rate, path }) => {
      const { lanes } = runRace(surfaces[surface as SurfaceName], {
        only: [optimizer],
        learningRates: { [optimizer]: rate },
      });
      for (const [step, [x, y, loss]] of Object.entries(path)) {
        const own = lanes[0].path[Number(step)];
        // Where RMSProp jumps from side to side of a valley, what was rounded otherwise grows: 2e-4 at the most.
        const tolerance = rate === 0.03 && optimizer === 'rmsProp' && Number(step) > 100 ? 5e-4 : 1e-6;
        expect(Math.hypot(own[0] - x, own[1] - y)).toBeLessThan(tolerance);
        expect(Math.abs(lanes[0].losses[Number(step)] - loss)).toBeLessThan(100 * tolerance);
      }
    },
  );

  it('has every optimizer of the library, at its default rate if told so, and gives the same again', () => {
    const race = runRace(rosenbrock, { steps: 20, rates: 'default' });
    expect(race.lanes.map(({ name }) => name)).toEqual(contestantNames);
    for (const { name, rate, rateFrom, path, losses } of race.lanes) {
      expect([rate, rateFrom]).toEqual([toOptimizer('test', name).learningRate, 'default']);
      expect(losses).toEqual(path.map(([x, y]) => rosenbrock.height(x, y)));
    }
    expect(runRace(rosenbrock, { steps: 20, rates: 'default' })).toEqual(race);
  });

  it('steps as one would by hand', () => {
    const { lanes } = runRace(ravine, { steps: 1, only: ['sgd'], learningRates: { sgd: 0.01 } });
    const weights = tensor([...ravine.start]);
    expect(lanes[0].path[0]).toEqual([...weights.toFloat32Array()]);
    const [x, y] = ravine.start;
    // By hand: u = 0.8x + 0.6y, v = 0.8y − 0.6x, gradient (0.8u − 60v, 0.6u + 80v).
    const [u, v] = [0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x];
    expect(lanes[0].path[1][0]).toBeCloseTo(x - 0.01 * (0.8 * u - 60 * v), 5);
    expect(lanes[0].path[1][1]).toBeCloseTo(y - 0.01 * (0.6 * u + 80 * v), 5);
  });

  it('chooses the rate with which a rule ends lowest, of those that stay in the picture', () => {
    const options = { steps: 60, only: ['adam', 'sgd'] };
    for (const chosen of runRace(beale, options).lanes) {
      const all = rateChoices.map(
        (rate) => runRace(beale, { ...options, only: [chosen.name], learningRates: { [chosen.name]: rate } }).lanes[0],
      );
      const staying = all.filter(({ leftAt, divergedAt }) => leftAt === undefined && divergedAt === undefined);
      expect(chosen.losses.at(-1)).toBe(Math.min(...staying.map(({ losses }) => losses.at(-1)!)));
      expect(chosen.rateFrom).toBe('choice');
    }
  });

  it('ends where the loss is no longer finite, and says so', () => {
    const race = runRace(rosenbrock, { only: ['sgd', 'adam'], learningRates: { sgd: 10, adam: 3 } });
    const [sgd, adam] = race.lanes;
    expect(sgd.divergedAt).toBe(sgd.path.length);
    expect(sgd.losses.every(Number.isFinite)).toBe(true);
    expect(distanceToMinimum(sgd, rosenbrock)).toBe(Number.POSITIVE_INFINITY);
    expect(adam.divergedAt).toBeUndefined();
    expect(adam.leftAt).toBe(1);
    expect(mishaps(race)).toEqual([
      `sgd diverges: with step ${sgd.divergedAt} its loss is no longer finite.`,
      'adam leaves the picture with step 1.',
    ]);
    expect(raceTable(race).rows.at(-1)!.slice(0, 2)).toEqual(['sgd', '10']);
    expect(raceTable(race).rows.at(-1)!.slice(-4)).toEqual(['–', '–', '–', '–']);
    expect(ratesSentence(race)).toBe('sgd and adam have the rates that were given.');
  });

  it('refuses what is no race', () => {
    const message = (options: object) => {
      try {
        runRace(beale, options);
      } catch (error) {
        return String(error);
      }
      return '';
    };
    expect(message({ steps: 0 })).toBe('RangeError: race: steps must be a whole number of at least 1, got 0');
    expect(message({ start: [Number.NaN, 0] })).toBe('RangeError: race: start[0] must be finite, got NaN');
    expect(message({ only: ['adma'] })).toContain("race: optimizer must be one of 'sgd', ");
    expect(message({ only: ['adam'], learningRates: { adam: -1 } })).toContain(
      'Adam: learningRate must be positive, got -1',
    );
  });
});

describe('bestWalk', () => {
  const walk = (rate: number, losses: readonly number[], more: Partial<Walk> = {}): Walk => {
    return { name: 'a', rate, losses, path: losses.map(() => [0, 0]), ...more };
  };
  it.each<[string, readonly Walk[], number]>([
    ['the lowest end', [walk(1, [9, 3]), walk(2, [9, 2]), walk(3, [1, 4])], 2],
    ['one that stays', [walk(1, [9, 1], { leftAt: 1 }), walk(2, [9, 2])], 2],
    ['the lowest where none stays', [walk(1, [9, 1], { leftAt: 1 }), walk(2, [9], { divergedAt: 1 })], 1],
    ['the one that is there first', [walk(1, [9, 1, 1e-9]), walk(2, [9, 1e-4, 1e-7])], 2],
    ['the lesser rate of equal ones', [walk(2, [9, 1]), walk(1, [9, 1])], 1],
  ])('is %s', (_, walks, rate) => {
    expect(bestWalk(walks).rate).toBe(rate);
    expect(bestWalk([...walks].reverse()).rate).toBe(rate);
  });

  it('counts the steps to a loss of 0.001', () => {
    expect(stepsToClose(walk(1, [9, 1, 1e-3, 2]))).toBe(2);
    expect(stepsToClose(walk(1, [9, 1]))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('names', () => {
  it('are understood however they are written', () => {
    for (const [text, name] of Object.entries({
      adam: 'adam',
      'adam-w': 'adamW',
      RMSProp: 'rmsProp',
      r_adam: 'rAdam',
    })) {
      expect(contestantNamed(text)).toBe(name);
    }
    expect(contestantNamed('adma')).toBeUndefined();
  });
});

describe('what is said of a race', () => {
  const race = runRace(beale, { steps: 120, only: ['adam', 'sgd'] });

  it('has losses after 10, 100 and all steps, the best first', () => {
    const { head, rows } = raceTable(race);
    expect(head).toEqual([
      'optimizer',
      'rate',
      'loss after 10',
      'after 100',
      'after 120',
      'steps to 0.001',
      'distance',
    ]);
    const losses = race.lanes.map((lane) => lane.losses[120]);
    expect(rows[0][0]).toBe(race.lanes[losses.indexOf(Math.min(...losses))].name);
    expect(raceTable(runRace(beale, { steps: 10, only: ['adam'], rates: 'default' })).head).toHaveLength(5);
    expect(setupSentence(race)).toBe(
      '120 steps from (0.7, 1.4), where the loss is 26.5; its minimum at (3, 0.5) is 0.',
    );
    expect(setupSentence({ ...race, surface: surfaces.saddle })).toContain(
      'its minima at (0, 1.41) and (0, −1.41) are 0.',
    );
    expect(ratesSentence(race)).toContain('out of 13 from 0.0001 to 100');
  });

  it('is drawn with levels that are denser where it is low, and looks that stay', () => {
    const chart = raceChart(race);
    expect(chart.levels[1] / chart.levels[0]).toBeCloseTo(chart.levels[2] / chart.levels[1], 9);
    expect(chart.heights[0][0]).toBe(beale.height(-1, -2.25));
    expect(chart.heights.at(-1)!.at(-1)).toBe(beale.height(4.5, 2.25));
    expect(chart.paths.map(({ name, look }) => [name, look])).toEqual([
      ['adam', contestantNames.indexOf('adam')],
      ['sgd', contestantNames.indexOf('sgd')],
    ]);
    const [adam, sgd] = raceChart(race, ['sgd']).paths;
    expect([adam.muted, adam.dots, sgd.muted, sgd.dots]).toEqual([true, false, false, true]);
  });
});
