import { requireOneOf, valueText } from '../errors.ts';
import { type L1Options, l1 } from './l1.ts';
import { l1l2 } from './l1l2.ts';
import { l2 } from './l2.ts';
import type { Regularizer, RegularizerJson } from './regularizer.ts';

type Factors = Readonly<Record<'lambda' | 'lambda1' | 'lambda2', number>> & Pick<L1Options, 'proximal'>;

const makers: Readonly<Record<string, (factors: Factors) => Regularizer>> = {
  l1: ({ lambda, proximal }) => l1(lambda, { proximal }),
  l2: ({ lambda }) => l2(lambda),
  l1l2: ({ lambda1, lambda2, proximal }) => l1l2(lambda1, lambda2, { proximal }),
};

/**
 * The regularizer that `toJSON` wrote down.
 *
 * @throws RangeError, TypeError if there is no such regularizer, or its factors are not numbers of at least 0.
 */
export function fromJSON(json: RegularizerJson): Regularizer {
  if (typeof json !== 'object' || json === null) {
    throw new TypeError(`regularizers.fromJSON: expected { type, … }, got ${valueText(json)}`);
  }
  requireOneOf('regularizers.fromJSON', 'type', json.type, Object.keys(makers));
  return makers[json.type](json as unknown as Factors);
}
