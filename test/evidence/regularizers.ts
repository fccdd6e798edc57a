/** Evidence for the penalties on weights. */
import { readFileSync } from 'node:fs';
import { backward } from '../../src/autodiff/backward.ts';
import { gradCheck } from '../../src/autodiff/grad-check.ts';
import type { Regularizer } from '../../src/regularizers/index.ts';
import * as regularizers from '../../src/regularizers/index.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectClose, values } from '../helpers/evidence.ts';

/** Made by name and factors; the functions that turn one description into another are none. */
export const makers = Object.fromEntries(
  Object.entries(regularizers).filter(([name]) => !['fromJSON', 'toRegularizer'].includes(name)),
) as unknown as Readonly<Record<string, (...factors: readonly number[]) => Regularizer>>;

type Penalty = (weight: Tensor) => Tensor;

export interface RegularizerCase {
  readonly regularizer: string;
  readonly factors: readonly number[];
  readonly shape: readonly number[];
  readonly weight: readonly number[];
  readonly penalty: number;
  readonly gradient: readonly number[];
}

/** Values by NumPy: test/golden/regularizers.py. */
export const regularizerCases: readonly RegularizerCase[] = JSON.parse(
  readFileSync(new URL('../golden/regularizers.json', import.meta.url), 'utf8'),
);

/** Of max(1, largest expected value). */
const tolerance = 2e-6;

/** Compares penalty and gradient with NumPy's; `spoil` is to see whether the case would notice. */
export function runRegularizerCase(one: RegularizerCase, spoil: (penalty: Penalty) => Penalty = (same) => same): void {
  const { regularizer, factors, shape, weight, penalty, gradient } = one;
  const w = tensor(weight, shape, { requiresGrad: true });
  const price = spoil((x) => makers[regularizer](...factors).penalty(x))(w);
  if (price.rank !== 0) throw new Error(`the penalty is no scalar: [${price.shape}]`);
  expectClose([price.item()], [penalty], tolerance, 'penalty');
  backward(price);
  expectClose(w.grad!.toFloat32Array(), gradient, tolerance, 'gradient');
}

/** Factors with which each is checked by finite differences. */
export const gradientChecks: Readonly<Record<string, readonly (readonly number[])[]>> = {
  l1: [[1], [0.25]],
  l2: [[1], [0.25]],
  l1l2: [
    [0.5, 0.25],
    [0, 1],
  ],
};

export function runGradientCheck(name: string, factors: readonly number[], spoil: (p: Penalty) => Penalty = (p) => p) {
  const penalty = spoil((weight) => makers[name](...factors).penalty(weight));
  for (const shape of [[1], [3, 4], [2, 3, 2]]) gradCheck(penalty, [values(shape)]);
}
