import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { requireKnownOptions, requirePositive, ShapeError, shapeText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

export interface LayerNormOptions {
  /** Added to the variance; 1e-5 unless set (PyTorch; Keras has 1e-3). */
  readonly epsilon?: number;
}

/**
 * Layer normalisation: each row along the last axis on its own, to mean 0 and variance 1, then scaled and shifted.
 *
 *     y = γ ∘ x̂ + β,   x̂ = (x − μ) / √(σ² + ε),   μ, σ² mean and population variance of the row
 *     ∂L/∂β = Σ ∂L/∂y over the rows      ∂L/∂γ = Σ x̂ ∘ ∂L/∂y over the rows
 *     ∂L/∂x = (h − mean(h) − x̂ · mean(h ∘ x̂)) / √(σ² + ε),   h = γ ∘ ∂L/∂y
 *
 * Nothing differs between training and evaluation, and no row knows of another. Shapes: x [n, …, columns]; γ and β
 * [columns].
 *
 * @throws ShapeError where these do not fit; RangeError unless epsilon is positive; TypeError for an unknown option.
 * @see Ba, Kiros & Hinton, 2016, eq. 3 and 4. https://arxiv.org/abs/1607.06450
 */
export function layerNorm(x: Tensor, gamma: Tensor, beta: Tensor, options: LayerNormOptions = {}): Tensor {
  requireTensor('layerNorm', 'x', x);
  requireKnownOptions('layerNorm', options, ['epsilon']);
  const { epsilon = 1e-5 } = options;
  requirePositive('layerNorm', { epsilon });
  if (x.rank < 1) throw new ShapeError('layerNorm: expected x [n, …, columns], got a scalar');
  const columns = x.shape[x.rank - 1];
  requireColumns(x, 'gamma', gamma);
  requireColumns(x, 'beta', beta);

  const rows = x.size / columns;
  const y = result(x.shape);
  const mean = workspace([rows]);
  const inverseDeviation = workspace([rows]);
  return apply({
    name: 'layerNorm',
    inputs: [x, gamma, beta],
    output: y,
    saved: [mean, inverseDeviation],
    constants: [epsilon],
    backwardReads: [x, gamma, mean, inverseDeviation],
    forward(run) {
      const mu = run.address(mean);
      const inverse = run.address(inverseDeviation);
      const g = run.address(gamma);
      const b = run.address(beta);
      kernels.layerNorm(run.address(y), mu, inverse, run.address(x), g, b, rows, columns, epsilon);
    },
    backward(run) {
      const dx = run.gradient(x);
      const dGamma = run.gradient(gamma);
      const dBeta = run.gradient(beta);
      // Asked in the order in which the kernel writes, so that one tensor may play several parts.
      const addsBeta = dBeta !== 0 ? run.adds(beta) : 0;
      const addsGamma = dGamma !== 0 ? run.adds(gamma) : 0;
      const addsX = dx !== 0 ? run.adds(x) : 0;
      kernels.layerNormBackward(
        dx,
        dGamma,
        dBeta,
        run.gradient(y),
        run.address(x),
        run.address(mean),
        run.address(inverseDeviation),
        run.address(gamma),
        packScratch,
        rows,
        columns,
        addsX,
        addsGamma,
        addsBeta,
      );
    },
  });
}

function requireColumns(x: Tensor, name: string, value: Tensor): void {
  requireTensor('layerNorm', name, value);
  const columns = x.shape[x.rank - 1];
  if (value.rank === 1 && value.size === columns) return;
  throw new ShapeError(
    `layerNorm(${columns}): ${name} must be [${columns}], one value for each column of x ${shapeText(x.shape)}, got ${shapeText(value.shape)}`,
  );
}
