import type { Address, Adds } from './address.ts';

/**
 * kernels/convolution.ts. Numbers between the arrays and `filters` say where windows lie, as `Windows` in src/ops/window.ts has
 * them; `scratch` is `packScratch`.
 */
export interface ConvolutionKernels {
  /** y = activation(x ∗ weight + bias). `bias` is 0 for none; `activation` is one of `activationCode`. */
  conv2d(
    y: Address,
    x: Address,
    weight: Address,
    batch: number,
    height: number,
    width: number,
    channels: number,
    windowHeight: number,
    windowWidth: number,
    strideY: number,
    strideX: number,
    top: number,
    left: number,
    rows: number,
    columns: number,
    filters: number,
    bias: Address,
    activation: number,
    alpha: number,
    scratch: Address,
  ): void;
  conv2dWeightGradient: ConvolutionGradient;
  conv2dInputGradient: ConvolutionGradient;
}

/** `result` is dw or dx; the two factors are x and dz, or dz and the weight. */
export type ConvolutionGradient = (
  result: Address,
  first: Address,
  second: Address,
  batch: number,
  height: number,
  width: number,
  channels: number,
  windowHeight: number,
  windowWidth: number,
  strideY: number,
  strideX: number,
  top: number,
  left: number,
  rows: number,
  columns: number,
  filters: number,
  adds: Adds,
  scratch: Address,
) => void;
