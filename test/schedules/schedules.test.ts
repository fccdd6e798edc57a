import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schedule, ScheduleJson } from '../../src/schedules/index.ts';
import * as schedules from '../../src/schedules/index.ts';

interface Case {
  schedule: string;
  options: Record<string, unknown>;
  source: string;
  steps: number[];
  rates: number[];
}
const golden: Case[] = JSON.parse(readFileSync(new URL('../golden/schedules.json', import.meta.url), 'utf8'));
const make = schedules as unknown as Record<string, (options: unknown) => Schedule>;

const everyKind: [string, Schedule][] = [
  ['constant(rate 0.1)', schedules.constant(0.1)],
  ['stepDecay(initial 0.1, factor 0.5, every 10)', schedules.stepDecay({ initial: 0.1, factor: 0.5, every: 10 })],
  ['exponentialDecay(initial 0.1, factor 0.9, every 1)', schedules.exponentialDecay({ initial: 0.1, factor: 0.9 })],
  ['polynomialDecay(initial 0.1, final 0, steps 10, power 1)', schedules.polynomialDecay({ initial: 0.1, steps: 10 })],
  ['cosineDecay(initial 0.1, final 0, steps 10)', schedules.cosineDecay({ initial: 0.1, steps: 10 })],
  ['inverseTimeDecay(initial 0.1, rate 1, every 1)', schedules.inverseTimeDecay({ initial: 0.1, rate: 1 })],
  ['piecewise(boundaries [5], values [1, 2])', schedules.piecewise({ boundaries: [5], values: [1, 2] })],
  [
    'warmup(steps 3, then cosineDecay(initial 0.1, final 0, steps 10))',
    schedules.warmup({ steps: 3, then: schedules.cosineDecay({ initial: 0.1, steps: 10 }) }),
  ],
  ['warmup(steps 3, then 0.5)', schedules.warmup({ steps: 3, then: 0.5 })],
  [
    'oneCycle(maximum 1, steps 10, warmupFraction 0.3, initialDivisor 25, finalDivisor 10000)',
    schedules.oneCycle({ maximum: 1, steps: 10 }),
  ],
];

describe('rates', () => {
  it.each(golden)('of $schedule $options are those of $source', ({ schedule, options, steps, rates }) => {
    const rate = make[schedule](options);
    const largest = Math.max(...rates);
    steps.forEach((step, i) => {
      // PyTorch multiplies its rates up step by step, so its own error grows to about 1e-15.
      const error = Math.abs(rate(step) - rates[i]);
      if (!(error <= 4e-15 * largest)) throw new Error(`${rate} at ${step}: ${rate(step)}, expected ${rates[i]}`);
    });
  });

  it('begin and end where the options say', () => {
    expect(schedules.constant(0.3)(99)).toBe(0.3);
    const cosine = schedules.cosineDecay({ initial: 0.1, final: 0.01, steps: 10 });
    expect([cosine(0), cosine(10), cosine(11), cosine(1e6)]).toEqual([0.1, 0.01, 0.01, 0.01]);
    const line = schedules.polynomialDecay({ initial: 0.1, final: 0.2, steps: 4 });
    expect([line(0), line(4), line(5)]).toEqual([0.1, 0.2, 0.2]);
    const steps = schedules.stepDecay({ initial: 1, factor: 0.5, every: 3 });
    expect([0, 2, 3, 5, 6].map(steps)).toEqual([1, 1, 0.5, 0.5, 0.25]);
    const pieces = schedules.piecewise({ boundaries: [2, 5], values: [3, 2, 1] });
    expect([0, 1, 2, 4, 5, 500].map(pieces)).toEqual([3, 3, 2, 2, 1, 1]);
    expect(schedules.piecewise({ boundaries: [], values: [3] })(7)).toBe(3);
  });

  it('of the warm-up rise to the schedule that follows, which then starts at its step 0', () => {
    const then = schedules.exponentialDecay({ initial: 0.8, factor: 0.5 });
    const rate = schedules.warmup({ steps: 4, then });
    expect([0, 1, 2, 3, 4, 5, 6].map(rate)).toEqual([0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.4, 0.2]);
    expect(schedules.warmup({ steps: 0, then: 0.5 })(0)).toBe(0.5);
  });

  it('of one cycle peak once and keep their last value', () => {
    const rate = schedules.oneCycle({ maximum: 1, steps: 10, warmupFraction: 0.5 });
    expect(rate(0)).toBeCloseTo(1 / 25, 15);
    expect(rate(4)).toBe(1);
    expect(rate(9)).toBe(1 / 25 / 1e4);
    expect(rate(1000)).toBe(rate(9));
    for (let step = 1; step < 10; step++) expect(rate(step) > rate(step - 1)).toBe(step <= 4);
    for (const warmupFraction of [0, 1]) {
      for (const steps of [1, 2, 5]) {
        const edge = schedules.oneCycle({ maximum: 1, steps, warmupFraction });
        for (let step = 0; step < steps + 2; step++) expect(edge(step)).toBeGreaterThan(0);
        expect(Math.max(...Array.from({ length: steps }, (_, step) => edge(step)))).toBe(1);
        expect(edge(steps)).toBe(1 / 25 / 1e4);
      }
    }
  });
});

describe.each(everyKind)('%s', (text, schedule) => {
  it('says what it is, and counts steps unless told otherwise', () => {
    expect(String(schedule)).toBe(text);
    expect(schedule.per).toBe('step');
  });

  it('is written as JSON and read back', () => {
    const json = JSON.parse(JSON.stringify(schedule)) as ScheduleJson;
    const back = schedules.fromJSON(json);
    expect(String(back)).toBe(text);
    for (let step = 0; step < 20; step++) expect(back(step)).toBe(schedule(step));
    expect(schedules.fromJSON(schedule.toJSON?.() as ScheduleJson)(3)).toBe(schedule(3));
  });

  it('can be asked in any order, and refuses what is no step', () => {
    const [late, early] = [schedule(7), schedule(1)];
    expect([schedule(1), schedule(7)]).toEqual([early, late]);
    for (const step of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => schedule(step)).toThrow(RangeError);
    expect(() => schedule('1' as never)).toThrow(TypeError);
  });
});

describe('per', () => {
  it('is kept, printed and written', () => {
    const rate = schedules.cosineDecay({ initial: 1, steps: 3, per: 'epoch' });
    expect(rate.per).toBe('epoch');
    expect(String(rate)).toBe('cosineDecay(initial 1, final 0, steps 3, per epoch)');
    expect(schedules.fromJSON(JSON.parse(JSON.stringify(rate))).per).toBe('epoch');
    expect(schedules.constant(1, { per: 'epoch' }).per).toBe('epoch');
    expect(() => rate(-1)).toThrow('cosineDecay: epoch must be a whole number of at least 0, got -1');
    expect(() => schedules.constant(1, { per: 'batch' as never })).toThrow(
      "constant: per must be one of 'step', 'epoch', got \"batch\"",
    );
  });

  it('of a warm-up is that of what follows', () => {
    const then = schedules.cosineDecay({ initial: 1, steps: 3, per: 'epoch' });
    expect(schedules.warmup({ steps: 2, then }).per).toBe('epoch');
    expect(schedules.warmup({ steps: 2, then, per: 'epoch' }).per).toBe('epoch');
    expect(schedules.warmup({ steps: 2, then: 0.1, per: 'epoch' }).per).toBe('epoch');
    expect(() => schedules.warmup({ steps: 2, then, per: 'step' })).toThrow(
      "warmup: per is 'step', but the schedule after it, cosineDecay(initial 1, final 0, steps 3, per epoch), counts by 'epoch'",
    );
  });
});

describe('toSchedule', () => {
  it('takes numbers and schedules, also of one’s own', () => {
    expect(schedules.toSchedule('Adam', 'learningRate', 0.1)(5)).toBe(0.1);
    const cosine = schedules.cosineDecay({ initial: 1, steps: 3 });
    expect(schedules.toSchedule('Adam', 'learningRate', cosine)).toBe(cosine);
    const own = Object.assign((step: number) => 1 / (1 + step), { per: 'step' as const });
    expect(schedules.toSchedule('Adam', 'learningRate', own)(1)).toBe(0.5);
    const after = schedules.warmup({ steps: 1, then: own });
    expect(after(2)).toBe(0.5);
    expect(() => JSON.stringify(after)).toThrow('warmup: then has no toJSON, so it cannot be written down');
  });

  it('refuses the rest', () => {
    expect(() => schedules.toSchedule('Adam', 'learningRate', -1)).toThrow(
      'Adam: learningRate must be at least 0, got -1',
    );
    expect(() => schedules.toSchedule('Adam', 'learningRate', Number.NaN)).toThrow(RangeError);
    expect(() => schedules.toSchedule('Adam', 'learningRate', '0.1')).toThrow(
      'Adam: learningRate must be a number or a schedule, got "0.1"',
    );
    expect(() => schedules.toSchedule('Adam', 'learningRate', (s: number) => s)).toThrow(
      "give it the property per: 'step' or 'epoch'",
    );
    expect(() =>
      schedules.toSchedule(
        'Adam',
        'learningRate',
        Object.assign(() => 1, { per: 'day' }),
      ),
    ).toThrow(RangeError);
  });
});

describe('errors', () => {
  const bad: [string, unknown, string][] = [
    ['stepDecay', { initial: 0.1, factor: 0.5, evry: 3 }, "stepDecay: unknown option 'evry'; did you mean 'every'?"],
    ['stepDecay', { initial: 0.1, factor: 0.5 }, 'stepDecay: every must be a number, got undefined'],
    [
      'stepDecay',
      { initial: 0.1, factor: 0.5, every: 0 },
      'stepDecay: every must be a whole number of at least 1, got 0',
    ],
    ['stepDecay', { initial: -1, factor: 0.5, every: 1 }, 'stepDecay: initial must be at least 0, got -1'],
    ['stepDecay', undefined, 'stepDecay: options must be an object, got null'],
    ['exponentialDecay', { initial: 0.1, factor: 0 }, 'exponentialDecay: factor must be positive, got 0'],
    ['exponentialDecay', { initial: 0.1, factor: 1, every: -2 }, 'exponentialDecay: every must be positive, got -2'],
    [
      'polynomialDecay',
      { initial: 0.1, steps: 1.5 },
      'polynomialDecay: steps must be a whole number of at least 1, got 1.5',
    ],
    ['polynomialDecay', { initial: 0.1, steps: 5, power: 0 }, 'polynomialDecay: power must be positive, got 0'],
    ['cosineDecay', { initial: 0.1, steps: 5, final: Number.NaN }, 'cosineDecay: final must be at least 0, got NaN'],
    ['cosineDecay', { initial: '0.1', steps: 5 }, 'cosineDecay: initial must be a number, got "0.1"'],
    ['inverseTimeDecay', { initial: 0.1, rate: -1 }, 'inverseTimeDecay: rate must be at least 0, got -1'],
    ['piecewise', { boundaries: 3, values: [1] }, 'piecewise: boundaries must be an array, got 3'],
    [
      'piecewise',
      { boundaries: [3], values: [1] },
      'expected one value more than boundaries, got 1 values and 1 boundaries',
    ],
    [
      'piecewise',
      { boundaries: [3, 3], values: [1, 2, 3] },
      'piecewise: boundaries[1] must be a whole number of at least 4, got 3',
    ],
    ['piecewise', { boundaries: [3], values: [1, -2] }, 'piecewise: values[1] must be at least 0, got -2'],
    ['warmup', { steps: 3 }, 'warmup: then must be a number or a schedule, got undefined'],
    ['warmup', { steps: -3, then: 1 }, 'warmup: steps must be a whole number of at least 0, got -3'],
    ['oneCycle', { maximum: 1, steps: 3, warmupFraction: 1.5 }, 'oneCycle: warmupFraction must be in [0, 1], got 1.5'],
    ['oneCycle', { maximum: 1, steps: 3, initialDivisor: 0 }, 'oneCycle: initialDivisor must be positive, got 0'],
    ['fromJSON', { type: 'none', per: 'step' }, 'schedules.fromJSON: type must be one of'],
    ['fromJSON', null, 'schedules.fromJSON: expected { type, per, … }, got null'],
    [
      'fromJSON',
      { type: 'cosineDecay', per: 'step', initial: 1 },
      'cosineDecay: steps must be a number, got undefined',
    ],
  ];

  it.each(bad)('%s(%j)', (name, options, message) => {
    expect(() => make[name](options)).toThrow(message);
  });
});
