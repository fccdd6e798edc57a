/** What operations that take indices say of a wrong one. */
import type { Shape } from '../tensor/shape.ts';
import type { Address } from '../wasm/kernels.ts';
import { floats } from '../wasm/memory.ts';

/** The error for element `i` of the indices at `address`: its position, what it is and what is allowed. */
export function indexError(
  who: string,
  what: string,
  shape: Shape,
  address: Address,
  i: number,
  entries: number,
): RangeError {
  const position: number[] = [];
  for (let axis = shape.length - 1, rest = i; axis >= 0; axis--) {
    position.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  const place = position.length > 0 ? ` [${position.join('][')}]` : '';
  return new RangeError(
    `${who}: ${what}${place} must be a whole number in [0, ${entries - 1}], got ${floats()[address / 4 + i]}`,
  );
}
