import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { requireKnownOptions, requireNonNegative, requirePositive, ShapeError, shapeText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import {
  type ActivationName,
  type ActivationParameters,
  activate,
  type FusedActivation,
  fusedActivation,
  requireActivation,
} from './activation.ts';
import { biasGradient } from './bias-gradient.ts';
import { requireTensor } from './operand.ts';

export interface DenseOptions extends ActivationParameters {
  /** One value for each column of the weight. */
  readonly bias?: Tensor;
  /** 'none' unless set. */
  readonly activation?: ActivationName;
}

/**
 * A fully connected layer in one operation: matrix product, bias and activation f.
 *
 *     y = f(x·w + b)
 *     dz = ∂L/∂y ∘ f′(y)      ∂L/∂x = dz · wᵀ      ∂L/∂w = xᵀ · dz      ∂L/∂b = Σ dz over the rows
 *
 * Shapes: x [n, in] or with more leading axes, w [in, out], b [out], y [n, out].
 *
 * Bias and activation are computed while a tile of the product is still in registers, and backward finds f′ from y
 * alone, in the memory of ∂L/∂y. The same bits as matmul, add and the activation one after the other, forward and
 * backward. An activation whose gradient needs more than y (gelu, silu, softmax, logSoftmax) is a node after it.
 *
 * @throws ShapeError where x, weight and bias do not fit; RangeError for an activation or a number out of range;
 *   TypeError for an unknown option.
 */
export function dense(x: Tensor, weight: Tensor, options: DenseOptions = {}): Tensor {
  requireTensor('dense', 'x', x);
  requireTensor('dense', 'weight', weight);
  requireKnownOptions('dense', options, ['bias', 'activation', 'slope', 'alpha']);
  const { bias, activation = 'none', slope = 0.01, alpha = 1 } = options;
  requireActivation('dense', activation);
  requireNonNegative('dense', { slope });
  requirePositive('dense', { alpha });
  if (bias !== undefined) requireTensor('dense', 'bias', bias);
  requireFit(x, weight, bias);

  const parameters = { slope, alpha };
  const fused = fusedActivation(activation, parameters);
  if (fused) return fusedDense(x, weight, bias, fused);
  return activate(fusedDense(x, weight, bias, fusedActivation('none', parameters)!), activation);
}

function requireFit(x: Tensor, weight: Tensor, bias: Tensor | undefined): void {
  if (weight.rank !== 2)
    throw new ShapeError(`dense: weight must be a matrix [in, out], got ${shapeText(weight.shape)}`);
  const [inputs, outputs] = weight.shape;
  if (x.rank < 2) {
    throw new ShapeError(
      `dense(${inputs} → ${outputs}): expected input [batch, ${inputs}], got ${shapeText(x.shape)}; reshape one sample to [1, ${inputs}]`,
    );
  }
  if (x.shape[x.rank - 1] !== inputs) {
    const expected = shapeText([...x.shape.slice(0, -1), inputs]);
    throw new ShapeError(
      `dense(${inputs} → ${outputs}): expected input ${expected}, got ${shapeText(x.shape)} (${inputs} and ${x.shape[x.rank - 1]} in the last axis)`,
    );
  }
  if (bias && (bias.rank !== 1 || bias.size !== outputs)) {
    throw new ShapeError(
      `dense(${inputs} → ${outputs}): bias must be [${outputs}], one value for each output, got ${shapeText(bias.shape)}`,
    );
  }
}

function fusedDense(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  { code, parameter, backward: activationBackward }: FusedActivation,
): Tensor {
  const [inputs, outputs] = weight.shape;
  const rows = x.size / inputs;
  const size = rows * outputs;
  const y = result([...x.shape.slice(0, -1), outputs]);
  const backwardReads: Tensor[] = [];
  if (activationBackward) backwardReads.push(y);
  if (x.requiresGrad) backwardReads.push(weight);
  if (weight.requiresGrad) backwardReads.push(x);

  return apply({
    name: 'dense',
    inputs: bias ? [x, weight, bias] : [x, weight],
    output: y,
    constants: [code, parameter],
    backwardReads,
    forward(run) {
      const out = run.address(y);
      const from = run.address(x);
      const w = run.address(weight);
      const b = bias ? run.address(bias) : 0;
      kernels.gemmNN(out, from, w, rows, outputs, inputs, b, code, parameter, 0, packScratch);
    },
    backward(run) {
      const dz = run.gradient(y);
      if (activationBackward) activationBackward(dz, dz, run.address(y), size, parameter, 0);
      if (bias) biasGradient(run, bias, dz, rows);
      const dx = run.gradient(x);
      if (dx !== 0) {
        kernels.gemmNT(dx, dz, run.address(weight), rows, inputs, outputs, 0, 0, 0, run.adds(x), packScratch);
      }
      const dw = run.gradient(weight);
      if (dw !== 0) {
        kernels.gemmTN(dw, run.address(x), dz, inputs, outputs, rows, 0, 0, 0, run.adds(weight), packScratch);
      }
    },
  });
}
