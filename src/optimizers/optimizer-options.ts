import { requireKnownOptions, requirePositive, valueText } from '../errors.ts';
import type { LearningRate } from './learning-rate.ts';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /** η, above 0, or a schedule. The default differs from rule to rule. */
  readonly learningRate?: LearningRate;
  /** Gradients whose norm, over all parameters of a step, is above this are scaled down to it together. */
  readonly clipNorm?: number;
  /** Each value of a gradient is cut to [−clipValue, clipValue], after `clipNorm`. */
  readonly clipValue?: number;
}

/** The options of a rule itself, complete. */
export type OwnOptions<Options> = Required<Omit<Options, keyof OptimizerOptions>>;

/** Options that were given or, where undefined, their defaults; unknown names and other kinds of value throw. */
export function completeOptions<Options extends OptimizerOptions>(
  name: string,
  options: Options,
  defaults: OwnOptions<Options> & { readonly learningRate: number },
): OptimizerOptions & Record<string, unknown> {
  requireKnownOptions(name, options, [...Object.keys(defaults), 'clipNorm', 'clipValue']);
  const complete: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    if (typeof complete[key] === 'boolean' && typeof value !== 'boolean') {
      throw new TypeError(`${name}: ${key} must be true or false, got ${valueText(value)}`);
    }
    complete[key] = value;
  }
  return complete;
}

/**
 * ε is a float32 that is still a normal number after a bias correction has been folded into it, so that dividing by it
 * is safe.
 *
 * @throws RangeError if it is below 1e-30 or not finite; TypeError if it is not a number.
 */
export function requireEpsilon(name: string, epsilon: unknown): void {
  requirePositive(name, { epsilon });
  if ((epsilon as number) < 1e-30) throw new RangeError(`${name}: epsilon must be at least 1e-30, got ${epsilon}`);
}
