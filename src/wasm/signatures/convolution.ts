import type { Address, Adds } from './address.ts';
import type { WindowNumbers } from './windows.ts';

/** kernels/convolution.ts. `scratch` is `packScratch`. */
export interface ConvolutionKernels {
  /** y = activation(x ∗ weight + bias). `bias` is 0 for none; `activation` is one of `activationCode`. */
  conv2d(
    y: Address,
    x: Address,
    weight: Address,
    ...rest: [...WindowNumbers, filters: number, bias: Address, activation: number, alpha: number, scratch: Address]
  ): void;
  /** The gradient of the weight from x and dz. */
  conv2dWeightGradient(
    dw: Address,
    x: Address,
    dz: Address,
    ...rest: [...WindowNumbers, filters: number, adds: Adds, scratch: Address]
  ): void;
  /** The rows of dw of `taps` taps from `firstTap` on, which threads share; `dw` is where the whole gradient begins. */
  conv2dWeightGradientOfTaps(
    dw: Address,
    x: Address,
    dz: Address,
    ...rest: [...WindowNumbers, filters: number, adds: Adds, scratch: Address, firstTap: number, taps: number]
  ): void;
  /** The gradient of x from dz and the weight. */
  conv2dInputGradient(
    dx: Address,
    dz: Address,
    weight: Address,
    ...rest: [...WindowNumbers, filters: number, adds: Adds, scratch: Address]
  ): void;
}
