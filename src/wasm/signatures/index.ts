/**
 * The typed signatures of the compiled kernels: one interface for each family, that is for each file in `kernels/`.
 *
 * Conventions, the same in all of them: outputs come first, then inputs, sizes and scalars. Addresses are in bytes and
 * 16-byte aligned unless stated otherwise; sizes and strides are in elements. Every value is a float32. `adds` is 1
 * to add to what the output holds and 0 to overwrite it. Nothing may overlap unless stated. No kernel allocates.
 * What a kernel computes, and in which order, is written above its code in `kernels/`.
 */
import type { ConvolutionKernels } from './convolution.ts';
import type {
  ActivationKernels,
  BroadcastKernels,
  CopyKernels,
  MathKernels,
  PowKernels,
  UnaryKernels,
} from './elementwise.ts';
import type { GemmKernels, RooflineKernels } from './gemm.ts';
import type { LossKernels, SoftmaxKernels } from './losses.ts';
import type { NormalizationKernels } from './normalization.ts';
import type { OptimizerKernels } from './optimizers.ts';
import type { PoolingKernels } from './pooling.ts';
import type { RandomKernels } from './random.ts';
import type { GatherKernels, MaxMinKernels, ReduceKernels } from './reduce.ts';

export type * from './address.ts';
export type * from './convolution.ts';
export type * from './elementwise.ts';
export type * from './gemm.ts';
export type * from './losses.ts';
export type * from './normalization.ts';
export type * from './optimizers.ts';
export type * from './pooling.ts';
export type * from './random.ts';
export type * from './reduce.ts';
export type { WindowNumbers } from './windows.ts';

export interface Kernels
  extends GemmKernels,
    ConvolutionKernels,
    RooflineKernels,
    MathKernels,
    ActivationKernels,
    BroadcastKernels,
    UnaryKernels,
    PowKernels,
    CopyKernels,
    ReduceKernels,
    MaxMinKernels,
    GatherKernels,
    SoftmaxKernels,
    LossKernels,
    NormalizationKernels,
    PoolingKernels,
    RandomKernels,
    OptimizerKernels {}
