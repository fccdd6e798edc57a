import { describe, expect, it, test } from 'vitest';
import { scheduleNames, traceSchedule } from '../../src/explain/schedule-trace.ts';
import * as schedules from '../../src/schedules/index.ts';

describe('schedules', () => {
  const { fromJSON: _, toSchedule: __, ...makers } = schedules;

  it('are all explained', () => {
    expect([...scheduleNames].sort()).toEqual(Object.keys(makers).sort());
  });

  it.each(scheduleNames)('%s: the rates are those of the schedule that it names', (name) => {
    const { text, rates, options, per, formula } = traceSchedule(name);
    const schedule = schedules.fromJSON({ type: name, per, ...options });
    expect(text).toBe(String(schedule));
    expect(rates).toEqual(rates.map((___, step) => schedule(step)));
    expect(rates.length).toBeGreaterThan(80);
    expect(formula.join()).toContain('rate(s) = ');
  });

  test('take options', () => {
    const { rates, per } = traceSchedule('cosineDecay', { initial: 1, steps: 10, per: 'epoch' }, 20);
    expect(rates[5]).toBeCloseTo(0.5, 15);
    expect([rates.length, rates[20], per]).toEqual([21, 0, 'epoch']);
    expect(traceSchedule('warmup', { steps: 4, then: 0.2 }, 4).rates.map((one) => Number(one.toFixed(12)))).toEqual([
      0.05, 0.1, 0.15, 0.2, 0.2,
    ]);
    expect(traceSchedule('warmup', { per: 'epoch' }).per).toBe('epoch');
    expect(traceSchedule('warmup', { steps: 0, then: 0.2 }).rates.length).toBeGreaterThan(1);
  });

  test.each([
    ['cosineDecay', { steps: 0 }, undefined, 'cosineDecay: steps must be a whole number of at least 1, got 0'],
    ['cosineDecay', { initial: -1 }, undefined, 'cosineDecay: initial must be at least 0, got -1'],
    ['cosineDecay', {}, 0, 'explain schedule cosineDecay: until must be a whole number of at least 1, got 0'],
    ['constant', {}, 1e6, 'explain schedule constant: until must be at most 100000, got 1000000'],
    ['stepDecay', { factor: 1e300, every: 1 }, 9, 'stepDecay: the rate of step 2 became Infinity; choose smaller'],
    ['cosine', {}, undefined, "explain schedule: name must be one of 'constant'"],
  ])('%s %j %j', (name, options, until, message) => {
    expect(() => traceSchedule(name as 'cosineDecay', options, until)).toThrow(message);
  });
});
