/**
 * Operations as methods of `Tensor`: `x.relu()` is `relu(x)`, `loss.backward()` is `backward(loss)`.
 *
 * Importing this file attaches them, which is the one side effect of the package. Code of the engine calls the functions,
 * so that every file runs on its own.
 */
import { backward } from '../autodiff/backward.ts';
import type { Shape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { abs } from './abs.ts';
import * as activations from './activation-functions.ts';
import { add } from './add.ts';
import { argMax } from './arg-max.ts';
import { clip } from './clip.ts';
import { div } from './div.ts';
import { exp } from './exp.ts';
import { flatten } from './flatten.ts';
import { log } from './log.ts';
import { matmul } from './matmul.ts';
import { max } from './max.ts';
import { maximum } from './maximum.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { minimum } from './minimum.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pow } from './pow.ts';
import type { Axes } from './reduction.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';
import { transpose } from './transpose.ts';
import { variance } from './variance.ts';

/** `x.relu()`, `x.leakyRelu(0.2)`, `x.softmax(0)` …: the arguments of the function, after the tensor. */
type ActivationMethods = {
  [Name in keyof typeof activations]: (typeof activations)[Name] extends (x: Tensor, ...rest: infer Rest) => Tensor
    ? (...rest: Rest) => Tensor
    : never;
};

export interface TensorMethods extends ActivationMethods {
  // Values one by one, with NumPy broadcasting.
  add(b: Tensor | number): Tensor;
  sub(b: Tensor | number): Tensor;
  mul(b: Tensor | number): Tensor;
  div(b: Tensor | number): Tensor;
  maximum(b: Tensor | number): Tensor;
  minimum(b: Tensor | number): Tensor;

  // Values one by one.
  neg(): Tensor;
  abs(): Tensor;
  sqrt(): Tensor;
  square(): Tensor;
  exp(): Tensor;
  log(): Tensor;
  pow(exponent: number): Tensor;
  /** Holds the values between two bounds. */
  clip(low: number, high: number): Tensor;

  matmul(b: Tensor): Tensor;

  // Shapes.
  /** Axes in another order, reversed unless given. */
  transpose(axes?: readonly number[]): Tensor;
  /** The same values under another shape; one size may be −1. */
  reshape(shape: Shape): Tensor;
  /** All values along one axis. */
  flatten(): Tensor;
  /** A block: `size` values from `begin` on along each axis; size −1 goes to the end. */
  slice(begin: readonly number[], size: readonly number[]): Tensor;

  // Along one axis, several, or all.
  sum(axis?: Axes, keepDims?: boolean): Tensor;
  mean(axis?: Axes, keepDims?: boolean): Tensor;
  /** The population variance. */
  variance(axis?: Axes, keepDims?: boolean): Tensor;
  max(axis?: Axes, keepDims?: boolean): Tensor;
  min(axis?: Axes, keepDims?: boolean): Tensor;
  /** The position of the largest value along an axis. */
  argMax(axis?: number): Tensor;

  /** Fills `.grad` of every tensor with `requiresGrad` that this value depends on; see `backward`. */
  backward(): void;
}

declare module '../tensor/tensor.ts' {
  interface Tensor extends TensorMethods {}
}

attach({
  add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  neg,
  abs,
  sqrt,
  square,
  exp,
  log,
  pow,
  clip,
  ...activations,
  matmul,
  transpose,
  reshape,
  flatten,
  slice,
  sum,
  mean,
  variance,
  max,
  min,
  argMax,
  backward,
});

/** What each method is made of: the function, which takes the tensor first. */
type Operations = {
  [Name in keyof TensorMethods]: (
    tensor: Tensor,
    ...rest: Parameters<TensorMethods[Name]>
  ) => ReturnType<TensorMethods[Name]>;
};

function attach(operations: Operations): void {
  for (const [name, operation] of Object.entries(operations)) {
    const run = operation as (tensor: Tensor, ...rest: unknown[]) => unknown;
    const method = function (this: Tensor, ...rest: unknown[]): unknown {
      return run(this, ...rest);
    };
    Object.defineProperty(Tensor.prototype, name, { value: method, writable: true, configurable: true });
  }
}
