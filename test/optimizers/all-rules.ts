/** Every optimizer, with the options that change its path through the rule. */
import * as optimizers from '../../src/optimizers/index.ts';
import type { Optimizer } from '../../src/optimizers/optimizer.ts';

type Options = Record<string, unknown>;

const makers: Record<string, (options?: Options) => Optimizer> = {
  Sgd: (options) => new optimizers.Sgd(options),
  Momentum: (options) => new optimizers.Momentum(options),
  RmsProp: (options) => new optimizers.RmsProp(options),
  Adam: (options) => new optimizers.Adam(options),
  AdamW: (options) => new optimizers.AdamW(options),
  Adagrad: (options) => new optimizers.Adagrad(options),
  Adadelta: (options) => new optimizers.Adadelta(options),
  Adamax: (options) => new optimizers.Adamax(options),
  Nadam: (options) => new optimizers.Nadam(options),
  RAdam: (options) => new optimizers.RAdam(options),
  Lion: (options) => new optimizers.Lion(options),
};

export const ruleNames = Object.keys(makers);

/** A new optimizer by its name. */
export function make(name: string, options?: Options): Optimizer {
  return makers[name](options);
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
];

/** Each rule and variant: how it is called in test names, and a function that makes a new one. */
export const allRules = variants.map(([name, options]) => ({
  title: `${name} ${JSON.stringify(options)}`,
  name,
  options,
  make: (more: Options = {}) => make(name, { ...options, ...more }),
}));
