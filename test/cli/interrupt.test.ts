import { describe, expect, test, vi } from 'vitest';
import { Interrupted, withInterrupt } from '../../src/cli/interrupt.ts';
import { rejectionOf } from '../helpers/errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = () => signals.map((signal) => process.listenerCount(signal));

/** As the system does it. */
const send = (signal: NodeJS.Signals) => process.emit(signal, signal);

describe('withInterrupt', () => {
  test('hands the result on and takes its listeners away', async () => {
    const before = listeners();
    expect(await withInterrupt(async (signal) => [signal.aborted, listeners()])).toEqual([
      false,
      before.map((count) => count + 1),
    ]);
    expect(listeners()).toEqual(before);
    await rejectionOf(withInterrupt(() => Promise.reject(new Error('other'))));
    expect(listeners()).toEqual(before);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s aborts with exit code %d', async (name, exitCode) => {
    const error = await rejectionOf(
      withInterrupt((signal) => {
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          send(name);
        });
      }),
    );
    expect(error).toBeInstanceOf(Interrupted);
    expect(error).toMatchObject({ exitCode, message: 'stopped' });
  });

  test('the same one again, when all is done, is still waited for and does nothing', async () => {
    vi.useFakeTimers();
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    try {
      const before = listeners();
      await withInterrupt(async () => send('SIGINT'));
      expect(listeners()).toEqual(before.map((count) => count + 1));
      vi.advanceTimersByTime(499);
      send('SIGINT');
      expect(exit).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(listeners()).toEqual(before);
    } finally {
      exit.mockRestore();
      vi.useRealTimers();
    }
  });

  test('the same one again changes nothing, a later one ends the process', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    try {
      await withInterrupt(async () => {
        send('SIGINT');
        now.mockReturnValue(1100);
        send('SIGINT');
        expect(exit).not.toHaveBeenCalled();
        now.mockReturnValue(1600);
        send('SIGINT');
        expect(exit).toHaveBeenCalledExactlyOnceWith(130);
      });
    } finally {
      exit.mockRestore();
      now.mockRestore();
    }
  });
});
