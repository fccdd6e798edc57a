import { valueText } from '../errors.ts';
import type { Regularizer, RegularizerJson } from './regularizer.ts';

/**
 * A regularizer as people give it: one of `regularizers` or of their own. `who` and `name` say whose option it is.
 *
 * @throws TypeError for what is no regularizer.
 */
export function toRegularizer(who: string, name: string, value: unknown): Regularizer {
  if (typeof value === 'object' && value !== null && 'penalty' in value && typeof value.penalty === 'function') {
    return value as Regularizer;
  }
  const hint =
    typeof value === 'function' || typeof value === 'string' ? '; give its factor: regularizers.l2(1e-4)' : '';
  throw new TypeError(`${who}: ${name} must be a regularizer, got ${valueText(value)}${hint}`);
}

/** @throws TypeError for a regularizer of someone's own that has no `toJSON`. */
export function regularizerToJSON(who: string, regularizer: Regularizer): RegularizerJson {
  if (typeof regularizer.toJSON === 'function') return regularizer.toJSON();
  throw new TypeError(`${who}: the regularizer '${regularizer.name}' cannot be saved: give it a method toJSON()`);
}
