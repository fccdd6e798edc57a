/** Where a loss that is not finite came from: found by computing the step once more, operation by operation. */
import { watching } from '../autodiff/apply.ts';
import type { Node } from '../autodiff/node.ts';
import { NonFiniteError, shapeText } from '../errors.ts';
import { firstNonFinite } from '../tensor/finite.ts';
import { noGrad } from '../tensor/mode.ts';
import { type Tensor, viewOf } from '../tensor/tensor.ts';
import type { Model } from './model.ts';
import type { StepComputation } from './step-computation.ts';

/**
 * The error for a step whose loss is not finite. It names the first operation whose result was not finite, and the layer
 * it is in; or the input or weight that was not finite before.
 *
 * @param step training steps taken before.
 * @param weights tensors of the model, with what to call them.
 */
export function nonFiniteError(
  who: string,
  step: number,
  loss: number,
  compute: StepComputation,
  batch: readonly [x: Tensor, y: Tensor, weights?: Tensor],
  weights: readonly NamedWeight[],
): NonFiniteError {
  const begin = `${who}: step ${step}: the loss is ${loss}`;
  for (const [i, tensor] of batch.entries()) {
    const found = nonFiniteIn(['x', 'y', 'weights'][i], tensor!);
    if (found) return new NonFiniteError(`${begin}: ${found}; drop such rows or fill the gaps`, { step });
  }
  for (const { name, layer, tensor } of weights) {
    const found = nonFiniteIn(name, tensor);
    if (found) return new NonFiniteError(`${begin}: ${found}: ${tooLarge}`, { step, layer });
  }
  const first = firstNonFiniteNode(compute, batch);
  if (!first) return new NonFiniteError(begin, { step });
  const { operation, layer, value } = first;
  return new NonFiniteError(
    `${begin}: '${operation}' ${layer ? `in ${layer}` : 'after the layers'} was the first to give ${value}; ` +
      'scale the inputs, lower the learning rate, or set clipNorm',
    { step, layer: layer || undefined, operation },
  );
}

const tooLarge = 'an update was too large, or its gradient not finite; lower the learning rate, or set clipNorm';

/** Computes the step at once, without anything that would be kept for backward. */
function firstNonFiniteNode(
  compute: StepComputation,
  batch: readonly [x: Tensor, y: Tensor, weights?: Tensor],
): { operation: string; layer: string; value: number } | undefined {
  let first: { operation: string; layer: string; value: number } | undefined;
  const look = ({ name, layer, output }: Node): void => {
    if (first) return;
    const at = firstNonFinite(output.values!);
    if (at >= 0) first = { operation: name, layer, value: output.values![at] };
  };
  watching(look, () => noGrad(() => compute(...batch)));
  return first;
}

/** `dense1.weight [4, 3] has NaN at place 5`; undefined if all is finite. */
function nonFiniteIn(name: string, tensor: Tensor): string | undefined {
  const values = viewOf(tensor);
  const at = firstNonFinite(values);
  return at < 0 ? undefined : `${name} ${shapeText(tensor.shape)} has ${values[at]} at place ${at}`;
}

/** A weight, what to call it, and the layer it is in, if the model says. */
export interface NamedWeight {
  readonly name: string;
  readonly layer: string | undefined;
  readonly tensor: Tensor;
}

/** The weights of a model by name, or its parameters and states by number. */
export function namedWeights(model: Model): NamedWeight[] {
  if (typeof model.weights !== 'function') {
    const numbered = (what: string, tensors: readonly Tensor[] = []): NamedWeight[] =>
      tensors.map((tensor, i) => ({ name: `${what} ${i}`, layer: undefined, tensor }));
    return [...numbered('parameter', model.parameters()), ...numbered('state', model.states?.())];
  }
  return Object.entries(model.weights()).map(([name, tensor]) => {
    const dot = name.lastIndexOf('.');
    return { name, layer: dot > 0 ? name.slice(0, dot) : undefined, tensor };
  });
}

/** @throws NonFiniteError naming the first weight that an update has made NaN or infinite. */
export function requireFiniteWeights(who: string, model: Model, step: number): void {
  for (const { name, layer, tensor } of namedWeights(model)) {
    const found = nonFiniteIn(name, tensor);
    if (found) throw new NonFiniteError(`${who}: after step ${step}, ${found}: ${tooLarge}`, { step, layer });
  }
}
