import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { keepingTerminal } from '../helpers/output.ts';

const defaults = {
  file: undefined,
  target: undefined,
  delimiter: 'auto',
  header: true,
  hidden: [64, 64],
  epochs: 100,
  batchSize: 32,
  learningRate: 1e-3,
  seed: 0,
  seeds: 5,
};

function parse(...words: string[]) {
  const terminal = keepingTerminal();
  const errors = keepingTerminal();
  return { ...parseArguments(words, defaults, terminal, errors), help: terminal.text(), errors: errors.text() };
}

describe('parseArguments', () => {
  test('nothing said: the defaults', () => {
    expect(parse()).toEqual({ arguments: defaults, exitCode: undefined, help: '', errors: '' });
  });

  test('everything said', () => {
    const words =
      'wine.csv --target quality --delimiter ; --no-header --hidden 32,16,8 --epochs 5 --batch-size 128 --learning-rate 1e-2 --seed 42 --seeds 3'.split(
        ' ',
      );
    expect(parse(...words).arguments).toEqual({
      file: 'wine.csv',
      target: 'quality',
      delimiter: ';',
      header: false,
      hidden: [32, 16, 8],
      epochs: 5,
      batchSize: 128,
      learningRate: 0.01,
      seed: 42,
      seeds: 3,
    });
    expect(parse('--seed=0', '--learning-rate=.5').arguments).toMatchObject({ seed: 0, learningRate: 0.5 });
  });

  test.each(['--help', '-h'])('%s says what there is, and stops without a fault', (word) => {
    const { help, exitCode, errors, arguments: none } = parse(word, '--epochs', '5');
    expect([exitCode, errors, none]).toEqual([0, '', undefined]);
    expect(help).toContain('Usage: npm start -- [options] [FILE.csv]');
    for (const option of [
      '--target <column>',
      '--delimiter <character>',
      '--no-header',
      '--hidden',
      '--epochs',
      '--batch-size',
      '--learning-rate',
      '--seed',
      '--seeds',
      '--help',
    ]) {
      expect(help).toContain(option);
    }
    expect(help.replace(/\s+/g, ' ')).toContain('separated by commas (default: 64,64)');
    expect(help).not.toContain('\x1b');
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([
    [['--epochs', '0'], 'Expected a whole number of at least 1.'],
    [['--epochs', '1e3'], 'Expected a whole number of at least 1.'],
    [['--batch-size', '2.5'], 'Expected a whole number of at least 1.'],
    [['--seed', '-1'], 'Expected a whole number of at least 0.'],
    [['--seed', '9007199254740993'], 'Expected a whole number of at least 0.'],
    [['--learning-rate', '0'], 'Expected a positive number.'],
    [['--learning-rate', '1.2.3'], 'Expected a positive number.'],
    [['--learning-rate', 'Infinity'], 'Expected a positive number.'],
    [['--hidden', '64,'], 'Expected whole numbers of at least 1, such as 64,64.'],
    [['--hidden', ''], 'Expected whole numbers of at least 1'],
    [['--epoch', '5'], 'Did you mean --epochs?'],
    [['--target'], "option '--target <column>' argument missing"],
    [['wine.csv', 'more.csv'], 'too many arguments'],
  ])('%j is a mistake', (words, message) => {
    const { exitCode, errors, help, arguments: none } = parse(...words);
    expect([exitCode, help, none]).toEqual([1, '', undefined]);
    expect(errors).toContain(message);
    expect(errors).toContain('--help says what there is');
  });

  test('mistakes are red in a terminal', () => {
    const errors = keepingTerminal({ isTTY: true });
    parseArguments(['--what'], defaults, keepingTerminal(), errors);
    expect(errors.text()).toContain('\x1b[31merror: unknown option');
  });
});
