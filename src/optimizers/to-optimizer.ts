import { requireOneOf, valueText } from '../errors.ts';
import { Adadelta } from './adadelta.ts';
import { Adagrad } from './adagrad.ts';
import { Adam } from './adam.ts';
import { AdamW } from './adam-w.ts';
import { Adamax } from './adamax.ts';
import { Lion } from './lion.ts';
import { Momentum } from './momentum.ts';
import { Nadam } from './nadam.ts';
import { Optimizer } from './optimizer.ts';
import { RAdam } from './r-adam.ts';
import { RmsProp } from './rms-prop.ts';
import { Sgd } from './sgd.ts';

const byName = {
  sgd: Sgd,
  momentum: Momentum,
  rmsProp: RmsProp,
  adam: Adam,
  adamW: AdamW,
  adagrad: Adagrad,
  adadelta: Adadelta,
  adamax: Adamax,
  nadam: Nadam,
  rAdam: RAdam,
  lion: Lion,
};

/** An optimizer with the defaults of its class. */
export type OptimizerName = keyof typeof byName;

/**
 * An optimizer as people give it, by name or as a value. `who` says whose option it is.
 *
 * @throws RangeError for an unknown name, TypeError for what is no optimizer.
 */
export function toOptimizer(who: string, value: unknown): Optimizer {
  if (typeof value === 'string') {
    const make: new () => Optimizer =
      byName[requireOneOf(who, 'optimizer', value, Object.keys(byName) as OptimizerName[])];
    return new make();
  }
  if (value instanceof Optimizer) return value;
  const hint = typeof value === 'function' ? '; make one: new Adam()' : '';
  throw new TypeError(`${who}: optimizer must be the name of one or an optimizer, got ${valueText(value)}${hint}`);
}
