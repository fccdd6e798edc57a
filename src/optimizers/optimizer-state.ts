import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** All that a checkpoint has to hold of an optimizer; the options are the program's. */
export interface OptimizerState<Slot extends string = string> {
  /** The rule, such as `Adam`. */
  readonly optimizer: string;
  /** Calls of `step` so far: what the next schedule value is asked for. */
  readonly steps: number;
  /** One entry for each parameter, in their order: the steps it has taken, and its slots. */
  readonly parameters: readonly { readonly t: number; readonly slots: Readonly<Record<Slot, Float32Array>> }[];
}

/**
 * Makes sure that a state is that of the rule `optimizer`, with these slots, for these parameters.
 *
 * @throws DataError if it is the state of another rule or misses slots; ShapeError for other numbers of parameters or values.
 */
export function requireState<Slot extends string>(
  who: string,
  optimizer: string,
  slots: readonly Slot[],
  parameters: readonly Tensor[],
  state: OptimizerState,
): asserts state is OptimizerState<Slot> {
  if (state?.optimizer !== optimizer) {
    throw new DataError(`${who}: expected the state of ${optimizer}, got that of ${valueText(state?.optimizer)}`);
  }
  requireCount(who, 'steps', state.steps);
  if (!Array.isArray(state.parameters)) {
    throw new DataError(`${who}: parameters must be an array, got ${valueText(state.parameters)}`);
  }
  if (state.parameters.length !== parameters.length) {
    throw new ShapeError(`${who}: expected ${parameters.length} parameters, got ${state.parameters.length}`);
  }
  for (const [i, { t, slots: given }] of state.parameters.entries()) {
    requireCount(who, `t of parameter ${i}`, t);
    for (const name of slots) {
      const values = (given as Record<string, Float32Array | undefined> | undefined)?.[name];
      const what = `slot '${name}' of parameter ${i} ${shapeText(parameters[i].shape)}`;
      if (!values) throw new DataError(`${who}: ${what} is missing`);
      if (values.length !== parameters[i].size) {
        throw new ShapeError(`${who}: ${what} must have ${parameters[i].size} values, got ${values.length}`);
      }
    }
  }
}

function requireCount(who: string, what: string, count: unknown): void {
  if (Number.isSafeInteger(count) && (count as number) >= 0) return;
  throw new DataError(`${who}: ${what} must be a whole number of at least 0, got ${valueText(count)}`);
}
