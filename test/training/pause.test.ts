import { afterEach, expect, it, vi } from 'vitest';
import { Pause } from '../../src/training/pause.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('is due about every 50 ms, whatever the pace of questions', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  for (const pace of [0.001, 0.03, 0.7, 5, 30, 200]) {
    const pause = new Pause();
    let last = now;
    for (let turns = 0; turns < 5; turns++) {
      do now += pace;
      while (!pause.isDue());
      expect(now - last).toBeGreaterThanOrEqual(50);
      expect(now - last).toBeLessThan(53 + pace);
      await pause.take();
      last = now;
    }
  }
});

it('after quick questions the slow ones look at the clock themselves', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const pause = new Pause();
  for (let i = 0; i < 10_000; i++, now += 0.001) expect(pause.isDue()).toBe(false);
  expect(pause.isDueNow()).toBe(false);
  now = 50;
  expect(pause.isDueNow()).toBe(true);
});
