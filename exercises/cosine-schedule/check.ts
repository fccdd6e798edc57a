import { schedules } from '../../src/index.ts';
import { requireNumber, requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

const given = (step: number): string => `step = ${step}, initial = 10, final = 2, steps = 4`;

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'a learning rate that falls along half a wave',
  page: 'docs/read/07-sgd.md',
  hints: [
    'The angle is 0 at step 0 and π at the last one: π · step / steps.',
    '(1 + cos(angle)) / 2 goes from 1 to 0. That is the share of `initial` that is left.',
    'final + (initial − final) · (1 + cos(π · step / steps)) / 2, and `final` when step is larger than steps.',
  ],
  checks: [
    {
      name: 'begins at the initial rate',
      run({ cosineRate }) {
        requireNumber('the rate', cosineRate(0, 10, 2, 4), 10, {
          given: given(0),
          mistakes: {
            'That is the final rate: it goes up instead of down.': [2],
            'That is initial − final: the final rate is to be added.': [8],
            'final was added to all of initial; only initial − final falls.': [12],
            'cos was not halved: 1 + cos goes from 2 to 0.': [18],
            'That is the mean of the two: a sine starts there.': [6],
          },
        });
      },
    },
    {
      name: 'is the mean of both half-way, and ends at the final rate',
      run({ cosineRate }) {
        requireNumber('the rate', cosineRate(2, 10, 2, 4), 6, {
          given: given(2),
          mistakes: {
            'That is a whole wave, from 0 to 2π: it is at its lowest half-way.': [2],
            'That is a quarter of a wave, from 0 to π/2.': [2 + 8 * Math.SQRT1_2],
            'The angle is in degrees; Math.cos takes radians: π for 180.': [2 + 4 * (1 + Math.cos(90))],
            'That is still the initial rate. Is the angle divided by the steps?': [10],
            'The angle lacks its π.': [2 + 4 * (1 + Math.cos(0.5))],
          },
        });
        requireNumber('the rate', cosineRate(4, 10, 2, 4), 2, {
          given: given(4),
          mistakes: { 'That is the initial rate: a whole wave ends where it began.': [10], 'final is missing.': [0] },
        });
      },
    },
    {
      name: 'is flat at the ends and steep in the middle',
      run({ cosineRate }) {
        // cos(π/4) = √½:  2 + 8 · (1 + 0.707107) / 2
        requireNumber('the rate', cosineRate(1, 10, 2, 4), 6 + 4 * Math.SQRT1_2, {
          given: given(1),
          mistakes: { 'That is a straight line.': [8] },
        });
      },
    },
    {
      name: 'stays at the final rate afterwards',
      run({ cosineRate }) {
        for (const step of [5, 6, 8, 1000]) {
          requireNumber('the rate', cosineRate(step, 10, 2, 4), 2, {
            given: given(step),
            mistakes: {
              'The cosine goes up again: from `steps` on, the rate is final.': [
                2 + 4 * (1 + Math.cos((Math.PI * step) / 4)),
              ],
            },
          });
        }
      },
    },
    {
      name: 'agrees with the engine over forty steps, upwards too',
      run({ cosineRate }) {
        for (const [initial, final] of [
          [0.1, 0],
          [0.001, 0.01],
        ]) {
          const schedule = schedules.cosineDecay({ initial, final, steps: 30 });
          const steps = Array.from({ length: 40 }, (_, step) => step);
          const mine = steps.map((step) => cosineRate(step, initial, final, 30));
          const theirs = steps.map((step) => schedule(step));
          requireValues('rates', mine, theirs, {
            tolerance: 1e-9,
            given: `initial = ${initial}, final = ${final}, steps = 30`,
          });
        }
      },
    },
  ],
};
