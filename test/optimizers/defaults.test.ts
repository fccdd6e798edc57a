/** Defaults beside those of PyTorch and Keras, which test/golden/rule-defaults.py reads from their signatures. */
import { expect, it } from 'vitest';
import type { Optimizer } from '../../src/optimizers/optimizer.ts';
import * as rules from '../../src/optimizers/rules.ts';
import golden from '../golden/rule-defaults.json' with { type: 'json' };

type Defaults = Readonly<Record<string, Readonly<Record<string, number | boolean | null>>>>;

/** 'adamW': learning rate and options of a new AdamW. */
const ours: Defaults = Object.fromEntries(
  Object.values(rules).map((Rule) => {
    const rule: Optimizer = new Rule();
    const { learningRate, options } = rule;
    return [Rule.name[0].toLowerCase() + Rule.name.slice(1), { learningRate, ...options } as Defaults[string]];
  }),
);

/** What differs of the options that both have, as 'rmsProp.decay: 0.99, here 0.9'. */
function differences(theirs: Defaults): string[] {
  return Object.entries(theirs).flatMap(([rule, options]) =>
    Object.entries(options).flatMap(([option, value]) => {
      const here = ours[rule][option];
      return here === undefined || here === value ? [] : [`${rule}.${option}: ${value}, here ${here}`];
    }),
  );
}

it('are those of PyTorch, but for the rate of SGD, which it has none for, and RMSProp', () => {
  expect(golden.pytorch.version).toBe('1.13.0');
  expect(differences(golden.pytorch.defaults as Defaults)).toEqual([
    'sgd.learningRate: null, here 0.01',
    'rmsProp.learningRate: 0.01, here 0.001',
    'rmsProp.decay: 0.99, here 0.9',
    'rmsProp.epsilon: 1e-8, here 1e-7',
  ]);
});

it('are those of Keras for SGD and RMSProp', () => {
  const keras = differences(golden.keras.defaults as Defaults);
  expect(keras.filter((text) => /^(sgd|rmsProp)\./.test(text))).toEqual([]);
  expect(keras).toContain('adadelta.learningRate: 0.001, here 1');
  expect(keras).toContain('lion.learningRate: 0.001, here 0.0001');
  expect(keras).toContain('adamW.weightDecay: 0.004, here 0.01');
});
