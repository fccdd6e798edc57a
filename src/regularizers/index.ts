/** Penalties on weights: the namespace `regularizers`. */
export { fromJSON } from './from-json.ts';
export { type L1Options, l1 } from './l1.ts';
export { l1l2 } from './l1l2.ts';
export { l2 } from './l2.ts';
export type { Regularizer, RegularizerJson } from './regularizer.ts';
export { toRegularizer } from './to-regularizer.ts';
