import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OptimizerName, toOptimizer } from '../../src/optimizers/index.ts';
import { markdownTable } from '../markdown-table.ts';

/** What test/golden/rule-defaults.py writes: null is a rate that has to be given, or a decay that there is not. */
interface Defaults {
  readonly version: string;
  readonly defaults: Readonly<Record<string, Readonly<Record<string, number | boolean | null>>>>;
}

/** Defaults of an optimizer in Keras, PyTorch and here, where they are read from the class: `optimizer-defaults adam`. Theirs of `momentum` are of SGD with one. */
export function optimizerDefaults([word]: readonly string[], root: string): string {
  const { keras, pytorch } = JSON.parse(
    readFileSync(join(root, 'test', 'golden', 'rule-defaults.json'), 'utf8'),
  ) as Record<'keras' | 'pytorch', Defaults>;
  const optimizer = toOptimizer('optimizer-defaults', word as OptimizerName);
  const learningRate = optimizer.learningRate as number;
  const here = { learningRate, ...(optimizer.options as Record<string, number | boolean>) };
  const theirs = [keras, pytorch].map(
    ({ defaults }) => defaults[word] ?? (word === 'momentum' ? defaults.sgd : undefined),
  );
  const cell = (defaults: Defaults['defaults'][string] | undefined, option: string): string => {
    const value = defaults?.[option];
    if (value === undefined) return '–';
    return value === null ? (option === 'learningRate' ? 'to be given' : 'none') : numberText(value);
  };
  const options = [
    ...Object.keys(here),
    ...(theirs.some((one) => one?.initialSum !== undefined) ? ['initialSum'] : []),
  ];
  return markdownTable(
    ['option', `Keras ${keras.version}`, `PyTorch ${pytorch.version}`, 'here'],
    options.map((option) => [
      `\`${option}\``,
      ...theirs.map((one) => cell(one, option)),
      option === 'initialSum' ? '0, fixed' : cell(here, option),
    ]),
  );
}

/** 0.000001 as 1e-6; what is not that small as it is. */
function numberText(value: number | boolean): string {
  if (typeof value === 'boolean') return String(value);
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}
