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
import {
  type Padding,
  placeWindows,
  requirePadding,
  requireSize2D,
  type Size2D,
  type Windows,
  windowNumbers,
} from './window.ts';

export interface Conv2dOptions extends ActivationParameters {
  /** One value for each filter. */
  readonly bias?: Tensor;
  /** Pixels from one window to the next: a number, or [down, across]. 1 unless set. */
  readonly stride?: Size2D;
  /** 'valid' unless set: windows lie inside the image. 'same': zeros around it, so that it has ⌈size / stride⌉ windows. */
  readonly padding?: Padding;
  /** 'none' unless set. */
  readonly activation?: ActivationName;
}

/**
 * Convolution of images with filters (cross-correlation, as everywhere in the field), bias and activation f in one operation.
 *
 *     z[n, i, j, o] = b[o] + Σ over ky, kx, c of x[n, i·s + ky − top, j·s + kx − left, c] · w[ky, kx, c, o]      y = f(z)
 *     ∂L/∂w[ky, kx, c, o] = Σ over n, i, j of x[n, i·s + ky − top, j·s + kx − left, c] · dz[n, i, j, o]
 *     ∂L/∂x[n, y, x, c]   = Σ over ky, kx, o of dz[n, i, j, o] · w[ky, kx, c, o]   where i·s + ky − top = y, j·s + kx − left = x
 *     ∂L/∂b = Σ dz over n, i, j
 *
 * Shapes: x [n, height, width, in], w [windowHeight, windowWidth, in, out], b [out], y [n, rows, columns, out], where along an axis
 * of size d with a window of k and stride s there are ⌊(d − k) / s⌋ + 1 windows ('valid') or ⌈d / s⌉ ('same', with half of the
 * padding, rounded down, before the image, as in TensorFlow). x is 0 beside the image.
 *
 * Sums run in the order of the indices above, each product and each sum rounded to float32. An activation whose gradient needs more
 * than y (gelu, silu, softmax, logSoftmax) is a node after it. No gradient of x is computed where x wants none.
 *
 * @throws ShapeError where x, weight and bias do not fit or a window is larger than the image; RangeError, TypeError for options.
 * @see Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016. https://arxiv.org/abs/1603.07285
 */
export function conv2d(x: Tensor, weight: Tensor, options: Conv2dOptions = {}): Tensor {
  requireTensor('conv2d', 'x', x);
  requireTensor('conv2d', 'weight', weight);
  requireKnownOptions('conv2d', options, ['bias', 'stride', 'padding', 'activation', 'slope', 'alpha']);
  const { bias, stride = 1, padding = 'valid', activation = 'none', slope = 0.01, alpha = 1 } = options;
  requireActivation('conv2d', activation);
  requireNonNegative('conv2d', { slope });
  requirePositive('conv2d', { alpha });
  if (bias !== undefined) requireTensor('conv2d', 'bias', bias);
  const strides = requireSize2D('conv2d', 'stride', stride);
  requirePadding('conv2d', padding);
  requireWeight(weight, bias);
  const [height, width, channels] = weight.shape;
  const windows = placeWindows('conv2d', x.shape, [height, width], strides, padding);
  if (windows.channels !== channels) {
    throw new ShapeError(
      `conv2d: weight ${shapeText(weight.shape)} is for images of ${channels} channels, got ${shapeText(x.shape)}; images are [batch, height, width, channels]`,
    );
  }

  const parameters = { slope, alpha };
  const fused = fusedActivation(activation, parameters);
  if (fused) return fusedConvolution(x, weight, bias, windows, fused);
  return activate(
    fusedConvolution(x, weight, bias, windows, fusedActivation('none', parameters)!),
    activation,
    parameters,
  );
}

function requireWeight(weight: Tensor, bias: Tensor | undefined): void {
  if (weight.rank !== 4) {
    throw new ShapeError(`conv2d: weight must be [height, width, in, out], got ${shapeText(weight.shape)}`);
  }
  const filters = weight.shape[3];
  if (bias && (bias.rank !== 1 || bias.size !== filters)) {
    throw new ShapeError(`conv2d: bias must be [${filters}], one value for each filter, got ${shapeText(bias.shape)}`);
  }
}

function fusedConvolution(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  windows: Windows,
  { code, parameter, backward: activationBackward }: FusedActivation,
): Tensor {
  const { batch, rows, columns, strideY, strideX, top, left } = windows;
  const numbers = windowNumbers(windows);
  const filters = weight.shape[3];
  const y = result([batch, rows, columns, filters]);
  const backwardReads: Tensor[] = [];
  if (activationBackward) backwardReads.push(y);
  if (x.requiresGrad) backwardReads.push(weight);
  if (weight.requiresGrad) backwardReads.push(x);

  return apply({
    name: 'conv2d',
    inputs: bias ? [x, weight, bias] : [x, weight],
    output: y,
    constants: [strideY, strideX, top, left, code, parameter],
    backwardReads,
    forward(run) {
      kernels.conv2d(
        run.address(y),
        run.address(x),
        run.address(weight),
        ...numbers,
        filters,
        bias ? run.address(bias) : 0,
        code,
        parameter,
        packScratch,
      );
    },
    backward(run) {
      const dz = run.gradient(y);
      if (activationBackward) activationBackward(dz, dz, run.address(y), y.size, parameter, 0);
      if (bias) biasGradient(run, bias, dz, batch * rows * columns);
      const dx = run.gradient(x);
      if (dx !== 0) {
        kernels.conv2dInputGradient(dx, dz, run.address(weight), ...numbers, filters, run.adds(x), packScratch);
      }
      const dw = run.gradient(weight);
      if (dw !== 0) {
        kernels.conv2dWeightGradient(dw, run.address(x), dz, ...numbers, filters, run.adds(weight), packScratch);
      }
    },
  });
}
