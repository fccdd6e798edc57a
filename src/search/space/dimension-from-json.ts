import { valueText } from '../../errors.ts';
import { choice } from './choice.ts';
import { logUniform, uniform } from './continuous.ts';
import type { Dimension } from './dimension.ts';
import { integer } from './integer.ts';

/** A dimension from what its `toJSON` gave. @throws as the dimension does that it says it is; RangeError for another kind. */
export function dimensionFrom(json: object): Dimension {
  const { kind, low, high, step, log, values } = json as Record<string, never>;
  const readers: Readonly<Record<string, () => Dimension>> = {
    uniform: () => uniform(low, high),
    logUniform: () => logUniform(low, high),
    integer: () => integer(low, high, { step, log }),
    choice: () => choice(values as readonly string[]),
  };
  if (typeof kind === 'string' && Object.hasOwn(readers, kind)) return readers[kind]();
  throw new RangeError(`kind must be one of ${Object.keys(readers).join(', ')}, got ${valueText(kind)}`);
}
