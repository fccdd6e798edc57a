/** Generated parts of the pages about optimizers. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generators } from '../../pages/generators/index.ts';
import { ruleStudies } from '../../pages/rule-studies.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const part = async (text: string): Promise<string[][]> => {
  const [name, ...words] = text.split(' ');
  const lines = ((await generators[name](words, root)) as string).split('\n');
  return lines.map((line) => line.slice(2, -2).split(' | '));
};

it('optimizer-figures has a row for each data set and optimizer, with the figures of the study', async () => {
  const [{ data, rules }] = await ruleStudies(root);
  const adam = rules.find(({ optimizer }) => optimizer === 'adam')!;
  const [head, , first, ...rest] = await part('optimizer-figures adam');
  expect(head).toHaveLength(5);
  expect(first[0]).toBe(data);
  const accuracies = adam.atBest.runs.map(({ test }) => test!.accuracy);
  const mean = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
  expect(first[1]).toMatch(new RegExp(`^${adam.atBest.setting}: ${(100 * mean).toFixed(1)} ± `));
  expect(await part('optimizer-figures momentum nesterov')).toHaveLength(2 + 2 * (1 + rest.length));
});

it('optimizer-verdicts has what names the optimizer, and no other', async () => {
  const names = (await part('optimizer-verdicts adam')).slice(2).map(([name]) => name);
  expect(names).toContain('Nadam is more accurate than Adam');
  expect(names.filter((name) => !/\bAdam\b/.test(name))).toEqual([]);
});

it('optimizer-order has every rule once', async () => {
  const names = (await part('optimizer-order')).slice(2).map(([name]) => name);
  expect(names).toHaveLength(12);
  expect(names).toContain('[RAdam](r-adam.md)');
});

describe('optimizer-defaults', () => {
  it('sets ours beside theirs', async () => {
    expect(await part('optimizer-defaults adagrad')).toEqual([
      ['option', 'Keras 3.15.1', 'PyTorch 1.13.0', 'here'],
      ['---', '---:', '---:', '---:'],
      ['`learningRate`', '0.001', '0.01', '0.01'],
      ['`epsilon`', '1e-7', '1e-10', '1e-10'],
      ['`initialSum`', '0.1', '0', '0, fixed'],
    ]);
    expect((await part('optimizer-defaults sgd'))[2]).toEqual(['`learningRate`', '0.01', 'to be given', '0.01']);
    expect((await part('optimizer-defaults lion'))[2]).toEqual(['`learningRate`', '0.001', '–', '1e-4']);
  });
});

it('words that are no optimizers are refused by name', async () => {
  await expect(part('optimizer-figures lamb')).rejects.toThrow(/expected names of optimizers, sgd, .*, got lamb/);
  await expect(part('optimizer-verdicts')).rejects.toThrow('got none');
  await expect(part('optimizer-defaults lamb')).rejects.toThrow('optimizer-defaults: optimizer must be one of');
});
