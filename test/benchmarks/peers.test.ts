/** `npm run bench:peers`: its arithmetic, its processes and its command, on peers that compute nothing. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Child, killAll, PeerError } from '../../benchmarks/peers/child.ts';
import { falls, tolerance, worstDifference } from '../../benchmarks/peers/compare-losses.ts';
import { type Course, quick } from '../../benchmarks/peers/contender.ts';
import { readJob } from '../../benchmarks/peers/job.ts';
import {
  beginningTable,
  type PeersFile,
  peersChart,
  peersMarkdown,
  peersTable,
} from '../../benchmarks/peers/markdown.ts';
import { figuresOf, ratiosOf } from '../../benchmarks/peers/promises.ts';
import { markBest, race, ratioOf, spreadOf } from '../../benchmarks/peers/race.ts';
import type { PeerRow, WorkloadResult } from '../../benchmarks/peers/result.ts';
import { missingHint, peers } from '../../benchmarks/peers/roster.ts';
import { measureStarts } from '../../benchmarks/peers/starts.ts';
import { writeJob } from '../../benchmarks/peers/write-job.ts';
import { timesText } from '../../benchmarks/texts.ts';
import {
  batchesOf,
  large,
  modelOf,
  optimizerOf,
  regularised,
  small,
  tiny,
  workloads,
} from '../../benchmarks/workloads.ts';
import { Interrupted } from '../../src/cli/interrupt.ts';
import { Trainer, tensor } from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { inFolder } from '../helpers/fake-parts.ts';
import { benchPeers, contender, startFake } from '../helpers/fake-peers.ts';

const ours = contender('simdgrad', '', { perStep: 0.5, perPrediction: 0.001 });

function courseIn(folder: string, signal = new AbortController().signal): Course {
  return { folder, pace: quick, signal, onDoing: () => {} };
}

const row = (peer: string, way: string, ratio: number | undefined, changes: Partial<PeerRow> = {}): PeerRow => ({
  peer,
  title: `The ${peer}`,
  way,
  extra: false,
  best: false,
  ...(ratio === undefined
    ? { failure: 'cannot do it' }
    : { ratio: spreadOf([ratio]), step: spreadOf([ratio * 2]), work: {}, rounds: 1 }),
  ...changes,
});

describe('arithmetic', () => {
  it('a ratio is the median of the ratios within rounds, not that of the medians', () => {
    const rounds = [
      { ours: 1, theirs: 10 },
      { ours: 2, theirs: 22 }, // a disturbed round, in which both were slow
      { ours: 4, theirs: 36 },
    ];
    expect(ratioOf(rounds)).toEqual({ median: 10, lowerQuartile: 9.5, upperQuartile: 10.5 });
  });

  it('the best way is the fastest that counts, of each peer', () => {
    const rows = [
      row('a', 'slow', 30),
      row('a', 'fast', 20),
      row('a', 'beside', 10, { extra: true }),
      row('a', 'broken', undefined),
      row('b', '', 5),
      row('c', '', undefined),
    ];
    expect(markBest(rows).map(({ best }) => best)).toEqual([false, true, false, false, true, false]);
  });

  it('losses are as far apart as their worst step, by the size of large ones', () => {
    expect(worstDifference([1, 0.5, 20], [1, 0.25, 10])).toBe(1);
    expect(worstDifference([0.5], [0.5 + tolerance / 2])).toBeLessThan(tolerance);
    expect(worstDifference([Number.NaN, 1], [1, 1])).toBeNaN();
  });

  it('a loss falls by its first and its last quarter', () => {
    expect(falls([4, 1, 9, 9, 9, 9, 2, 2])).toBe(true);
    expect(falls([2, 2, 1, 1, 1, 1, 4, 1])).toBe(false);
  });

  it('ratios are written with two digits that count', () => {
    expect([0.777, 1, 1.994, 2, 9.44, 19.9, 37.4, 1234].map(timesText)).toEqual([
      '0.78x',
      '1.00x',
      '1.99x',
      '2.0x',
      '9.4x',
      '19.9x',
      '37x',
      '1234x',
    ]);
  });
});

describe('promises', () => {
  const result = (id: string, rows: PeerRow[]): WorkloadResult => ({
    id,
    network: 'n',
    batch: 32,
    ours: spreadOf([2]),
    rows: markBest(rows),
  });
  const judged = (results: WorkloadResult[]) =>
    figuresOf({ workloads: results, predictions: [] }).map(({ what, measured, atLeast }) => [what, measured, atLeast]);

  it('speak of the best way of a peer', () => {
    const rows = [row('tfjs', 'cpu fit', 80), row('tfjs', 'wasm fit', 27), row('scikit-learn', '', 2)];
    expect(judged([result('W1', rows)])).toEqual([['W1: times the speed of The tfjs', 27, 28]]);
    expect(ratiosOf({ workloads: [result('W1', rows)] })).toEqual({
      'W1 against The tfjs': 27,
      'W1 against The scikit-learn': 2,
    });
  });

  it('to be ahead are kept where there is nobody, others are not', () => {
    const rows = ['tfjs', 'jax-js', 'brain.js', 'pytorch'].map((name) => row(name, '', undefined));
    expect(judged([result('W4', rows), result('W2', rows)])).toEqual([
      ['W4: times the speed of The tfjs', Number.NaN, 9],
      ['W4: times the speed of The jax-js', Number.NaN, 2.5],
      ['W4: times the speed of The pytorch', Number.NaN, 0.7],
      ['W2: times the speed of The tfjs', Number.NaN, 28],
      ['W2: times the speed of The pytorch', Number.NaN, 6],
    ]);
  });

  it('are about times and memory, too', () => {
    const latency = (id: string, ours: number) => ({ id, ours: spreadOf([ours]), rows: [] });
    const figures = figuresOf({
      workloads: [],
      predictions: [latency('W1', 0.0021), latency('W4', 0.021)],
      starts: latency('W4', 120),
      memory: { oursBytes: 72.4e6, rows: [] },
    });
    expect(figures.map(({ what, measured, below, text }) => [what, text(measured), text(below!)])).toEqual([
      ['W1: prediction of one row', '2.1 µs', '3.0 µs'],
      ['W4: prediction of one row', '21.0 µs', '20.0 µs'],
      ['W4: process start to the end of the first step', '120 ms', '150 ms'],
      ['W4: peak memory of training', '72 MB', '90 MB'],
    ]);
  });
});

describe('jobs', () => {
  it.each(workloads.map(({ id }) => id))('%s: what is written is read', (id) =>
    inFolder(async (folder) => {
      const workload = workloads.find((one) => one.id === id)!;
      const place = join(folder, 'job');
      writeJob(place, workload, 2);
      const job = readJob(place);
      expect(job.workload).toEqual(workload);
      const parameters = modelOf(workload).parameters();
      expect(job.parameters.map(({ shape }) => shape)).toEqual(parameters.map(({ shape }) => shape));
      job.parameters.forEach(({ values }, i) => {
        expectSameBits(values, parameters[i].toFloat32Array());
      });
      const batches = batchesOf(workload).slice(0, 2);
      expect(job.batches).toHaveLength(2);
      job.batches.forEach(({ x, labels }, i) => {
        expectSameBits(x, batches[i].x);
        expectSameBits(labels, batches[i].labels);
      });
    }),
  );
});

describe('processes', () => {
  const tsx = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
  const ourProgram = fileURLToPath(new URL('../../benchmarks/peers/simdgrad.ts', import.meta.url));

  it('ours does in its own what Trainer does here', () =>
    inFolder(async (folder) => {
      const job = join(folder, 'job');
      writeJob(job, tiny);
      const child = new Child(process.execPath, [...tsx, ourProgram, job, ''], { patienceSeconds: 60 });
      try {
        expect(await child.ready()).toEqual({ versions: {} });
        const { losses } = await child.ask({ do: 'follow', steps: 20, seconds: 60 });
        const trainer = new Trainer(modelOf(tiny), { loss: 'crossEntropy', optimizer: optimizerOf(tiny) });
        const batches = batchesOf(tiny);
        expect(losses).toEqual(
          losses.map((_, i) => {
            const { x, labels } = batches[i % batches.length];
            return trainer.step(tensor(x, [tiny.batch, ...tiny.input]), tensor(labels)).loss;
          }),
        );
        expect((await child.ask({ do: 'train', steps: 50 })).milliseconds).toBeGreaterThan(0);
        expect((await child.ask({ do: 'predict', times: 50 })).milliseconds).toBeGreaterThan(0);
        expect((await child.ask({ do: 'memory' })).peakBytes).toBeGreaterThan(30e6);
      } finally {
        await child.stop();
      }
    }));

  it('say why they cannot begin', () =>
    inFolder(async (folder) => {
      const child = new Child(process.execPath, [...tsx, ourProgram, join(folder, 'nowhere'), ''], {
        patienceSeconds: 60,
      });
      expect(await rejectionOf(child.ready())).toMatchObject({
        name: 'PeerError',
        message: expect.stringMatching(/^ENOENT: no such file or directory.*job\.json/),
      });
      await child.stop();
    }));

  it('that cannot be started, end without a word, or take too long are told', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'job'));
      writeFileSync(join(folder, 'job', 'job.json'), '{}');
      const job = join(folder, 'job');
      const absent = new Child(join(folder, 'no-such-program'), [], { patienceSeconds: 60 });
      expect((await rejectionOf(absent.ready())).message).toContain('ENOENT');
      const dying = startFake(job, { dies: 0 });
      await dying.ready();
      expect((await rejectionOf(dying.ask({ do: 'memory' }))).message).toBe(
        'ended with exit code 1: TypeError: out of luck',
      );
      const hanging = startFake(job, { hangs: 0 }, { patienceSeconds: 2 }); // enough to begin on a busy machine
      await hanging.ready();
      expect(await rejectionOf(hanging.ask({ do: 'memory' }))).toMatchObject({
        name: 'PeerError',
        message: 'gave no answer within 2 s',
      });
      for (const child of [absent, dying, hanging]) await child.stop();
    }));
});

describe('a race', () => {
  it('finds how many times slower each is', () =>
    inFolder(async (folder) => {
      const contenders = [
        contender('a', 'slow', { perStep: 8, perPrediction: 0.5 }),
        contender('a', 'fast', { perStep: 2, perPrediction: 0.004 }),
        contender('a', 'beside', { perStep: 0.25 }, true),
        contender('b', '', { perStep: 0.1, differs: 'half of the work' }),
      ];
      const { workload, prediction, versions } = await race(small, ours, contenders, courseIn(folder), true);
      expect(workload).toMatchObject({ id: 'W1', batch: 32, ours: { median: 0.5 } });
      expect(workload.rows.map(({ way, best, ratio, rounds }) => [way, best, ratio!.median, rounds])).toEqual([
        ['slow', false, 16, 3],
        ['fast', true, 4, 3],
        ['beside', false, 0.5, 3],
        ['', true, 0.2, 3],
      ]);
      expect(workload.rows.map(({ work }) => work)).toEqual([
        ...Array(3).fill({ differs: undefined, compared: { steps: 20, worst: 0, with: '' } }),
        { differs: 'half of the work' },
      ]);
      expect(prediction?.rows.map(({ ratio }) => ratio!.median)).toEqual([500, 4, 10, 10]);
      expect(versions).toEqual({ a: { 'fake-peer': '1.2.3' }, b: { 'fake-peer': '1.2.3' } });
    }));

  it('has fewer rounds with one who is slow', () =>
    inFolder(async (folder) => {
      const { workload } = await race(tiny, ours, [contender('a', '', { perStep: 60_000 })], courseIn(folder));
      expect(workload.rows[0]).toMatchObject({ rounds: 1, ratio: { median: 120_000 } });
    }));

  it('takes the step in which losses were compared, and no other, of one who is slower still', () =>
    inFolder(async (folder) => {
      const pace = { ...quick, mostSeconds: 1e-9 };
      const contenders = [contender('a', '', { perStep: 60_000, dies: 1 })];
      const { workload } = await race(tiny, ours, contenders, { ...courseIn(folder), pace });
      expect(workload.rows[0].rounds).toBe(1);
      expect(workload.rows[0].step!.median).toBeLessThan(1000);
    }));

  it('makes a row of what goes wrong', () =>
    inFolder(async (folder) => {
      const contenders = [
        contender('a', 'says so', { error: 'has no such layer' }),
        contender('a', 'computes something else', { off: 0.1 }),
        contender('a', 'answers nonsense', { garbles: true }),
        contender('a', 'dies', { dies: 3 }),
        contender('a', 'works', { perStep: 1 }),
      ];
      const { workload, prediction } = await race(small, ours, contenders, courseIn(folder), true);
      const failures = [
        'has no such layer',
        'its losses are not ours: 0.10 apart after 20 steps',
        'answered with what is no JSON: {"losses":[NaN]}',
        'ended with exit code 1: TypeError: out of luck',
        undefined,
      ];
      expect(workload.rows.map(({ failure }) => failure)).toEqual(failures);
      expect(prediction?.rows.map(({ failure }) => failure)).toEqual(failures);
      expect(workload.rows.map(({ best }) => best)).toEqual([false, false, false, false, true]);
    }));

  it('gives up what takes too long', () =>
    inFolder(async (folder) => {
      const pace = { ...quick, patienceSeconds: 3 };
      const { workload } = await race(tiny, ours, [contender('a', '', { hangs: 1 })], { ...courseIn(folder), pace });
      expect(workload.rows[0].failure).toBe('gave no answer within 3 s');
    }));

  it('compares losses without dropout, whose masks nobody shares', () =>
    inFolder(async (folder) => {
      const { workload } = await race(regularised, ours, [contender('a', '', {})], courseIn(folder));
      expect(workload.rows[0].work?.compared).toEqual({ steps: 20, worst: 0, with: 'without dropout' });
      const plain = readJob(join(folder, 'W2-without-dropout'));
      expect(plain.workload.layers.map(({ kind }) => kind)).toEqual(['dense', 'batchNorm', 'dense', 'dense']);
      expect(plain.parameters).toEqual(readJob(join(folder, 'W2')).parameters);
    }));

  it('ends with its processes', () =>
    inFolder(async (folder) => {
      const controller = new AbortController();
      controller.signal.addEventListener('abort', killAll);
      const course = {
        ...courseIn(folder, controller.signal),
        onDoing: (doing: string) => {
          if (doing.includes('round')) controller.abort(new Interrupted(130));
        },
      };
      expect(await rejectionOf(race(small, ours, [contender('a', '', {})], course))).toBeInstanceOf(Error);
      expect(await rejectionOf(race(large, ours, [], course))).toBeInstanceOf(Interrupted);
    }));

  it('cannot be without ours', () =>
    inFolder(async (folder) => {
      const none = contender('simdgrad', '', { error: 'nothing works' });
      expect(await rejectionOf(race(small, none, [], courseIn(folder)))).toMatchObject(new PeerError('nothing works'));
    }));
});

it('beginnings are timed in new processes', () =>
  inFolder(async (folder) => {
    const contenders = [
      contender('a', 'works', {}),
      contender('a', 'beside', {}, true),
      contender('b', '', { error: 'not today' }),
    ];
    const { starts, memory } = await measureStarts(large, ours, contenders, courseIn(folder));
    expect(starts.rows.map(({ way, failure }) => [way, failure])).toEqual([
      ['works', undefined],
      ['', 'not today'],
    ]);
    expect(starts.ours.median).toBeGreaterThan(5);
    expect(starts.rows[0].ratio!.median).toBeGreaterThan(0.05);
    expect(memory).toEqual({
      oursBytes: 50e6,
      rows: [
        { peer: 'a', title: 'The a', way: 'works', bytes: 50e6 },
        { peer: 'b', title: 'The b', way: '', failure: 'not today' },
      ],
    });
    expect(readJob(join(folder, 'one-batch')).batches).toHaveLength(1);
  }));

describe('a package that is missing', () => {
  it('is a hint how to get it', () =>
    inFolder(async (folder) => {
      const jax = peers.find(({ name }) => name === 'jax-js')!;
      expect(missingHint(jax, folder)).toBe(
        '@jax-js/jax not installed; npm ci --prefix benchmarks/peers --ignore-scripts',
      );
      mkdirSync(join(folder, '@jax-js', 'jax'), { recursive: true });
      writeFileSync(join(folder, '@jax-js', 'jax', 'package.json'), '{}');
      expect(missingHint(jax, folder)).toBeUndefined();
      const python = { ...peers.find(({ name }) => name === 'pytorch')!, packages: ['no_such_module'] };
      expect(missingHint(python)).toMatch(
        /^(Python has no no_such_module|no Python .*); apt-get install python3-torch$/,
      );
    }));

  it('installed by the peers alone, without addresses of a registry', () => {
    const folder = fileURLToPath(new URL('../../benchmarks/peers/', import.meta.url));
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const wanted = peers.filter(({ language }) => language === 'node').flatMap(({ packages }) => packages);
    expect(Object.keys(dependencies).sort()).toEqual(wanted.sort());
    const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved"|https?:\/\/registry/);
    const root = JSON.parse(readFileSync(join(folder, '..', '..', 'package.json'), 'utf8')) as object;
    for (const name of wanted) expect(JSON.stringify(root)).not.toContain(`"${name}"`);
  });
});

describe('the command', () => {
  const fakes = {
    tfjs: [contender('tfjs', 'cpu', { perStep: 50 }), contender('tfjs', 'wasm', { perStep: 5 })],
    'brain.js': [contender('brain.js', '', { perStep: 20, differs: 'a sample at a time' })],
  };

  it('--help and --list', () =>
    inFolder(async (folder) => {
      const help = await benchPeers(['--help'], { fakes, folder });
      expect([help.exitCode, help.errors]).toEqual([0, '']);
      for (const word of ['--only', '--filter', '--quick', '--rounds', 'npm ci --prefix benchmarks/peers']) {
        expect(help.output).toContain(word);
      }
      const list = await benchPeers(['--list'], { fakes, folder, missing: ['tfjs'] });
      expect(list.output).toBe('tfjs          not installed; get tfjs\nbrain.js      is there\n');
    }));

  it.each([
    [['--only', 'tfjs,torch'], "There is no peer 'torch'. There are tfjs, brain.js."],
    [['--rounds', '0'], 'It must be a whole number from 1 on.'],
    [['--filter', '('], 'Invalid regular expression: /(/'],
    [['--quik'], "error: unknown option '--quik'"],
  ])('%j is refused', (words, message) =>
    inFolder(async (folder) => {
      const { exitCode, errors } = await benchPeers(words, { fakes, folder });
      expect(exitCode).toBe(2);
      expect(errors).toContain(message);
    }),
  );

  it('leaves out who is missing, and says how to get them', () =>
    inFolder(async (folder) => {
      const words = ['--quick', '--filter', 'W1'];
      const some = await benchPeers(words, { fakes, folder, missing: ['tfjs'] });
      expect(some.exitCode).toBe(0);
      expect(some.errors).toContain('The tfjs is left out: not installed; get tfjs\n');
      expect(some.prepared).toEqual(['brain.js']);
      expect(some.output).not.toContain('tfjs');
      const nobody = await benchPeers(words, { fakes, folder, missing: ['tfjs', 'brain.js'] });
      expect(nobody).toMatchObject({ exitCode: 1, output: '', prepared: [] });
      expect(nobody.errors).toContain('error: none of the peers is there\n');
    }));

  it.each([
    ['--quick', '--filter', 'W[13]'],
    ['--only', 'tfjs', '--filter', 'W3', '--rounds', '2'],
  ])('%s %s %s … prints and writes nothing', (...words) =>
    inFolder(async (folder) => {
      const { exitCode, output } = await benchPeers(words, { fakes, folder });
      expect(exitCode).toBe(words.includes('--quick') ? 0 : 1);
      expect(output).toContain(`peers: npm run bench:peers -- ${words.join(' ').replace('W[13]', "'W[13]'")}\n`);
      expect(output).toMatch(
        /The tfjs wasm +5\.00 +±0\.0 % +6,400 +10\.0x +best; loss as ours over 20 steps, to 0e\+0\n/,
      );
      expect(output).toMatch(/W3: times the speed of The tfjs +10\.0x +at least 50x +MISSED\n/);
      expect(readdirSync(folder)).toEqual([]);
    }),
  );

  it('says where nothing matches', () =>
    inFolder(async (folder) => {
      const { exitCode, errors } = await benchPeers(['--filter', 'W7'], { fakes, folder });
      expect([exitCode, errors]).toEqual([1, 'error: no workload matches /W7/\n']);
    }));

  it('writes results and pictures, from which docs/speed.md is made', () =>
    inFolder(async (folder) => {
      const before = await benchPeers(['--markdown'], { fakes, folder });
      expect(before.errors).toBe('error: there are no results yet: npm run bench:peers\n');
      const { exitCode, output } = await benchPeers(['--rounds', '2'], { fakes, folder, missing: [] });
      expect(exitCode).toBe(1);
      expect(output).toMatch(/promises: \d+ of \d+ missed; .+\nwritten to .*peers\.json\n$/);
      expect(readdirSync(folder).sort()).toEqual(['peers-dark.svg', 'peers-light.svg', 'peers.json']);
      const file = JSON.parse(readFileSync(join(folder, 'peers.json'), 'utf8')) as PeersFile;
      expect(file).toMatchObject({
        command: 'npm run bench:peers -- --rounds 2',
        ratios: { 'W1 against The tfjs': 10, 'W6 against The brain.js': 40 },
        results: {
          peers: [
            { peer: 'tfjs', title: 'The tfjs', versions: { 'fake-peer': '1.2.3' } },
            { peer: 'brain.js', title: 'The brain.js', versions: { 'fake-peer': '1.2.3' } },
          ],
          versions: { simdgrad: '0.1.0', Node: '20.0.0' },
        },
      });
      expect(file.figures.length).toBe(5 + 6 + 4);
      const { output: markdown } = await benchPeers(['--markdown'], { fakes, folder });
      expect(markdown).toBe(peersMarkdown(file));
      expect(markdown).toContain(
        '| trained | simdgrad, samples/s | The tfjs 1.2.3 | The brain.js 1.2.3 |\n| --- | ---: | ---: | ---: |\n' +
          '| W1: 11-64-64-6, batch 32 | 64,000 | 10.0x | 40x\\* |\n',
      );
      expect(markdown).toContain('\n- The brain.js. W1, W2, W3, W4, W5, W6: a sample at a time.\n');
      expect(markdown).toMatch(/\n\| one row predicted, W1, µs \| 1\.0 \| 10\.0 \| 10\.0 \|\n/);
      expect(markdown).toContain('\n| peak memory of training W4, MB | 50 | 50 | 50 |\n');
      for (const picture of ['peers-dark.svg', 'peers-light.svg']) expect(markdown).toContain(picture);
    }));

  it('Ctrl-C ends all processes and leaves the results that were there', () =>
    inFolder(async (folder) => {
      const before = '{ "ratios": {} }\n';
      writeFileSync(join(folder, 'peers.json'), before);
      let started: Child | undefined;
      const stuck = {
        ...contender('tfjs', '', {}),
        start(job: string) {
          started = startFake(job, { hangs: 1 });
          setTimeout(() => process.emit('SIGINT', 'SIGINT'), 300);
          return started;
        },
      };
      const { exitCode, output, errors } = await benchPeers([], { fakes: { tfjs: [stuck] }, folder });
      expect([exitCode, output, errors]).toEqual([130, '', 'stopped\n']);
      expect((await rejectionOf(started!.ready())).message).toBe('ended with SIGKILL');
      expect(readdirSync(folder)).toEqual(['peers.json']);
      expect(readFileSync(join(folder, 'peers.json'), 'utf8')).toBe(before);
    }));
});

describe('docs/speed.md', () => {
  const spread = (median: number) => ({ median, lowerQuartile: median, upperQuartile: median });
  const file = {
    machine: 'a machine',
    runtime: 'Node 20',
    results: {
      peers: [
        { peer: 'a', title: 'A', versions: { a: '1.0.0', more: '2' } },
        { peer: 'b', title: 'B', versions: { b: '3.1' } },
        { peer: 'c', title: 'C', versions: {}, missing: 'not installed' },
      ],
      versions: { Python: '3.11' },
      workloads: [
        {
          id: 'W1',
          network: 'small',
          batch: 32,
          ours: spread(0.0317),
          rows: markBest([
            row('a', 'x', 37.4),
            row('a', 'y', 40),
            row('b', '', 0.5, { extra: true }),
            row('b', 'z', 0.75),
          ]),
        },
        {
          id: 'W2',
          network: 'odd',
          batch: 32,
          ours: spread(1),
          rows: [row('a', 'x', undefined), row('b', '', undefined)],
        },
      ],
      predictions: [
        { id: 'W1', ours: spread(0.0021), rows: [{ peer: 'a', title: 'A', way: '', theirs: spread(0.25) }] },
      ],
      starts: { id: 'W4', ours: spread(123.4), rows: [{ peer: 'b', title: 'B', way: '', failure: 'no' }] },
      memory: { oursBytes: 72.4e6, rows: [{ peer: 'b', title: 'B', way: '', bytes: 251.7e6 }] },
    },
  } as unknown as PeersFile;

  it('has a row for each workload', () => {
    expect(peersTable(file)).toEqual([
      '| trained | simdgrad, samples/s | A 1.0.0 | B 3.1 |',
      '| --- | ---: | ---: | ---: |',
      '| W1: small, batch 32 | 1,010,000 | 37x | 0.75x |',
      '| W2: odd, batch 32 | 32,000 | – | – |',
    ]);
    expect(peersMarkdown(file)).toContain('- A. W2: cannot do it.\n- B. W2: cannot do it.\n');
  });

  it('has what it costs to begin', () => {
    expect(beginningTable(file)).toEqual([
      '|  | simdgrad | A | B |',
      '| --- | ---: | ---: | ---: |',
      '| one row predicted, W1, µs | 2.1 | 250 | – |',
      '| process start to the end of the first step of W4, ms | 123 | – | – |',
      '| peak memory of training W4, MB | 72 | – | 252 |',
    ]);
  });

  it('has the ratios as bars', () => {
    expect(peersChart(file.results)).toMatchObject({
      groups: ['W1', 'W2'],
      series: [
        { name: 'A', bars: [{ value: 37.4, text: '37x' }, null] },
        { name: 'B', bars: [{ value: 0.75, text: '0.75x' }, null] },
      ],
    });
  });
});

it('programs of peers exist', () => {
  const folder = fileURLToPath(new URL('../../benchmarks/peers/', import.meta.url));
  for (const { program, language } of peers) {
    expect(existsSync(join(folder, `${program}.${language === 'node' ? 'ts' : 'py'}`)), program).toBe(true);
  }
});
