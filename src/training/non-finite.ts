/** Where a loss that is not finite came from: found by computing the step once more, operation by operation. */
import { nodesBefore } from '../autodiff/node.ts';
import { NonFiniteError, shapeText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Model } from './model.ts';
import type { StepComputation } from './step-computation.ts';

/**
 * The error for a step whose loss is not finite. It names the first operation whose result was not finite, and the layer
 * it is in; or the input or weight that was not finite before.
 *
 * @param step training steps taken before.
 * @param named tensors that the step reads, with what to call them.
 */
export function nonFiniteError(
  who: string,
  step: number,
  loss: number,
  compute: StepComputation,
  batch: readonly [x: Tensor, y: Tensor, weights?: Tensor],
  named: readonly (readonly [name: string, tensor: Tensor])[],
): NonFiniteError {
  const begin = `${who}: step ${step}: the loss is ${loss}`;
  for (const [name, tensor] of named) {
    const at = firstNonFinite(tensor.toFloat32Array());
    if (at < 0) continue;
    const isData = tensor === batch[0] || tensor === batch[1] || tensor === batch[2];
    const fix = isData
      ? 'drop such rows or fill the gaps'
      : 'the update before was too large: lower the learning rate, or set clipNorm';
    return new NonFiniteError(
      `${begin}: ${name} ${shapeText(tensor.shape)} has ${valueAt(tensor, at)} at place ${at}; ${fix}`,
      {
        step,
        layer: isData ? undefined : name.replace(/\.[^.]*$/, ''),
      },
    );
  }
  const [result] = compute(...batch);
  for (const node of nodesBefore(result)) {
    const at = firstNonFinite(node.output.values ?? new Float32Array());
    if (at < 0) continue;
    const { name: operation, layer } = node;
    const where = layer ? `in ${layer}` : 'after the layers';
    return new NonFiniteError(
      `${begin}: '${operation}' ${where} was the first to give ${valueAt(node.output, at)}; ` +
        'scale the inputs, lower the learning rate, or set clipNorm',
      { step, layer: layer || undefined, operation },
    );
  }
  return new NonFiniteError(`${begin}`, { step });
}

/** The place of the first value that is NaN or infinite, −1 if there is none. */
function firstNonFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

function valueAt(tensor: Tensor, at: number): number {
  return tensor.toFloat32Array()[at];
}

/** The weights of a model by name, or its parameters by number. */
export function namedWeights(model: Model): (readonly [name: string, tensor: Tensor])[] {
  if (typeof model.weights === 'function') return Object.entries(model.weights());
  return model.parameters().map((tensor, i) => [`parameter ${i}`, tensor] as const);
}

/** @throws NonFiniteError naming the first weight that an update has made NaN or infinite. */
export function requireFiniteWeights(who: string, model: Model, step: number): void {
  for (const [name, tensor] of namedWeights(model)) {
    const at = firstNonFinite(tensor.toFloat32Array());
    if (at < 0) continue;
    const layer = name.replace(/\.[^.]*$/, '');
    throw new NonFiniteError(
      `${who}: after step ${step}, ${name} ${shapeText(tensor.shape)} has ${valueAt(tensor, at)} at place ${at}: an update was too large; lower the learning rate, or set clipNorm`,
      { step, layer },
    );
  }
}
