import { describe, expect, test } from 'vitest';
import type { Executor } from '../../src/jobs/executor.ts';
import { inProcessExecutor } from '../../src/jobs/in-process-executor.ts';
import type { Job, Task } from '../../src/jobs/job.ts';
import { JobError } from '../../src/jobs/job-error.ts';
import { type JobProgress, type RunJobsOptions, runJobs } from '../../src/jobs/run-jobs.ts';
import { congruential } from '../helpers/congruential.ts';
import { rejectionOf } from '../helpers/errors.ts';

/** Its input and the sum of the results that it needs. */
const add: Task<number, number> = async (input, { results, onProgress }) => {
  onProgress({ share: 0.5 });
  await Promise.resolve();
  return input + [...results.values()].reduce<number>((sum, result) => sum + (result as number), 0);
};

/** Jobs of costs 1, 2, … each of which adds its number to what all before it have. */
function summing(count: number): Job[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `job ${i}`,
    cost: i + 1,
    task: 'add',
    input: i,
    needs: Array.from({ length: i }, (_, before) => `job ${before}`),
  }));
}

/** Jobs that need nothing. */
const apart = (count: number, task: string): Job[] => summing(count).map((job) => ({ ...job, task, needs: [] }));

const here = (tasks: Readonly<Record<string, unknown>> = { add }, workers = 1): Executor =>
  inProcessExecutor(tasks, { workers });

/** Notes the keys of the jobs that it is given. */
function noting(begun: string[]): Executor {
  const executor = here();
  return {
    ...executor,
    run(job, context) {
      begun.push(job.key);
      return executor.run(job, context);
    },
  };
}

describe('runJobs', () => {
  test('does one after the other; each knows the results that it needs', async () => {
    const seen: string[] = [];
    const results = await runJobs<number>(summing(4), {
      executor: here(),
      onResult: (key, result, soFar) => void seen.push(`${key}: ${result} of ${soFar.results.size}, ${soFar.costDone}`),
    });
    expect([...results]).toEqual([
      ['job 0', 0],
      ['job 1', 1],
      ['job 2', 3],
      ['job 3', 7],
    ]);
    expect(seen).toEqual(['job 0: 0 of 1, 1', 'job 1: 1 of 2, 3', 'job 2: 3 of 3, 6', 'job 3: 7 of 4, 10']);
  });

  test('gives a task what its job needs, and nothing else', async () => {
    const names: Task<number, string[]> = (_, { results }) => [...results.keys()];
    const jobs = apart(3, 'names').map((job, i) => (i === 2 ? { ...job, needs: ['job 0'] } : job));
    const results = await runJobs(jobs, { executor: here({ names }) });
    expect([...results.values()]).toEqual([[], [], ['job 0']]);
  });

  test('leaves out what is done, with the same results', async () => {
    const all = await runJobs<number>(summing(4), { executor: here() });
    const ran: string[] = [];
    const done = new Map([...all].filter(([key]) => key === 'job 0' || key === 'job 2'));
    const results = await runJobs<number>(summing(4), {
      executor: here(),
      done,
      onResult: (key) => void ran.push(key),
    });
    expect([...results]).toEqual([...all]);
    expect(ran).toEqual(['job 1', 'job 3']);
  });

  test.each([1, 2, 3, 8])('with %d workers and whatever is finished first, results are the same', async (workers) => {
    const jobs = summing(12).map((job, i) => ({
      ...job,
      needs: job.needs!.filter((_, before) => before % 3 === i % 3),
    }));
    const expected = await runJobs<number>(jobs, { executor: here() });
    for (let seed = 0; seed < 10; seed++) {
      const random = congruential(seed);
      const late: Task<number, number> = async (input, context) => {
        for (let turns = Math.floor((random() + 0.5) * 8); turns > 0; turns--) await new Promise(setImmediate);
        return add(input, context);
      };
      const order = seed % 2 === 0 ? 'given' : 'longest';
      const finished: string[] = [];
      const results = await runJobs<number>(jobs, {
        executor: here({ add: late }, workers),
        order,
        onResult: (key) => void finished.push(key),
      });
      expect([...results]).toEqual([...expected]);
      expect([...finished].sort()).toEqual([...expected.keys()].sort());
    }
  });

  test('gives the executor no more than its workers at once, and never fewer while there are jobs', async () => {
    let running = 0;
    const counts: number[] = [];
    const count: Task<number, number> = async (input) => {
      counts.push(++running);
      for (let turns = 0; turns <= input % 3; turns++) await new Promise(setImmediate);
      running--;
      return input;
    };
    await runJobs(apart(9, 'count'), { executor: here({ count }, 3) });
    expect(Math.max(...counts)).toBe(3);
    expect(counts.slice(2)).toEqual(new Array(7).fill(3));
  });

  test('begins with the longest if told so', async () => {
    const begun: string[] = [];
    await runJobs(apart(4, 'add'), {
      executor: noting(begun),
      order: 'longest',
    });
    expect(begun).toEqual(['job 3', 'job 2', 'job 1', 'job 0']);
  });

  test('results are what JSON makes of them, here as from a file', async () => {
    const odd: Task<number> = () => ({ a: undefined, b: -0, c: [1, { d: 'é' }], e: null });
    const results = await runJobs<object>(apart(1, 'odd'), { executor: here({ odd }) });
    expect(Object.entries(results.get('job 0')!)).toEqual([
      ['b', 0],
      ['c', [1, { d: 'é' }]],
      ['e', null],
    ]);
  });

  test('a task gets copies', async () => {
    const spoil: Task<{ list: number[] }, number> = ({ list }, { results }) => {
      for (const result of results.values()) (result as number[]).push(9);
      return list.push(1);
    };
    const input = { list: [0] };
    const jobs = [
      { ...apart(1, 'lists')[0], task: 'lists' },
      { key: 'spoil', cost: 1, task: 'spoil', input, needs: ['job 0'] },
    ];
    const results = await runJobs(jobs, { executor: here({ spoil, lists: () => [1] }) });
    expect([...results.values()]).toEqual([[1], 2]);
    expect(input).toEqual({ list: [0] });
  });
});

describe('progress', () => {
  test('says how far it is of what was to be done', async () => {
    const progress: JobProgress[] = [];
    await runJobs<number>(summing(3), {
      executor: here(),
      done: new Map([['job 1', 1]]),
      onProgress: (now) => progress.push(now),
    });
    const told = progress.map(({ key, share, jobs, jobsDone, costDone, cost }) => [
      key,
      share,
      jobs,
      jobsDone,
      costDone,
      cost,
    ]);
    expect(told).toEqual([
      ['job 0', 0.5, 2, 0, 0.5, 4],
      ['job 2', 0.5, 2, 1, 2.5, 4],
    ]);
    for (const { secondsLeft } of progress) expect(secondsLeft).toBeGreaterThan(0);
  });

  test('never falls, whatever tasks say and whatever is finished first', async () => {
    const shares = [0.2, 0.1, Number.NaN, 0.9, -1, 3, 0.5];
    const wavering: Task<number, number> = async (input, { onProgress }) => {
      for (const share of shares) {
        onProgress({ share });
        for (let turns = 0; turns <= input % 4; turns++) await new Promise(setImmediate);
      }
      return input;
    };
    const seen: number[] = [];
    await runJobs<number>(apart(10, 'wavering'), {
      executor: here({ wavering }, 3),
      onProgress: ({ costDone, share }) => {
        seen.push(costDone);
        expect(share).toBeLessThanOrEqual(1);
      },
      onResult: async (_, __, { costDone }) => {
        seen.push(costDone);
        await new Promise(setImmediate);
      },
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(55);
  });
});

describe('stopped', () => {
  test('it keeps what is finished, also what was done before of later jobs', async () => {
    const stop = new AbortController();
    const stopping: Task<number, number> = (input, context) => {
      if (input !== 1) return add(input, context);
      stop.abort();
      return undefined;
    };
    const results = await runJobs<number>(summing(5), {
      executor: here({ add: stopping }),
      done: new Map([['job 4', 40]]),
      signal: stop.signal,
    });
    expect([...results]).toEqual([
      ['job 0', 0],
      ['job 4', 40],
    ]);
  });

  test('what waits is never begun, what runs is told, and what comes to its end all the same is kept', async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    const waiting: Task<number, number> = async (input, { signal }) => {
      begun.push(input);
      if (input === 1) stop.abort();
      if (input === 0) return 7;
      return new Promise((_, reject) => {
        const throwReason = () => reject(signal.reason);
        if (signal.aborted) throwReason();
        else signal.addEventListener('abort', throwReason);
      });
    };
    const results = await runJobs(apart(5, 'waiting'), { executor: here({ waiting }, 2), signal: stop.signal });
    expect(begun).toEqual([0, 1]);
    expect([...results]).toEqual([['job 0', 7]]);
  });

  test('each job has a signal of its own, so that hundreds may listen', async () => {
    const stop = new AbortController();
    const signals = new Set<AbortSignal>();
    const listening: Task<number, number> = (_, { signal }) =>
      new Promise((resolve) => {
        signals.add(signal);
        signal.addEventListener('abort', () => resolve(undefined));
        if (signals.size === 30) stop.abort('enough');
      });
    const executor = here({ listening }, 30);
    expect((await runJobs(apart(99, 'listening'), { executor, signal: stop.signal })).size).toBe(0);
    expect([...signals].map(({ reason }) => reason)).toEqual(new Array(30).fill('enough'));
  });

  test('before it began, it does nothing', async () => {
    const results = await runJobs(summing(2), { executor: here({}), signal: AbortSignal.abort() });
    expect(results.size).toBe(0);
  });
});

describe('a job that fails', () => {
  const broken: Task<number, number> = async (input, { signal }) => {
    if (input === 0) return 5;
    if (input === 2) throw new RangeError('the rate is 0');
    while (!signal.aborted) await new Promise(setImmediate);
    return undefined;
  };

  test('ends the others, after what was finished has been handed over', async () => {
    const kept: string[] = [];
    const error = await rejectionOf(
      runJobs(apart(9, 'broken'), { executor: here({ broken }, 2), onResult: (key) => void kept.push(key) }),
    );
    expect(error).toBeInstanceOf(JobError);
    expect(error.message).toBe("job 'job 2' failed: the rate is 0");
    expect(error).toMatchObject({ key: 'job 2', cause: expect.any(RangeError) });
    expect(kept).toEqual(['job 0']);
    expect([...(error as JobError).results]).toEqual([['job 0', 5]]);
  });

  test.each([undefined, null, 'half', { share: '1' }])('progress %j: it fails, and has no result', async (progress) => {
    const telling: Task<number, number> = async (input, { onProgress }) => {
      if (input === 1) onProgress(progress as never);
      await new Promise(setImmediate);
      return input;
    };
    const kept: string[] = [];
    const error = await rejectionOf(
      runJobs(apart(3, 'telling'), { executor: here({ telling }), onResult: (key) => void kept.push(key) }),
    );
    expect(error).toMatchObject({ name: 'JobError', key: 'job 1', cause: expect.any(TypeError) });
    expect(error.message).toContain("job 'job 1' failed: onProgress: progress must have a number as its share, got");
    expect([kept, [...(error as JobError).results.keys()]]).toEqual([['job 0'], ['job 0']]);
  });

  test('an executor that comes to nothing without the signal has failed', async () => {
    const executor: Executor = { ...here(), run: async ({ key }) => (key === 'job 1' ? undefined : key) };
    const jobs = [...apart(3, 'add'), { key: 'last', cost: 1, task: 'add', input: 0, needs: ['job 1'] }];
    const error = await rejectionOf(runJobs(jobs, { executor }));
    expect(error.message).toBe("job 'job 1' failed: its executor gave it up, as one does that is closed");
    expect([...(error as JobError).results]).toEqual([['job 0', 'job 0']]);
  });

  test.each<[string, unknown, string]>([
    ['no such task', {}, 'job \'job 0\' failed: there is no task "broken"; there are none'],
    [
      'no result',
      () => undefined,
      'job \'job 0\' failed: task broken: the result of "job 0" must be plain JSON, got undefined',
    ],
    ['NaN', () => ({ loss: Number.NaN }), 'the result of "job 0": "loss" is NaN, which JSON does not have'],
    ['a Map', () => new Map(), 'must be plain JSON, got a Map'],
    [
      'what is no error',
      () => {
        throw 'words';
      },
      'job \'job 0\' failed: it threw "words"',
    ],
  ])('%s', async (_, task, message) => {
    const executor = here(typeof task === 'function' ? { broken: task } : {});
    const error = await rejectionOf(runJobs(apart(2, 'broken'), { executor }));
    expect(error).toBeInstanceOf(JobError);
    expect(error.message).toContain(message);
  });
});

describe('what the caller does', () => {
  test.each(['onResult', 'onProgress'] as const)(
    'an error of %s comes through, and nothing else begins',
    async (name) => {
      const begun: string[] = [];
      const failing = {
        executor: noting(begun),
        [name]: () => {
          throw new Error('the disk is full');
        },
      } as RunJobsOptions<number>;
      expect((await rejectionOf(runJobs<number>(summing(4), failing))).message).toBe('the disk is full');
      expect(begun).toEqual(['job 0']);
    },
  );

  test('it is called for one result at a time, and waited for before anything needs that result', async () => {
    let inside = 0;
    const events: string[] = [];
    const jobs = [...apart(4, 'add'), { key: 'last', cost: 1, task: 'last', input: 0, needs: ['job 0'] }];
    const last: Task<number, number> = (input) => {
      events.push('last begins');
      return input;
    };
    await runJobs(jobs, {
      executor: here({ add, last }, 4),
      async onResult(key) {
        expect(++inside).toBe(1);
        for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
        inside--;
        events.push(key);
      },
    });
    expect(events.indexOf('last begins')).toBeGreaterThan(events.indexOf('job 0'));
    expect(events).toHaveLength(6);
  });
});

describe('wrong calls', () => {
  const [job, next] = summing(2);
  test.each<[string, unknown, unknown, new (...of: never[]) => Error, string]>([
    ['two jobs of one key', [job, job], {}, RangeError, "runJobs: two jobs have the key 'job 0'"],
    ['a need that comes later', [next, job], {}, RangeError, "job 'job 1' needs 'job 0', which is no job before it"],
    ['a job without a key', [{ ...job, key: '' }], {}, TypeError, 'the key of a job must be text, got ""'],
    ['a cost below 0', [{ ...job, cost: -1 }], {}, RangeError, "the cost of job 'job 0' must be at least 0, got -1"],
    [
      'no time',
      [{ ...job, timeLimitSeconds: 0 }],
      {},
      RangeError,
      "timeLimitSeconds of job 'job 0' must be positive, got 0",
    ],
    [
      'too much time',
      [{ ...job, timeLimitSeconds: 3e6 }],
      {},
      RangeError,
      "timeLimitSeconds of job 'job 0' must be in [0, 2147483]",
    ],
    [
      'a time in words',
      [{ ...job, timeLimitSeconds: '1 min' as never }],
      {},
      TypeError,
      'must be a number, got "1 min"',
    ],
    [
      'hardly any memory',
      [{ ...job, memoryLimitBytes: 1000 }],
      {},
      RangeError,
      "memoryLimitBytes of job 'job 0' must be in [1048576, ",
    ],
    ['a function as input', [{ ...job, input: () => 1 }], {}, TypeError, "the input of job 'job 0' must be plain JSON"],
    ['an unknown option', [job], { worker: 2 }, TypeError, "unknown option 'worker'"],
    ['another order', [job], { order: 'shortest' }, RangeError, "order must be one of 'given', 'longest'"],
    ['no executor', [job], { executor: {} }, TypeError, 'runJobs: executor must be one'],
    ...[0, undefined, 1.5].map(
      (workers) =>
        [
          `${workers} workers`,
          [job],
          { executor: { ...here(), workers } },
          workers === undefined ? TypeError : RangeError,
          'runJobs: executor.workers must be a',
        ] as [string, unknown, unknown, new (...of: never[]) => Error, string],
    ),
  ])('%s', async (_, jobs, options, kind, message) => {
    const call = runJobs(jobs as Job[], { executor: here(), ...(options as object) });
    const error = await rejectionOf(call);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  test.each<[unknown, new (...of: never[]) => Error, string]>([
    [{ workers: 0 }, RangeError, 'inProcessExecutor: workers must be a whole number of at least 1, got 0'],
    [{ threads: 2 }, TypeError, "inProcessExecutor: unknown option 'threads'"],
  ])('inProcessExecutor(tasks, %j)', (options, kind, message) => {
    const make = () => inProcessExecutor({}, options as object);
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });
});
