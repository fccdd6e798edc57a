/** `simdgrad search show`, from words to what is printed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { choice, integer, logUniform, MedianPruner, RandomSampler, uniform, when } from '../../src/index.ts';
import { openJournal, search } from '../../src/node/index.ts';
import { keepingTerminal } from '../helpers/output.ts';

const space = {
  rate: logUniform(1e-4, 1),
  units: integer(8, 64, { step: 8, log: true }),
  optimizer: choice(['sgd', 'adam']),
  momentum: when('optimizer', 'sgd', uniform(0, 1)),
};

let folder = '';
let journal = '';
let two = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-search-show-'));
  journal = join(folder, 'study.jsonl');
  two = join(folder, 'two.jsonl');
  const sampler = new RandomSampler({ seed: 3 });
  await search({
    space,
    sampler,
    pruner: new MedianPruner({ startupTrials: 4 }),
    objective({ rate, units, momentum = 0.5 }, trial) {
      if (trial.number % 10 === 3) throw new RangeError('no such network\nat all');
      for (let step = 1; step <= 4 && !trial.shouldStop; step++) trial.report(step, units / 8 + rate + momentum / step);
      return units / 8 + rate + momentum / 4;
    },
    trials: 23,
    byHand: [{ rate: 0.5, units: 64, optimizer: 'adam', momentum: undefined }],
    journal,
  });
  await search({
    ...{ space, sampler, directions: ['minimize', 'maximize'], trials: 4, journal: two },
    objective: ({ rate, units }) => [rate, units],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function show(...words: readonly string[]) {
  const terminal = keepingTerminal({ columns: 100 });
  const errors = keepingTerminal();
  const exitCode = await runSimdgrad(['search', 'show', ...words], { terminal, errors, environment: {} });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const journalLines = (): string[] => readFileSync(journal, 'utf8').split(/(?<=\n)/);

describe('simdgrad search show', () => {
  test('says what was searched by what, what came of it, the best, and what matters', async () => {
    const { exitCode, output, errors } = await show(journal);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output).toContain('Search in study.jsonl\n');
    expect(output.replace(/\s+/g, ' ')).toContain(
      'minimize; parameters by random (seed 3); stopped early by median (startupTrials 4, warmupSteps 0, intervalSteps 1, ' +
        'minimumTrials 1); trial n knows of those below n − 3. 23 trials: ',
    );
    expect(output.replace(/\s+/g, ' ')).toMatch(
      / 23 trials: 1\d complete, \d pruned and 2 failed; 1 by hand; 0 s of computing\. /,
    );
    expect(output).toContain(
      [
        'Space of 4 parameters:',
        'parameter  values        scale               only if',
        'rate       0.0001 to 1   logarithmic',
        'units      8 to 64 by 8  whole, logarithmic',
        'optimizer  sgd, adam     choice',
        'momentum   0 to 1        linear              optimizer is sgd',
        '',
      ].join('\n'),
    );
    expect(output).toMatch(
      /^Best: trial \d+, with [\d.]+:\nparameter +value\nrate +0\.\d{10,}\nunits +8\noptimizer +\w+\n/m,
    );
    expect(output).toMatch(/^Importance: [^:]+:\nparameter +share\nunits +\d+ %\n/m);
    expect(output).toMatch(
      /^The best 10 of 1\d complete trials:\ntrial +value +step +seconds +rate +units +optimizer +momentum\n/m,
    );
    expect(output).toContain('and 13 more, with --all\n');
    expect(output).toMatch(
      /^Failures:\ntrial {2}why\n {3}13 {2}RangeError: no such network\n {4}3 {2}RangeError: no such network\n$/m,
    );
  });

  test('--all has each trial and its state, by number', async () => {
    const { output } = await show(journal, '--all');
    const table = output.slice(output.indexOf('All trials:\n'));
    expect(table).toMatch(/^All trials:\ntrial +value +state +step +seconds/);
    expect(table).toMatch(/^0 +8\.625 +complete, by hand +4 +0\.00 +0\.5 +64 +adam +–$/m);
    expect(table).toMatch(/^3 +– +failed +– +0\.00 /m);
    expect(table).toMatch(/^\d+ +\([\d.]+\) +pruned +[1-3] +0\.00 /m);
    expect(table.match(/^\d+ .* \d\.\d\d /gm)!.length).toBeGreaterThanOrEqual(23);
    expect(output).not.toContain('The best 10');
  });

  test('--json is the study', async () => {
    const { output } = await show(journal, '--json');
    const { trials, ...about } = JSON.parse(output);
    expect(trials).toHaveLength(23);
    expect(about).toMatchObject({ sampler: { name: 'random', seed: 3 }, directions: ['minimize'], lag: 3 });
    expect(Object.keys(about.space)).toEqual(Object.keys(space));
  });

  test('with several directions it has the front', async () => {
    const { output } = await show(two);
    expect(output).toContain('minimize and maximize; parameters by random (seed 3); none is stopped early;');
    expect(output).toMatch(
      /^Front: \d trials? that no other one beats in every direction:\ntrial +value 1 \(minimize\) +value 2 \(maximize\) /m,
    );
    expect(output).toContain('No importance of parameters: at least 5 trials with values are needed, got 4.');
    expect(output).not.toContain('Best:');
  });

  test('before anything is over, or complete, it says so', async () => {
    const lines = journalLines();
    const begun = join(folder, 'begun.jsonl');
    writeFileSync(begun, lines[0]);
    const { output } = await show(begun);
    expect(output).toContain('No trial is over yet.');
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/^momentum/);
    writeFileSync(begun, [lines[0], lines.find((line) => line.startsWith('{"key":"3"'))].join(''));
    expect((await show(begun)).output).toContain('No trial is complete yet, so none is the best.');
  });

  test('refuses what is no journal of a search', async () => {
    const other = join(folder, 'other.jsonl');
    const refused = async (text: string): Promise<string> => {
      writeFileSync(other, text);
      const { exitCode, output, errors } = await show(other);
      expect([exitCode, output]).toEqual([1, '']);
      return errors;
    };
    expect(await refused('')).toContain('other.jsonl is empty: it is no journal; choose another file');
    expect(await refused('a,b\n1,2\n')).toContain('line 1 is not as a journal writes it: it is no journal');
    expect(await refused(journalLines().with(4, '{"key":"9"}\n').join(''))).toContain(
      'line 5 is not as a journal writes it: it is damaged there',
    );
    rmSync(other);
    const study = { name: 'study optimizers', version: '1', settings: {}, data: '' };
    await (await openJournal(other, study)).close();
    expect((await show(other)).errors).toContain('it is the journal of "study optimizers", and not of a search');
    expect((await show(join(folder, 'none.jsonl'))).errors).toMatch(
      /^error: readSearch: no such file: .*none\.jsonl\n$/,
    );
    expect((await show()).exitCode).toBe(2);
  });
});
