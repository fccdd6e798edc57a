/** Every optimizer, with the options that change its path through the rule. */
import type { Optimizer } from '../../src/optimizers/optimizer.ts';
import * as rules from '../../src/optimizers/rules.ts';
import { addedOptimizers } from '../helpers/added-golden.ts';

type Options = Record<string, unknown>;

const classes = rules as unknown as Readonly<Record<string, new (options?: Options) => Optimizer>>;

export const ruleNames = Object.keys(classes);

/** A new optimizer by its name. */
export function make(name: string, options?: Options): Optimizer {
  return new classes[name](options);
}

const variants: [name: string, options: Options][] = [
  ['Sgd', {}],
  ['Sgd', { momentum: 0.9 }],
  ['Sgd', { momentum: 0.9, nesterov: true }],
  ['Momentum', {}],
  ['RmsProp', {}],
  ['RmsProp', { centered: true }],
  ['RmsProp', { momentum: 0.9 }],
  ['RmsProp', { momentum: 0.9, centered: true }],
  ['Adam', {}],
  ['Adam', { amsgrad: true }],
  ['AdamW', {}],
  ['AdamW', { amsgrad: true }],
  ['Adagrad', {}],
  ['Adadelta', {}],
  ['Adamax', {}],
  ['Nadam', {}],
  ['RAdam', {}],
  ['Lion', {}],
  ['Lion', { weightDecay: 0.1 }],
  ...addedOptimizers.flatMap(({ optimizer, variants }) =>
    variants.map((options): [string, Options] => [optimizer, options]),
  ),
];

/** Each rule and variant: how it is called in test names, and a function that makes a new one. */
export const allRules = variants.map(([name, options]) => ({
  title: `${name} ${JSON.stringify(options)}`,
  name,
  options,
  make: (more: Options = {}) => make(name, { ...options, ...more }),
}));
